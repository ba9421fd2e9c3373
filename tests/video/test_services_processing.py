import shutil
from pathlib import Path

import pytest
from django.utils import timezone
from tests.video import films, looking

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.core.journal import history_of
from nastavnik.video import events, services
from nastavnik.video.enums import RefusalCode, StepName, VideoState, WarningCode
from nastavnik.video.ffmpeg import ladder, pictures, probe, remux
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.models import RetiredBuild, Video
from nastavnik.video.services import processing, progress, store

NOW = timezone.now()


@pytest.fixture
def accept(school, methodist, tmp_path):
    """Bring a film to the school as a person does; the film itself is left alone."""

    def do(path: Path) -> Video:
        copy = tmp_path / "brought" / path.name
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copy)
        return services.accept_file(actor=methodist, path=copy, school=school, now=NOW)

    return do


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    """What happened, in order, while the block ran."""
    heard = []
    for kind in (events.VideoPlayable, events.VideoReady, events.VideoRefused, events.VideoFailed):
        on(kind)(heard.append)
    return heard


def prepare(video: Video) -> Video:
    processing.prepare(video_id=video.pk, clock=clock.now)
    return Video.objects.get(pk=video.pk)


def build_of(video: Video) -> Path:
    return store.media_root() / video.token / video.build


def names(video: Video) -> set[str]:
    return {path.name for path in build_of(video).iterdir()}


POSTERS = {"poster-1280.webp", "poster-640.webp", "poster-320.webp"}
STRIP = {"strip.vtt", "strip-1.webp"}


def test_prepare_of_a_usual_film_makes_everything(accept):
    video = prepare(accept(films.lecture()))

    assert (video.state, video.percent, video.attempt, video.failures) == (VideoState.READY, 100, 1, 0)
    assert (video.width, video.height, video.has_sound, video.warning) == (640, 360, True, "")
    assert (video.has_poster, video.has_strip) == (True, True)
    rungs = {"v360.m3u8", "v360.m4s", "v240.m3u8", "v240.m4s", "sound.m3u8", "sound.m4s", "master.m3u8"}
    assert names(video) == rungs | POSTERS | STRIP
    assert {rendition.name for rendition in video.renditions.all()} == {"v360", "v240", "sound"}
    assert {rendition.build for rendition in video.renditions.all()} == {video.build}
    assert [entry.verb for entry in history_of(video)] == ["became ready", "became playable", "uploaded"]
    assert not store.work_dir(video.token).exists()
    assert store.data_path(video.source_path).is_file()
    assert video.source_path.startswith(f"originals/{video.token}/")


def test_prepare_keeps_the_first_build_for_those_who_are_watching_it(accept):
    video = prepare(accept(films.lecture()))

    first = RetiredBuild.objects.get()
    old = store.media_root() / video.token / first.build
    assert (first.video_token, first.build != video.build) == (video.token, True)
    assert {path.name for path in old.iterdir()} == {
        *("master.m3u8", "source.m3u8", "source.m4s", "sound.m3u8", "sound.m4s"),
        *POSTERS,
    }


def test_prepare_shows_the_copy_before_the_qualities(accept, monkeypatch):
    video = accept(films.lecture())
    seen = []

    def make_rungs(*_, **__):
        seen.append(Video.objects.get(pk=video.pk))
        raise FfmpegFailed("stop here", "log")

    monkeypatch.setattr(ladder, "make_rungs", make_rungs)
    with pytest.raises(FfmpegFailed):
        prepare(video)

    assert (seen[0].state, seen[0].is_playable, seen[0].has_poster) == (VideoState.PLAYABLE, True, True)
    assert looking.decode(build_of(seen[0]) / "source.m4s").frames == 225
    assert "source.m3u8" in (build_of(seen[0]) / "master.m3u8").read_text()


def test_prepare_of_what_cannot_be_copied_makes_one_quality_first_and_once(accept, monkeypatch):
    video = accept(films.interlaced())
    runs = []
    original = ladder.make_rungs

    def make_rungs(path, source, rungs, folder, *, loudness, **words):
        runs.append(([rung.name for rung in rungs], loudness is not None))
        return original(path, source, rungs, folder, loudness=loudness, **words)

    monkeypatch.setattr(ladder, "make_rungs", make_rungs)
    video = prepare(video)

    assert runs == [(["v480"], True), (["v720", "v360", "v240"], False)]
    assert video.state == VideoState.READY
    assert {rendition.name for rendition in video.renditions.all()} == {"v720", "v480", "v360", "v240", "sound"}


