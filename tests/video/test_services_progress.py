import pytest
from django.conf import settings as school_settings
from tests.video.factories import VideoFactory

from nastavnik.core import clock
from nastavnik.video.enums import StepName, VideoState
from nastavnik.video.models import Video
from nastavnik.video.services import progress, steps


def work_of(video, **words):
    return progress.Work(
        video_id=video.pk,
        token=video.token,
        attempt=video.attempt,
        source_path=video.source_path,
        clock=clock.now,
        ffmpeg=school_settings.FFMPEG,
        **words,
    )


def test_progress_tells_percent_and_the_time_that_is_left(school, monkeypatch):
    video = VideoFactory(school=school)
    work = work_of(video, done={StepName.CHECK, StepName.FIRST, StepName.POSTER, StepName.LOUDNESS})
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    watch = progress.watch_step(work, StepName.LADDER, 600.0)
    now[0] = 130.0

    watch.on_progress(300.0)

    video.refresh_from_db()
    assert (video.percent, video.seconds_left) == (52, 31)
    assert not watch.should_stop()


def test_progress_at_the_very_beginning_tells_no_time(school):
    video = VideoFactory(school=school)
    watch = progress.watch_step(work_of(video), StepName.LADDER, 0.0)

    watch.on_progress(0.0)

    video.refresh_from_db()
    assert (video.percent, video.seconds_left) == (0, None)


def test_move_that_leads_nowhere_is_not_made(school):
    video = VideoFactory(school=school)

    with pytest.raises(progress.Overtaken):
        progress.move(work_of(video), VideoState.READY)


def test_write_of_a_run_that_was_overtaken_is_refused(school):
    video = VideoFactory(school=school)
    work = work_of(video)
    Video.objects.filter(pk=video.pk).update(attempt=1)

    with pytest.raises(progress.Overtaken):
        progress.write(work, percent=50)


def test_step_is_done_once(school):
    video = VideoFactory(school=school)
    work = work_of(video)
    made = []

    for _ in range(2):
        steps.do_step(work, StepName.POSTER, lambda folder, _watch: (made.append(folder) or {}, "log"))

    assert len(made) == 1
