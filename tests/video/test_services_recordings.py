from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core import clock, journal
from nastavnik.programme.selectors import visible_cards
from nastavnik.video import selectors, services
from nastavnik.video.enums import Access, RenditionKind, StepName, VideoState, WarningCode
from nastavnik.video.events import VideoPlayable
from nastavnik.video.models import ProcessingStep, Rendition, Video, WatchPosition
from nastavnik.video.services import (
    MadeRendition,
    RecordingFacts,
    begin_recording,
    change_recording,
    count_assembly_failure,
    drop_recording,
    finish_recording,
    give_assembled_source,
    give_trimmed_source,
    processing,
    store,
    sweeps,
)

NOW = timezone.now()
PICTURE = MadeRendition("source", True, 1280, 720, "", "avc1.64001f", 2_000_000, 1_500_000, 9000, 60.0)
SOUND = MadeRendition("sound", False, None, None, "", "mp4a.40.2", 70_000, 64_000, 1000, 60.0)
FACTS = RecordingFacts(60.0, 1280, 720, True, (PICTURE, SOUND))


def queued():
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.filter(status=TaskResultStatus.READY)]


@pytest.fixture
def on_air(school, methodist):
    lesson = LessonFactory(cycle__programme__school=school)
    return begin_recording(actor=methodist, lesson=lesson, title="Эфир", access=Access.ENROLLED, now=NOW)


@pytest.fixture
def recorded(on_air):
    return finish_recording(video_id=on_air.pk, facts=FACTS, now=NOW)


@pytest.fixture
def joined(tmp_path):
    path = tmp_path / "joined.mp4"
    path.write_bytes(b"all of it")
    return path


def test_begin_recording_makes_a_film_that_has_files_and_no_source(on_air, methodist):
    assert (on_air.state, on_air.access, on_air.title) == (VideoState.RECORDING, Access.ENROLLED, "Эфир")
    assert len(on_air.build) == 10
    assert (on_air.source_path, on_air.source_bytes, on_air.created_by) == ("", 0, methodist)
    assert (on_air.is_on_air, on_air.is_playable, on_air.is_in_work) == (True, True, False)


def test_film_without_a_source_and_without_files_is_refused_by_the_database(school):
    with pytest.raises(IntegrityError), transaction.atomic():
        VideoFactory(school=school, source_path="")


def test_film_on_air_without_files_is_refused_by_the_database(school):
    with pytest.raises(IntegrityError), transaction.atomic():
        VideoFactory(school=school, state=VideoState.RECORDING)


def test_change_recording_on_air_takes_effect(on_air, methodist):
    change_recording(actor=methodist, video_id=on_air.pk, access=Access.OPEN, is_low_latency=True, now=NOW)

    on_air.refresh_from_db()
    assert (on_air.access, on_air.is_low_latency) == (Access.OPEN, True)
    assert journal.history_of(on_air)[0].verb == "access changed"


def test_change_recording_that_leaves_the_access_says_nothing(on_air, methodist):
    change_recording(actor=methodist, video_id=on_air.pk, access=Access.ENROLLED, is_low_latency=True, now=NOW)

    assert [entry.verb for entry in journal.history_of(on_air)] == ["recording began"]


def test_change_recording_of_a_film_that_is_not_on_air_leaves_it(recorded, methodist):
    change_recording(actor=methodist, video_id=recorded.pk, access=Access.OPEN, is_low_latency=True, now=NOW)

    recorded.refresh_from_db()
    assert (recorded.access, recorded.is_low_latency) == (Access.ENROLLED, False)


def test_finish_recording_lets_the_same_files_be_watched(on_air, heard):
    with heard() as news:
        finish_recording(video_id=on_air.pk, facts=FACTS, now=NOW)

    video = Video.objects.get(pk=on_air.pk)
    assert (video.state, video.build) == (VideoState.PLAYABLE, on_air.build)
    assert (video.duration_seconds, video.width, video.height, video.has_sound) == (60.0, 1280, 720, True)
    assert (video.playable_at, video.warning) == (NOW, "")
    kinds = {row.name: row.kind for row in Rendition.objects.filter(video=video, build=video.build)}
    assert kinds == {"source": RenditionKind.PICTURE, "sound": RenditionKind.SOUND}
    assert news == [VideoPlayable(video_id=video.pk)]


