"""News of films and lessons reaches the index through its tasks."""

import pytest
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import HandoutFactory
from tests.search.factories import CueFactory

from nastavnik.core.events import publish
from nastavnik.programme.events import HandoutAdded, LessonChanged, LessonRemoved
from nastavnik.search import tasks
from nastavnik.search.models import Passage
from nastavnik.video.events import ChaptersChanged, VideoRemoved, VideoSlidesChanged, VideoWordsChanged


@pytest.mark.parametrize(
    ("event", "task"),
    [
        (VideoWordsChanged(video_id=7), tasks.index_video),
        (VideoSlidesChanged(video_id=7), tasks.index_video),
        (ChaptersChanged(video_id=7), tasks.index_video),
        (VideoRemoved(video_id=7), tasks.index_video),
        (LessonChanged(lesson_id=7), tasks.index_lesson),
        (LessonRemoved(lesson_id=7), tasks.index_lesson),
        (HandoutAdded(handout_id=7), tasks.index_handout),
    ],
)
def test_news_becomes_a_task(db, django_capture_on_commit_callbacks, event, task):
    with django_capture_on_commit_callbacks(execute=True):
        publish(event)

    enqueued = DBTaskResult.objects.filter(task_path=task.module_path)
    assert [result.args_kwargs["args"] for result in enqueued] == [[7]]


def test_tasks_write_the_index(film, transcript, lesson):
    CueFactory(transcript=transcript, text="Смета.")
    handout = HandoutFactory(lesson=lesson)

    tasks.index_video.call(film.pk)
    tasks.index_lesson.call(lesson.pk)
    tasks.index_handout.call(handout.pk)
    tasks.index_what_was_missed.call()

    assert set(Passage.objects.values_list("kind", flat=True)) == {"cue", "title", "handout"}
