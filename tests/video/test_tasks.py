from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.video import films
from tests.video.factories import UploadFactory, VideoFactory

from nastavnik.video import services, tasks
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Upload

NOW = timezone.now()


def test_prepare_video_takes_the_film_through(school, methodist, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(films.silent().read_bytes())
    video = services.accept_file(actor=methodist, path=path, school=school, now=NOW)

    tasks.prepare_video.func(video.pk)

    video.refresh_from_db()
    assert video.state == VideoState.READY


def test_prepare_video_waits_in_the_queue_of_films(school):
    video = VideoFactory(school=school)

    tasks.prepare_video.enqueue(video.pk)

    assert DBTaskResult.objects.get().queue_name == "video"


def test_requeue_stuck_videos_finds_them(school):
    VideoFactory(school=school, created_at=NOW - timedelta(hours=1))

    tasks.requeue_stuck_videos.func()

    assert DBTaskResult.objects.count() == 1


def test_sweep_videos_cleans_up(school):
    UploadFactory(school=school, expires_at=NOW - timedelta(hours=1))

    tasks.sweep_videos.func()

    assert not Upload.objects.exists()