def test_finish_recording_twice_changes_nothing(recorded, heard):
    with heard() as news:
        again = finish_recording(video_id=recorded.pk, facts=FACTS, now=NOW + timedelta(hours=1))

    assert (again.playable_at, news) == (NOW, [])


@pytest.mark.parametrize(
    ("width", "has_sound", "warning"), [(None, True, WarningCode.NO_PICTURE), (1280, False, WarningCode.NO_SOUND)]
)
def test_finish_recording_says_what_is_missing(on_air, width, has_sound, warning):
    facts = RecordingFacts(60.0, width, width, has_sound, ())

    assert finish_recording(video_id=on_air.pk, facts=facts, now=NOW).warning == warning


def test_drop_recording_forgets_what_was_never_recorded(on_air, django_capture_on_commit_callbacks):
    folder = store.media_root() / on_air.token / on_air.build
    folder.mkdir(parents=True)

    with django_capture_on_commit_callbacks(execute=True):
        drop_recording(video_id=on_air.pk)

    assert not Video.objects.filter(pk=on_air.pk).exists()
    assert not folder.parent.exists()


def test_drop_recording_keeps_what_can_be_watched(recorded):
    drop_recording(video_id=recorded.pk)

    assert Video.objects.filter(pk=recorded.pk).exists()


def test_give_assembled_source_has_the_film_processed_while_it_plays_on(recorded, joined):
    assert give_assembled_source(video_id=recorded.pk, path=joined, now=NOW)

    video = Video.objects.get(pk=recorded.pk)
    assert (video.state, video.build, video.source_bytes) == (VideoState.QUEUED, recorded.build, 9)
    assert (video.source_path, video.source_name) == (f"originals/{video.token}/recording.mp4", "Эфир.mp4")
    assert store.data_path(video.source_path).read_bytes() == b"all of it"
    assert not joined.exists()
    assert queued() == [video.pk]
    first = ProcessingStep.objects.get(video=video)
    assert (first.name, first.result["build"]) == (StepName.FIRST, video.build)


@pytest.mark.parametrize(
    "changed", [{"source_path": "originals/x/recording.mp4"}, {"removed_at": NOW}, {"state": VideoState.RECORDING}]
)
def test_give_assembled_source_leaves_a_film_that_needs_none(recorded, joined, changed):
    Video.objects.filter(pk=recorded.pk).update(**changed)

    assert not give_assembled_source(video_id=recorded.pk, path=joined, now=NOW)

    assert joined.exists()
    assert queued() == []


def test_count_assembly_failure_gives_up_the_third_time(recorded):
    told = [count_assembly_failure(video_id=recorded.pk, now=NOW) for _time in range(4)]

    assert told == [False, False, True, False]
    recorded.refresh_from_db()
    assert (recorded.state, recorded.is_playable) == (VideoState.FAILED, True)


def test_count_assembly_failure_leaves_a_film_that_has_its_source(school):
    assert not count_assembly_failure(video_id=VideoFactory(school=school).pk, now=NOW)


def test_requeue_leaves_a_recording_to_those_who_put_it_together(recorded):
    Video.objects.update(created_at=NOW - timedelta(hours=1), progressed_at=NOW - timedelta(hours=1))

    assert sweeps.requeue_stuck_videos(now=NOW) == 0


def test_processing_of_a_recording_without_a_source_does_nothing(recorded):
    assert not processing.open_quickly(video_id=recorded.pk, clock=clock.now)

    recorded.refresh_from_db()
    assert (recorded.state, recorded.attempt) == (VideoState.PLAYABLE, 0)