def test_prepare_of_what_only_looked_as_if_it_could_be_copied_encodes_it(accept, monkeypatch):
    def copy_into_hls(_path, _source, folder, **_):
        (folder / "half.m4s").write_bytes(b"half")
        raise FfmpegFailed("less was copied", "log")

    monkeypatch.setattr(remux, "copy_into_hls", copy_into_hls)
    video = prepare(accept(films.lecture()))

    assert video.state == VideoState.READY
    assert "half.m4s" not in names(video)
    assert {rendition.name for rendition in video.renditions.all()} == {"v360", "v240", "sound"}


def test_prepare_of_sound_alone_has_a_cover_and_no_strip(accept):
    video = prepare(accept(films.voice()))

    assert (video.state, video.warning, video.has_picture) == (VideoState.READY, WarningCode.NO_PICTURE, False)
    assert (video.has_poster, video.has_strip) == (True, False)
    assert names(video) == {"master.m3u8", "sound.m3u8", "sound.m4s"} | POSTERS


def test_prepare_of_copied_sound_alone_evens_it_out(accept, tmp_path):
    video = prepare(accept(films.voice_aac()))

    assert looking.lufs_of(build_of(video) / "sound.m4s", tmp_path) == pytest.approx(-16, abs=0.7)


@pytest.mark.parametrize(
    ("film", "warning"), [(films.silent, WarningCode.NO_SOUND), (films.cut_short, WarningCode.CUT_SHORT)]
)
def test_prepare_of_a_film_that_lacks_something_says_so(accept, film, warning):
    video = prepare(accept(film()))

    assert (video.state, video.warning) == (VideoState.READY, warning)


def test_prepare_of_what_is_no_film_is_refused(accept, news, django_capture_on_commit_callbacks):
    video = accept(films.text())

    with django_capture_on_commit_callbacks(execute=True):
        video = prepare(video)

    assert (video.state, video.refusal) == (VideoState.REFUSED, RefusalCode.NOT_A_FILM)
    assert news == [events.VideoRefused(video_id=video.pk)]
    assert history_of(video)[0].details == {"reason": "not_a_film"}
    assert not store.builds_of(video.token)


def test_prepare_tells_when_it_plays_and_when_it_is_ready(accept, news, django_capture_on_commit_callbacks):
    video = accept(films.silent())

    with django_capture_on_commit_callbacks(execute=True):
        prepare(video)

    assert news == [events.VideoPlayable(video_id=video.pk), events.VideoReady(video_id=video.pk)]


def test_prepare_of_a_ready_film_does_nothing(accept):
    video = prepare(accept(films.silent()))

    again = prepare(video)

    assert (again.attempt, again.build) == (video.attempt, video.build)


def test_prepare_of_a_removed_film_does_nothing(accept, methodist):
    video = accept(films.silent())
    services.remove_video(actor=methodist, video_id=video.pk, now=NOW)

    assert prepare(video).attempt == 0


def failing(*_, **__):
    raise FfmpegFailed("ended with 1", "what ffmpeg said")


def test_prepare_that_fails_is_tried_again_and_given_up_the_third_time(
    accept, news, monkeypatch, django_capture_on_commit_callbacks
):
    video = accept(films.lecture())
    monkeypatch.setattr(ladder, "make_rungs", failing)

    for _ in range(2):
        with pytest.raises(FfmpegFailed):
            prepare(video)
    with django_capture_on_commit_callbacks(execute=True):
        video = prepare(video)

    assert (video.state, video.failures, video.is_playable) == (VideoState.FAILED, 3, True)
    assert news[-1] == events.VideoFailed(video_id=video.pk)
    assert "what ffmpeg said" in video.steps.get(name=StepName.LADDER).log


def test_retry_goes_on_from_the_first_step_that_is_not_done(accept, methodist, monkeypatch):
    video = accept(films.lecture())
    with monkeypatch.context() as broken:
        broken.setattr(ladder, "make_rungs", failing)
        for _ in range(2):
            with pytest.raises(FfmpegFailed):
                prepare(video)
        prepare(video)
    services.retry_processing(actor=methodist, video_id=video.pk, now=NOW)
    monkeypatch.setattr(probe, "probe", failing)
    monkeypatch.setattr(remux, "copy_into_hls", failing)
    monkeypatch.setattr(pictures, "make_poster", failing)

    video = prepare(video)

    assert video.state == VideoState.READY
    assert video.has_poster


