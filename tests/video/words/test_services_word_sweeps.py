"""Words that lost their task."""

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.video.words.factories import TranscriptFactory

from nastavnik.video import tasks
from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.models import Video
from nastavnik.video.services import recognition
from nastavnik.video.services.word_sweeps import requeue_stuck_words

RECOGNISED = TranscriptOrigin.RECOGNISED


def stuck(film, origin=RECOGNISED, **fields):
    return TranscriptFactory(video=film, origin=origin, state=TranscriptState.RECOGNISING, **fields)


@pytest.mark.parametrize(
    ("origin", "task"), [(RECOGNISED, tasks.recognise_transcript), (TranscriptOrigin.TEXT, tasks.align_transcript)]
)
def test_requeue_stuck_words_enqueues_what_lost_its_task(film, now, origin, task):
    transcript = stuck(film, origin)

    assert requeue_stuck_words(now=now) == 1
    assert requeue_stuck_words(now=now) == 0  # it has a task now

    result = DBTaskResult.objects.get()
    assert (result.task_path, result.args_kwargs["args"]) == (task.module_path, [transcript.pk])


def test_requeue_stuck_words_leaves_alone_what_goes_on_or_cannot(film, now):
    stuck(film, progressed_at=now)
    stuck(film, language="en", changed_at=now)
    Video.objects.update(source_path="")
    assert requeue_stuck_words(now=now) == 0


def test_requeue_stuck_words_gives_up_the_third_time(film, now):
    transcript = stuck(film)
    for _ in range(2):
        assert requeue_stuck_words(now=now) == 1
        DBTaskResult.objects.update(status=TaskResultStatus.FAILED)

    assert requeue_stuck_words(now=now) == 0
    transcript.refresh_from_db()
    assert (transcript.state, transcript.problem) == (TranscriptState.FAILED, recognition.BROKE_OFF)
