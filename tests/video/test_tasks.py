from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.video import films
from tests.video.factories import UploadFactory, VideoFactory

from nastavnik.video import services, tasks
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Upload, Video

NOW = timezone.now()


@pytest.fixture
def accept(school, methodist, tmp_path):
    def do(film):
        path = tmp_path / film.name
        path.write_bytes(film.read_bytes())
        return services.accept_file(actor=methodist, path=path, school=school, now=NOW)

    return do


def waiting(task):
    rows = DBTaskResult.objects.filter(task_path=task.module_path)
    return [row.args_kwargs["args"][0] for row in rows]


def test_open_video_of_a_film_that_can_be_copied_shows_it_and_leaves_the_rest(accept):
    video = accept(films.lecture())

    tasks.open_video.func(video.pk)

    video.refresh_from_db()
    assert (video.state, video.has_poster, video.is_playable) == (VideoState.PLAYABLE, True, True)
    assert waiting(tasks.prepare_video) == [video.pk]


def test_open_video_of_a_film_that_must_be_encoded_leaves_it_to_the_worker_of_films(accept):
    video = accept(films.old_camera())

    tasks.open_video.func(video.pk)

    video.refresh_from_db()
    assert (video.state, video.is_playable) == (VideoState.PREPARING, False)
    assert waiting(tasks.prepare_video) == [video.pk]


def test_open_video_of_what_is_no_film_leaves_nothing(accept):
    video = accept(films.text())

    tasks.open_video.func(video.pk)

    video.refresh_from_db()
    assert video.state == VideoState.REFUSED
    assert waiting(tasks.prepare_video) == []


def test_open_video_twice_leaves_nothing_the_second_time_when_it_was_removed(accept, methodist):
    video = accept(films.lecture())
    services.remove_video(actor=methodist, video_id=video.pk, now=NOW)

    tasks.open_video.func(video.pk)

    assert waiting(tasks.prepare_video) == []


@pytest.mark.parametrize("film", [films.silent, films.old_camera], ids=["copied", "encoded"])
def test_prepare_video_takes_the_film_through_whether_it_was_opened_or_not(accept, film):
    opened, other = accept(film()), accept(film())

    tasks.open_video.func(opened.pk)
    for video in (opened, other):
        tasks.prepare_video.func(video.pk)

    assert set(Video.objects.values_list("state", flat=True)) == {VideoState.READY}


def test_open_video_goes_before_letters(accept):
    accept(films.lecture())

    row = DBTaskResult.objects.get()
    assert (row.task_path, row.queue_name, row.priority) == (tasks.open_video.module_path, "default", 10)


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