def test_prepare_whose_scratch_was_lost_makes_it_anew(accept, monkeypatch):
    video = accept(films.lecture())
    with monkeypatch.context() as broken:
        broken.setattr(ladder, "make_rungs", failing)
        with pytest.raises(FfmpegFailed):
            prepare(video)
    store.clear_work(video.token)

    assert prepare(video).state == VideoState.READY


@pytest.mark.parametrize("state", [VideoState.CHECKING, VideoState.PREPARING])
def test_prepare_that_was_broken_off_begins_again(accept, state):
    video = accept(films.silent())
    Video.objects.filter(pk=video.pk).update(state=state, attempt=1)

    assert prepare(video).state == VideoState.READY


def test_prepare_without_its_source_fails(accept):
    video = accept(films.lecture())
    store.data_path(video.source_path).unlink()

    with pytest.raises(FileNotFoundError):
        prepare(video)


def test_run_that_was_overtaken_writes_nothing(accept, monkeypatch):
    video = accept(films.lecture())

    def overtake(*_, **__):
        Video.objects.filter(pk=video.pk).update(attempt=9)
        return [], ""

    monkeypatch.setattr(ladder, "make_rungs", overtake)
    video = prepare(video)

    assert (video.attempt, video.state) == (9, VideoState.PLAYABLE)
    assert not video.steps.filter(name=StepName.LADDER).exists()


def test_run_that_fails_after_it_was_overtaken_counts_no_failure(accept, monkeypatch):
    video = accept(films.lecture())

    def overtake(*_, **__):
        Video.objects.filter(pk=video.pk).update(attempt=9)
        raise FfmpegFailed("killed", "log")

    monkeypatch.setattr(ladder, "make_rungs", overtake)

    assert prepare(video).failures == 0


def test_run_that_fails_to_publish_after_it_was_overtaken_counts_no_failure(accept, monkeypatch):
    video = accept(films.lecture())

    def overtake(*_):
        Video.objects.filter(pk=video.pk).update(attempt=9)
        raise OSError("disk full")

    monkeypatch.setattr(store, "publish_build", overtake)

    assert prepare(video).failures == 0


def test_source_that_is_refused_after_the_run_was_overtaken_is_not(accept, monkeypatch):
    video = accept(films.text())

    def overtake(*_, **__):
        Video.objects.filter(pk=video.pk).update(attempt=9)
        raise probe.SourceRefused(RefusalCode.EMPTY)

    monkeypatch.setattr(probe, "probe", overtake)

    assert prepare(video).refusal == ""


def test_removal_stops_a_run_that_is_encoding(accept, monkeypatch):
    video = accept(films.lecture())
    original = ladder.make_rungs

    def make_rungs(path, source, rungs, folder, *, watch, **words):
        Video.objects.filter(pk=video.pk).update(removed_at=NOW)
        watch.on_progress(1.0)
        assert watch.should_stop()
        return original(path, source, rungs, folder, watch=watch, **words)

    monkeypatch.setattr(ladder, "make_rungs", make_rungs)
    monkeypatch.setattr(progress.time, "monotonic", lambda: 0.0)

    video = prepare(video)

    assert video.state == VideoState.PLAYABLE


def test_film_without_poster_and_strip_is_ready_all_the_same(accept, monkeypatch):
    monkeypatch.setattr(pictures, "make_poster", failing)
    monkeypatch.setattr(pictures, "make_strip", failing)

    video = prepare(accept(films.lecture()))

    assert (video.state, video.has_poster, video.has_strip) == (VideoState.READY, False, False)
    assert "what ffmpeg said" in video.steps.get(name=StepName.POSTER).log


def replace_source(video, methodist, film):
    upload = services.begin_upload(
        actor=methodist, school=video.school, replaces=video, name=film.name, length=film.stat().st_size, now=NOW
    )
    path = store.upload_path(upload.token)
    shutil.copyfile(film, path)
    return services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)


def test_another_source_is_shown_once_it_plays(accept, methodist):
    video = prepare(accept(films.lecture()))

    replaced = prepare(replace_source(video, methodist, films.old_camera()))

    assert (replaced.token, replaced.state) == (video.token, VideoState.READY)
    assert (replaced.width, replaced.height) == (320, 240)
    assert video.build in set(RetiredBuild.objects.values_list("build", flat=True))


def test_another_source_that_is_refused_leaves_the_film_as_it_was(accept, methodist):
    video = prepare(accept(films.lecture()))

    replaced = prepare(replace_source(video, methodist, films.text()))

    assert (replaced.state, replaced.build, replaced.width) == (VideoState.REFUSED, video.build, 640)
