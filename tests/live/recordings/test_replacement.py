import numpy as np
import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.live.recordings import talks
from tests.live.recordings.conftest import NOON
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.core import clock
from nastavnik.core.models import JournalEntry
from nastavnik.live import tasks
from nastavnik.live.enums import NoteCode
from nastavnik.live.models import Broadcast, DeskNote, Part
from nastavnik.live.services import recordings, replacement
from nastavnik.video import services
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Chapter, Video
from nastavnik.video.services import processing

PRECISION = 0.2


@pytest.fixture
def replace(finished, methodist, question):
    """Asks two questions, lets the methodist replace the film, and does what the queue would."""
    question("До паузы", 12)
    question("После паузы", 35)
    recordings.assemble(broadcast_id=finished.pk, now=NOON)

    def do(path):
        film = Video.objects.get(pk=finished.video_id)
        services.bring_whole(
            actor=methodist, school=film.school, path=path, name=path.name, now=clock.now(), replaces_token=film.token
        )
        DBTaskResult.objects.all().delete()
        processing.open_quickly(video_id=film.pk, clock=clock.now)
        if Video.objects.get(pk=film.pk).state == VideoState.PREPARING:  # it has to be encoded
            processing.prepare(video_id=film.pk, clock=clock.now)
        for row in DBTaskResult.objects.filter(
            task_path=tasks.align_recording.module_path, status=TaskResultStatus.READY
        ):
            tasks.align_recording.call(*row.args_kwargs["args"])
        return Broadcast.objects.get(pk=finished.pk)

    return do


def chapters():
    return list(Chapter.objects.order_by("seconds").values_list("seconds", "title"))


def last_note():
    return DeskNote.objects.order_by("-pk").first()


@pytest.mark.django_db(transaction=True)
def test_file_that_began_earlier_and_has_no_hole_takes_the_questions_with_it(replace):
    broadcast = replace(talks.whole())

    assert broadcast.shift_seconds == pytest.approx(5.0, abs=PRECISION)
    first, second = Part.objects.order_by("number")
    assert (first.late_seconds, second.late_seconds) == (0.0, pytest.approx(6.0, abs=PRECISION))
    assert chapters() == [
        (pytest.approx(12.0, abs=PRECISION), "До паузы"),
        (pytest.approx(35.0, abs=PRECISION), "После паузы"),
    ]
    assert (last_note().code, last_note().details) == (
        NoteCode.FILE_ALIGNED,
        {"seconds": pytest.approx(5.0, abs=PRECISION)},
    )
    assert JournalEntry.objects.filter(verb="aligned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_file_that_began_later_in_another_coding_is_found_too(replace):
    broadcast = replace(talks.kept_longer())

    assert broadcast.shift_seconds == pytest.approx(-5.0, abs=PRECISION)
    assert chapters() == [
        (pytest.approx(2.0, abs=PRECISION), "До паузы"),
        (pytest.approx(25.0, abs=PRECISION), "После паузы"),
    ]


@pytest.mark.django_db(transaction=True)
def test_file_that_replaces_a_trimmed_recording_is_compared_with_the_whole_of_it(replace, finished):
    recordings.cut(broadcast_id=finished.pk, head_seconds=4.0, tail_seconds=0.0, now=NOON)

    broadcast = replace(talks.whole())

    assert broadcast.shift_seconds == pytest.approx(9.0, abs=PRECISION)
    assert chapters()[0] == (pytest.approx(12.0, abs=PRECISION), "До паузы")


@pytest.mark.django_db(transaction=True)
def test_file_that_is_alike_takes_the_words_with_it_and_the_recording_brings_them_back(replace, finished):
    cue = CueFactory(transcript=TranscriptFactory(video=finished.video, source_mark="recording"), seconds=10.0)

    replace(talks.whole())
    cue.refresh_from_db()
    assert cue.seconds == pytest.approx(15.0, abs=PRECISION)

    Video.objects.update(source_path=services.store.find_recording(finished.video.token))
    replacement.follow_film(video_id=finished.video_id, now=NOON)
    cue.refresh_from_db()
    assert cue.seconds == pytest.approx(10.0, abs=0.01)


@pytest.mark.django_db(transaction=True)
def test_file_that_is_not_alike_leaves_the_words_where_they_are(replace, finished):
    cue = CueFactory(transcript=TranscriptFactory(video=finished.video, source_mark="recording"), seconds=10.0)

    replace(talks.other())

    cue.refresh_from_db()
    assert (cue.seconds, cue.transcript.source_mark) == (10.0, "recording")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("film", [talks.other, talks.silent])
def test_file_that_is_not_alike_moves_nothing_and_says_so(replace, film):
    broadcast = replace(film())

    assert broadcast.shift_seconds == 0.0
    assert [seconds for seconds, _title in chapters()] == [7.0, 24.0]
    assert last_note().code == NoteCode.FILE_NOT_ALIKE
    assert JournalEntry.objects.filter(verb="not alike").count() == 1


@pytest.mark.django_db(transaction=True)
def test_file_given_before_the_pieces_were_put_together_is_compared_with_them_all_the_same(replace, finished):
    services.store.delete_originals(finished.video.token)

    assert replace(talks.whole()).shift_seconds == pytest.approx(5.0, abs=PRECISION)
    assert services.store.find_recording(finished.video.token)


def test_align_of_a_file_that_was_replaced_again_does_nothing(finished):
    replacement.align(broadcast_id=finished.pk, source_path="originals/x/old.mkv", now=NOON)

    assert last_note().code == NoteCode.RECORDING_READY


def test_follow_film_of_no_broadcast_does_nothing(finished):
    Broadcast.objects.update(finished_at=None)

    replacement.follow_film(video_id=finished.video_id, now=NOON)

    assert not DBTaskResult.objects.filter(task_path=tasks.align_recording.module_path).exists()


def test_follow_film_that_is_the_recording_again_forgets_the_shift(finished):
    Broadcast.objects.update(shift_seconds=7.0)
    Part.objects.filter(number=2).update(late_seconds=6.0)

    replacement.follow_film(video_id=finished.video_id, now=NOON)

    finished.refresh_from_db()
    assert finished.shift_seconds == 0.0
    assert set(Part.objects.values_list("late_seconds", flat=True)) == {0.0}
    assert Video.objects.get().state == VideoState.PLAYABLE


def test_part_that_is_too_short_to_be_found_is_placed_by_the_clock(finished):
    Part.objects.filter(number=2).update(duration_seconds=3.0)
    parts = list(Part.objects.order_by("number"))
    film = np.random.default_rng(3).normal(size=200 * replacement.STEPS_A_SECOND)
    recording = film[100 * replacement.STEPS_A_SECOND :]

    starts = replacement.starts_of_parts(parts, recording, film)

    assert starts == {parts[0].pk: 100.0, parts[1].pk: 122.0}


def test_part_that_was_found_far_from_its_time_is_placed_by_the_clock(finished):
    parts = list(Part.objects.order_by("number"))

    starts = place_with(parts, {parts[0].pk: replacement.Place(100.0, 0.9), parts[1].pk: replacement.Place(500.0, 0.7)})

    assert starts == {parts[0].pk: 100.0, parts[1].pk: 122.0}


def place_with(parts, places):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replacement, "_place", lambda part, _recording, _film: places.get(part.pk))
        return replacement.starts_of_parts(parts, [], [])
