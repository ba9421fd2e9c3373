from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.live.recordings import talks
from tests.live.recordings.conftest import NOON
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.core import clock
from nastavnik.live import tasks
from nastavnik.live.enums import NoteCode
from nastavnik.live.events import RecordingReady
from nastavnik.live.models import Broadcast, DeskNote
from nastavnik.live.services import recordings
from nastavnik.video.enums import VideoState
from nastavnik.video.events import ChaptersChanged, VideoPlayable
from nastavnik.video.ffmpeg.probe import probe
from nastavnik.video.models import Chapter, Cue, Video
from nastavnik.video.services import RecordingFacts, processing, store

FACTS = RecordingFacts(talks.RECORDED_SECONDS, 320, 180, True, ())


def queued(task):
    rows = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    return [row.args_kwargs["args"] for row in rows]


def chapters():
    return [
        (round(seconds, 1), title)
        for seconds, title in Chapter.objects.order_by("seconds").values_list("seconds", "title")
    ]


def film_of(broadcast):
    return Video.objects.get(pk=broadcast.video_id)


# --- the end ---------------------------------------------------------------------------------------------------------


def test_finish_lets_the_recording_be_watched_with_its_questions_as_chapters(broadcast, question, heard):
    question("Как начать блог?", 10)
    question("А кто отвечал в паузе?", 24)

    with heard() as news:
        recordings.finish(broadcast_id=broadcast.pk, facts=FACTS, now=NOON)

    broadcast.refresh_from_db()
    assert (broadcast.finished_at, film_of(broadcast).state) == (NOON, VideoState.PLAYABLE)
    assert chapters() == [(5.0, "Как начать блог?"), (16.0, "А кто отвечал в паузе?")]
    assert DeskNote.objects.get().code == NoteCode.RECORDING_READY
    assert queued(tasks.assemble_recording) == [[broadcast.pk]]
    film = broadcast.video_id
    assert news == [VideoPlayable(film), ChaptersChanged(film), RecordingReady(broadcast_id=broadcast.pk)]


def test_finish_twice_changes_nothing(broadcast, heard):
    recordings.finish(broadcast_id=broadcast.pk, facts=FACTS, now=NOON)

    with heard() as news:
        recordings.finish(broadcast_id=broadcast.pk, facts=FACTS, now=NOON + timedelta(hours=1))

    broadcast.refresh_from_db()
    assert (broadcast.finished_at, news, DeskNote.objects.count()) == (NOON, [], 1)


def test_finish_of_a_broadcast_of_which_nothing_was_recorded_forgets_the_film(broadcast, heard):
    with heard() as news:
        recordings.finish(broadcast_id=broadcast.pk, facts=None, now=NOON)

    broadcast.refresh_from_db()
    assert (broadcast.finished_at, broadcast.video_id, news) == (NOON, None, [])
    assert queued(tasks.assemble_recording) == []


def test_finish_of_a_broadcast_without_a_film_is_only_noted(broadcast):
    Broadcast.objects.update(video=None)

    recordings.finish(broadcast_id=broadcast.pk, facts=FACTS, now=NOON)

    broadcast.refresh_from_db()
    assert broadcast.finished_at == NOON


# --- one file --------------------------------------------------------------------------------------------------------


def test_assemble_makes_the_pieces_one_source(finished, tmp_path):
    tasks.assemble_recording.call(finished.pk)

    film = film_of(finished)
    assert (film.state, film.source_path) == (VideoState.QUEUED, f"originals/{film.token}/recording.mp4")
    source = probe(store.data_path(film.source_path), work_dir=tmp_path)
    assert source.duration_seconds == pytest.approx(talks.RECORDED_SECONDS, abs=0.3)
    assert list(store.work_dir(film.token).iterdir()) == []


def test_assemble_twice_is_done_once(finished):
    recordings.assemble(broadcast_id=finished.pk, now=NOON)
    attempt = film_of(finished).attempt

    recordings.assemble(broadcast_id=finished.pk, now=NOON)

    assert film_of(finished).attempt == attempt


def test_assemble_goes_on_with_what_a_killed_run_put_together(finished, monkeypatch):
    video = film_of(finished)
    recordings.original_of(video)
    monkeypatch.setattr(recordings, "assemble_pieces", None)  # it is not called again

    recordings.assemble(broadcast_id=finished.pk, now=NOON)

    assert film_of(finished).source_path.endswith("/recording.mp4")


def test_assembled_recording_is_processed_while_it_plays_and_keeps_its_chapters(finished, question):
    question("Как начать блог?", 10)
    recordings.set_question_chapters(broadcast=finished, video=finished.video, now=NOON)
    recordings.assemble(broadcast_id=finished.pk, now=NOON)
    shown = film_of(finished).build

    assert processing.open_quickly(video_id=finished.video_id, clock=clock.now)
    opened = film_of(finished)
    assert (opened.build, opened.state, opened.has_poster) == (shown, VideoState.PLAYABLE, True)

    processing.prepare(video_id=finished.video_id, clock=clock.now)

    ready = film_of(finished)
    assert ready.state == VideoState.READY
    assert ready.build != shown
    assert chapters() == [(5.0, "Как начать блог?")]


def test_assemble_that_fails_is_tried_again_and_given_up_the_third_time(finished):
    store.delete_build(finished.video.token, finished.video.build)

    for _try in range(2):
        with pytest.raises(FileNotFoundError):
            recordings.assemble(broadcast_id=finished.pk, now=NOON)
    recordings.assemble(broadcast_id=finished.pk, now=NOON)

    assert film_of(finished).state == VideoState.FAILED
    assert list(store.work_dir(finished.video.token).iterdir()) == []