def test_retry_of_a_recording_that_was_not_put_together_waits_for_that_again(recorded, methodist):
    Video.objects.update(state=VideoState.FAILED, failures=3)

    services.retry_processing(actor=methodist, video_id=recorded.pk, now=NOW)

    recorded.refresh_from_db()
    assert (recorded.state, recorded.failures) == (VideoState.PLAYABLE, 0)


@pytest.mark.parametrize("deed", [services.remove_video, lambda **words: services.move_video(lesson=None, **words)])
def test_film_on_air_stays_where_it_is(on_air, methodist, deed):
    with pytest.raises(services.FilmOnAir):
        deed(actor=methodist, video_id=on_air.pk, now=NOW)


def test_film_on_air_cannot_be_replaced(on_air, methodist, school):
    with pytest.raises(services.FilmOnAir):
        services.begin_upload(actor=methodist, school=school, replaces=on_air, name="a.mp4", length=7, now=NOW)


def test_remember_position_on_air_keeps_what_the_recording_will_go_on_from(on_air, methodist):
    services.remember_position(actor=methodist, video_id=on_air.pk, seconds=3000.0, now=NOW)

    assert WatchPosition.objects.get().seconds == 3000.0


def test_film_on_air_is_on_no_shelf(on_air, methodist, school):
    assert selectors.library(methodist, school, NOW) == []
    assert selectors.latest(methodist, school, NOW, visible_cards(methodist, school)) is None


def test_desk_of_a_film_on_air_offers_nothing_that_would_break_it(client, on_air, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("video:film", args=[on_air.token])).content.decode()

    assert reverse("video:replace", args=[on_air.token]) not in page
    assert reverse("video:remove", args=[on_air.token]) not in page
    assert "badge--live" in page


# --- parts of a recording --------------------------------------------------------------------------------------------


@pytest.fixture
def assembled(recorded, joined):
    give_assembled_source(video_id=recorded.pk, path=joined, now=NOW)
    return Video.objects.get(pk=recorded.pk)


@pytest.fixture
def part(tmp_path):
    path = tmp_path / "part.mp4"
    path.write_bytes(b"a part")
    return path


def test_give_trimmed_source_has_the_part_processed_while_the_whole_is_shown(assembled, part):
    assert give_trimmed_source(video_id=assembled.pk, path=part, now=NOW)

    video = Video.objects.get(pk=assembled.pk)
    assert store.data_path(video.source_path).read_bytes() == b"a part"
    assert (video.state, video.build, video.source_bytes) == (VideoState.QUEUED, assembled.build, 6)
    assert video.attempt == assembled.attempt + 1
    assert not ProcessingStep.objects.filter(video=video).exists()
    assert store.data_path(store.find_recording(video.token)).read_bytes() == b"all of it"


def test_give_trimmed_source_without_a_part_brings_the_whole_back(assembled, part):
    give_trimmed_source(video_id=assembled.pk, path=part, now=NOW)

    assert give_trimmed_source(video_id=assembled.pk, path=None, now=NOW)

    assert Video.objects.get(pk=assembled.pk).source_path == assembled.source_path


@pytest.mark.parametrize("changed", [{"source_path": "originals/x/other.mkv"}, {"removed_at": NOW}])
def test_give_trimmed_source_leaves_a_film_that_people_changed(assembled, part, changed):
    Video.objects.update(**changed)

    assert not give_trimmed_source(video_id=assembled.pk, path=part, now=NOW)

    assert part.exists()


def test_find_build_names_the_one_with_the_file(recorded):
    for build in ("older", "newer"):
        (store.media_root() / recorded.token / build).mkdir(parents=True)
    (store.media_root() / recorded.token / "newer" / "live-main.m3u8").write_bytes(b"")

    assert store.find_build(recorded.token, "live-main.m3u8") == "newer"
    assert store.find_build(recorded.token, "absent.m3u8") == ""


def test_local_build_that_is_nowhere_is_missing(recorded):
    with pytest.raises(FileNotFoundError):
        store.local_build(recorded.token, "absent")
