"""A film as one file, made in the background for whoever manages it."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.video import films

from nastavnik.video import services, tasks
from nastavnik.video.enums import TakeawayProblem, TakeawayState
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.models import RetiredBuild, Takeaway, Video
from nastavnik.video.selectors.takeaway import LIVES
from nastavnik.video.services import store, takeaway
from nastavnik.video.services.takeaway import MOST_FAILURES, NoRoom, NoSource

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def brought(film):
    store.data_path("originals").mkdir()
    store.data_path("originals/talk.mp4").write_bytes(films.lecture().read_bytes())
    Video.objects.update(source_path="originals/talk.mp4", duration_seconds=films.SECONDS, source_bytes=1000)
    film.refresh_from_db()
    return film


@pytest.fixture
def asked(brought, methodist, now):
    return services.request_takeaway(actor=methodist, video_id=brought.pk, now=now)


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12, 10**6))


def make(row, now):
    takeaway.make(takeaway_id=row.pk, clock=lambda: now)
    row.refresh_from_db()
    return row


def files_of(film):
    return {
        build: [path.name for path in store.local_build(film.token, build).iterdir()]
        for build in store.builds_of(film.token)
    }


def address(name, film):
    return reverse(f"video:{name}", args=[film.token])


def test_request_enqueues_once_and_is_written_down(brought, asked, methodist, now):
    again = services.request_takeaway(actor=methodist, video_id=brought.pk, now=now)

    assert (again.pk, again.state) == (asked.pk, TakeawayState.WAITING)
    assert DBTaskResult.objects.filter(task_path=tasks.make_takeaway.module_path).count() == 1


def test_request_of_others_is_refused(brought, learner, now):
    with pytest.raises(PermissionDenied):
        services.request_takeaway(actor=learner, video_id=brought.pk, now=now)


def test_request_of_a_film_without_a_file_is_refused(film, methodist, now):
    Video.objects.update(source_path="")

    with pytest.raises(NoSource):
        services.request_takeaway(actor=methodist, video_id=film.pk, now=now)


@pytest.mark.usefixtures("full_disk")
def test_request_without_room_is_refused_and_leaves_nothing(brought, methodist, now):
    with pytest.raises(NoRoom):
        services.request_takeaway(actor=methodist, video_id=brought.pk, now=now)

    assert not Takeaway.objects.exists()


def test_make_publishes_the_file_and_leaves_no_scratch(brought, asked, now):
    row = make(asked, now)

    assert (row.state, row.ended_at) == (TakeawayState.READY, now)
    assert files_of(brought) == {row.folder: ["film.mp4"]}
    assert row.bytes == (store.local_build(brought.token, row.folder) / "film.mp4").stat().st_size
    assert list(store.work_dir(brought.token).iterdir()) == []


def test_make_of_what_is_there_or_gone_does_nothing(brought, asked, now):
    folder = make(asked, now).folder
    takeaway.make(takeaway_id=asked.pk + 1, clock=lambda: now)

    assert make(asked, now).folder == folder


def test_make_that_another_run_outran_leaves_nothing(brought, asked, now, monkeypatch):
    made = takeaway._make

    def outrun(video, target):
        made(video, target)
        Takeaway.objects.update(state=TakeawayState.READY, folder="theirs")

    monkeypatch.setattr(takeaway, "_make", outrun)

    assert make(asked, now).folder == "theirs"
    assert files_of(brought) == {}


def test_make_of_what_mp4_does_not_take_says_so(brought, asked, now):
    store.data_path("originals/talk.mp4").write_bytes(b"no film at all")

    row = make(asked, now)

    assert (row.state, row.problem) == (TakeawayState.FAILED, TakeawayProblem.FORMAT)


def test_make_on_a_disk_that_is_full_says_so(asked, now, full_disk):
    assert make(asked, now).problem == TakeawayProblem.DISK


def test_make_on_a_disk_that_becomes_full_says_so(asked, now, monkeypatch):
    def fail(*_arguments):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12, 0))
        raise FfmpegFailed("ended", "No space left on device")

    monkeypatch.setattr(takeaway, "_make", fail)

    assert make(asked, now).problem == TakeawayProblem.DISK


def test_request_anew_lets_the_old_file_go_a_day_later(brought, asked, methodist, now):
    old = make(asked, now).folder

    row = services.request_takeaway(actor=methodist, video_id=brought.pk, now=now)

    assert (row.state, row.folder, row.ended_at) == (TakeawayState.WAITING, "", None)
    assert RetiredBuild.objects.get().build == old
    assert make(row, now).folder not in {"", old}


def test_file_that_lost_its_task_is_enqueued_and_the_third_time_given_up(asked, now):
    later = now + timedelta(minutes=5)
    assert takeaway.requeue_stuck(now=later) == 0

    for _ in range(MOST_FAILURES):
        DBTaskResult.objects.all().delete()
        takeaway.requeue_stuck(now=later)

    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (TakeawayState.FAILED, TakeawayProblem.LOST)
    assert not DBTaskResult.objects.exists()


def test_tasks_make_and_look_after(brought, asked, monkeypatch):
    monkeypatch.setattr("nastavnik.core.clock.now", lambda: asked.asked_at)

    tasks.make_takeaway.func(asked.pk)
    tasks.look_after_takeaways.func()

    asked.refresh_from_db()
    assert asked.state == TakeawayState.READY


def test_old_files_are_deleted_with_their_rows(brought, asked, now):
    make(asked, now)

    assert takeaway.delete_old(now=now + LIVES) == 0
    assert takeaway.delete_old(now=now + LIVES + timedelta(minutes=1)) == 1
    assert files_of(brought) == {}
    assert not Takeaway.objects.exists()


def test_failures_are_forgotten_as_well(asked, now):
    Takeaway.objects.update(state=TakeawayState.FAILED, problem=TakeawayProblem.DISK, ended_at=now)

    assert takeaway.delete_old(now=now + 2 * LIVES) == 1


def test_page_of_the_film_offers_makes_and_gives_the_file(desk, brought, now):
    assert "Собрать файл с главами" in desk.get(address("film", brought)).content.decode()

    desk.post(address("make_takeaway", brought))
    waiting = desk.get(address("film", brought)).content.decode()
    row = make(Takeaway.objects.get(), now)
    ready = desk.get(address("takeaway_state", brought)).content.decode()
    fetched = desk.get(address("takeaway", brought))

    assert f'hx-get="{address("takeaway_state", brought)}"' in waiting
    assert "islands/htmx" in waiting
    assert "hx-get" not in ready
    assert address("takeaway", brought) in ready
    assert fetched.status_code == 302
    assert fetched.url.endswith(f"/{brought.token}/{row.folder}/film.mp4")


def test_page_says_why_there_is_no_file(desk, asked, brought):
    Takeaway.objects.update(state=TakeawayState.FAILED, problem=TakeawayProblem.DISK)

    assert "не хватило места" in desk.get(address("film", brought)).content.decode()


def test_file_that_is_not_there_is_missing(desk, brought):
    assert desk.get(address("takeaway", brought)).status_code == 404


def test_page_of_a_removed_film_offers_no_file(desk, brought, now):
    Video.objects.update(removed_at=now)

    assert 'id="takeaway"' not in desk.get(address("film", brought)).content.decode()