@pytest.mark.parametrize("changed", [{"removed_at": NOON}, {"state": VideoState.FAILED}])
def test_assemble_leaves_a_film_that_nobody_waits_for(finished, changed):
    Video.objects.update(**changed)

    recordings.assemble(broadcast_id=finished.pk, now=NOON)

    assert film_of(finished).source_path == ""


def test_assemble_owed_finds_the_recordings_that_nobody_works_on(finished):
    assert recordings.assemble_owed() == 0  # its task waits

    DBTaskResult.objects.all().delete()
    tasks.sweep_recordings.call()

    assert queued(tasks.assemble_recording) == [[finished.pk]]


# --- cutting off -----------------------------------------------------------------------------------------------------


@pytest.fixture
def assembled(finished):
    recordings.assemble(broadcast_id=finished.pk, now=NOON)
    return finished


def trim(actor, broadcast, head, tail):
    recordings.trim_recording(actor=actor, broadcast_id=broadcast.pk, head_seconds=head, tail_seconds=tail, now=NOON)


def work_off_the_cut(broadcast):
    """Do what the queue would."""
    [arguments] = queued(tasks.cut_recording)
    DBTaskResult.objects.all().delete()
    tasks.cut_recording.call(*arguments)
    processing.open_quickly(video_id=broadcast.video_id, clock=clock.now)
    return Broadcast.objects.get(pk=broadcast.pk)


@pytest.mark.django_db(transaction=True)
def test_trim_recording_cuts_without_encoding_and_moves_the_chapters(assembled, methodist, question):
    question("До начала", 6)
    question("Как начать блог?", 15)
    question("После конца", 44)
    transcript = TranscriptFactory(video=film_of(assembled))
    for seconds in (1.0, 10.0, 32.0):
        CueFactory(transcript=transcript, seconds=seconds)

    trim(methodist, assembled, 4.4, 5.0)
    trimmed = work_off_the_cut(assembled)

    film = film_of(trimmed)
    assert trimmed.head_seconds == pytest.approx(4.0, abs=0.1)  # the key frame before
    assert (film.state, film.duration_seconds) == (VideoState.PLAYABLE, pytest.approx(25.0, abs=0.3))
    assert chapters() == [(pytest.approx(6.0, abs=0.1), "Как начать блог?")]
    assert [cue.seconds for cue in Cue.objects.all()] == [pytest.approx(6.0, abs=0.1)]
    assert store.find_recording(film.token)  # nothing is lost


@pytest.mark.django_db(transaction=True)
def test_trim_recording_before_it_was_put_together_does_both(finished, methodist):
    trim(methodist, finished, 2.0, 0.0)

    trimmed = work_off_the_cut(finished)

    assert trimmed.head_seconds == pytest.approx(2.0, abs=0.1)
    assert film_of(trimmed).duration_seconds == pytest.approx(32.0, abs=0.3)


@pytest.mark.django_db(transaction=True)
def test_trim_recording_by_nothing_brings_everything_back(assembled, methodist):
    trim(methodist, assembled, 4.0, 4.0)
    work_off_the_cut(assembled)

    trim(methodist, assembled, 0.0, 0.0)
    whole = work_off_the_cut(assembled)

    assert (whole.head_seconds, whole.tail_seconds) == (0.0, 0.0)
    assert film_of(whole).duration_seconds == pytest.approx(talks.RECORDED_SECONDS, abs=0.3)


def test_trim_recording_by_nothing_of_what_is_whole_does_nothing(assembled):
    attempt = film_of(assembled).attempt

    recordings.cut(broadcast_id=assembled.pk, head_seconds=0.0, tail_seconds=0.01, now=NOON)

    assert film_of(assembled).attempt == attempt


def test_cut_of_a_film_that_was_replaced_meanwhile_leaves_it(assembled):
    recordings.original_of(film_of(assembled))
    Video.objects.update(source_path="uploads/another")

    recordings.cut(broadcast_id=assembled.pk, head_seconds=2.0, tail_seconds=0.0, now=NOON)

    assembled.refresh_from_db()
    assert (film_of(assembled).source_path, assembled.head_seconds) == ("uploads/another", 0.0)


def test_cut_of_a_film_that_was_removed_does_nothing(assembled):
    Video.objects.update(removed_at=NOON)

    recordings.cut(broadcast_id=assembled.pk, head_seconds=2.0, tail_seconds=0.0, now=NOON)

    assert store.find_recording(assembled.video.token).endswith("recording.mp4")


@pytest.mark.parametrize(("head", "tail"), [(-1.0, 0.0), (0.0, -0.1), (20.0, 13.5), (99.0, 0.0)])
def test_trim_recording_of_more_than_there_is_is_refused(assembled, methodist, head, tail):
    with pytest.raises(recordings.NothingLeft):
        trim(methodist, assembled, head, tail)


def test_trim_recording_of_another_file_is_refused(assembled, methodist):
    Video.objects.update(source_path="originals/film/abc.mkv")

    with pytest.raises(recordings.FileReplaced):
        trim(methodist, assembled, 1.0, 0.0)


@pytest.mark.parametrize("missing", [{"finished_at": None}, {"video": None}])
def test_trim_recording_that_is_not_there_is_refused(assembled, methodist, missing):
    Broadcast.objects.update(**missing)

    with pytest.raises(recordings.NotRecorded):
        trim(methodist, assembled, 1.0, 0.0)


def test_trim_recording_that_was_removed_is_refused(assembled, methodist):
    Video.objects.update(removed_at=NOON)

    with pytest.raises(recordings.NotRecorded):
        trim(methodist, assembled, 1.0, 0.0)


def test_trim_recording_by_the_director_is_refused(assembled, director):
    with pytest.raises(PermissionDenied):
        trim(director, assembled, 1.0, 0.0)
