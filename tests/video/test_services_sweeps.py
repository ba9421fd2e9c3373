from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.fakes.bucket import Bucket
from tests.video import films
from tests.video.factories import UploadFactory, VideoFactory

from nastavnik.core import clock
from nastavnik.video import services, tasks
from nastavnik.video.enums import RefusalCode, VideoState
from nastavnik.video.models import RetiredBuild, Upload, Video
from nastavnik.video.services import processing, store, sweeps

NOW = timezone.now()
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def queued():
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.filter(status=TaskResultStatus.READY)]


@pytest.mark.parametrize("state", [VideoState.QUEUED, VideoState.CHECKING, VideoState.PREPARING, VideoState.PLAYABLE])
def test_requeue_takes_a_film_in_work_without_a_task(school, state):
    video = VideoFactory(school=school, state=state, build="build2345", created_at=NOW - AN_HOUR)

    assert sweeps.requeue_stuck_videos(now=NOW) == 1

    assert queued() == [video.pk]


@pytest.mark.parametrize(
    "words",
    [
        {"state": VideoState.FAILED},
        {"state": VideoState.REFUSED, "refusal": RefusalCode.EMPTY},
        {"ready": True},
        {"removed_at": NOW},
        {"created_at": NOW},
        {"progressed_at": NOW},
    ],
    ids="-".join,
)
def test_requeue_leaves_films_that_wait_for_nothing(school, words):
    VideoFactory(school=school, **{"created_at": NOW - AN_HOUR} | words)

    assert sweeps.requeue_stuck_videos(now=NOW) == 0


@pytest.mark.parametrize("task", [tasks.open_video, tasks.prepare_video])
@pytest.mark.parametrize("status", [TaskResultStatus.READY, TaskResultStatus.RUNNING])
def test_requeue_leaves_films_that_have_a_task(school, status, task):
    video = VideoFactory(school=school, created_at=NOW - AN_HOUR)
    task.enqueue(video.pk)
    DBTaskResult.objects.update(status=status)

    assert sweeps.requeue_stuck_videos(now=NOW) == 0


def test_requeue_of_a_film_that_takes_its_workers_with_it_gives_it_up(school):
    video = VideoFactory(school=school, created_at=NOW - AN_HOUR, failures=2)

    assert sweeps.requeue_stuck_videos(now=NOW) == 0

    video.refresh_from_db()
    assert (video.state, video.failures, queued()) == (VideoState.FAILED, 3, [])


def test_requeue_of_a_film_that_was_removed_meanwhile_does_nothing(school, monkeypatch):
    video = VideoFactory(school=school, created_at=NOW - AN_HOUR)

    def remove():
        Video.objects.update(removed_at=NOW)
        return set()

    monkeypatch.setattr(sweeps, "_ids_with_a_task", remove)

    assert sweeps.requeue_stuck_videos(now=NOW) == 0
    video.refresh_from_db()
    assert (video.failures, queued()) == (0, [])


def publish(video, build):
    folder = store.work_dir(video.token) / "made"
    folder.mkdir(parents=True)
    (folder / "master.m3u8").write_text("#EXTM3U")
    store.publish_build(video.token, build, folder)


def test_delete_retired_builds_waits_a_day(school):
    video = VideoFactory(school=school, ready=True, build="new")
    for build in ("old", "fresh", "new"):
        publish(video, build)
    RetiredBuild.objects.create(video_token=video.token, build="old", retired_at=NOW - A_DAY - AN_HOUR)
    RetiredBuild.objects.create(video_token=video.token, build="fresh", retired_at=NOW - AN_HOUR)

    assert sweeps.delete_retired_builds(now=NOW) == 1

    assert store.builds_of(video.token) == ["fresh", "new"]


def test_delete_retired_builds_never_takes_the_one_that_is_shown(school):
    video = VideoFactory(school=school, ready=True, build="new")
    publish(video, "new")
    RetiredBuild.objects.create(video_token=video.token, build="new", retired_at=NOW - 2 * A_DAY)

    sweeps.delete_retired_builds(now=NOW)

    assert store.builds_of(video.token) == ["new"]
    assert not RetiredBuild.objects.exists()


def test_delete_removed_videos_deletes_all_that_was_theirs(school):
    video = VideoFactory(school=school, ready=True, removed_at=NOW - timedelta(days=31))
    kept = VideoFactory(school=school, ready=True, removed_at=NOW - timedelta(days=29))
    publish(video, "build2345")
    original = store.data_path(f"originals/{video.token}/film.mp4")
    original.parent.mkdir(parents=True)
    original.write_bytes(b"film")
    RetiredBuild.objects.create(video_token=video.token, build="old", retired_at=NOW)

    assert sweeps.delete_removed_videos(now=NOW) == 1

    assert list(Video.objects.all()) == [kept]
    assert not RetiredBuild.objects.exists()
    assert not original.parent.exists()
    assert not (store.media_root() / video.token).exists()
    assert not store.work_dir(video.token).exists()


def test_delete_expired_uploads_takes_their_bytes(school):
    expired = UploadFactory(school=school, expires_at=NOW - AN_HOUR)
    UploadFactory(school=school, expires_at=NOW - AN_HOUR, finished_at=NOW - A_DAY)
    UploadFactory(school=school, expires_at=NOW + AN_HOUR)
    store.upload_path(expired.token).parent.mkdir(parents=True)
    store.upload_path(expired.token).write_bytes(b"half")

    assert sweeps.delete_expired_uploads(now=NOW) == 1

    assert Upload.objects.count() == 2
    assert not store.upload_path(expired.token).exists()


def test_clear_old_work_keeps_what_a_retry_needs(school):
    old = VideoFactory(school=school, state=VideoState.FAILED, progressed_at=NOW - timedelta(days=15))
    new = VideoFactory(school=school, state=VideoState.FAILED, progressed_at=NOW - A_DAY)
    for video in (old, new):
        store.work_dir(video.token).mkdir(parents=True)

    sweeps.clear_old_work(now=NOW)

    assert not store.work_dir(old.token).exists()
    assert store.work_dir(new.token).exists()


def test_clear_old_work_deletes_replaced_originals(school):
    video = VideoFactory(school=school, ready=True, source_path="")
    video.source_path = f"originals/{video.token}/new.mp4"
    video.save()
    folder = store.data_path(f"originals/{video.token}")
    folder.mkdir(parents=True)
    for name in ("old.mp4", "new.mp4"):
        (folder / name).write_bytes(b"film")

    assert sweeps.clear_old_work(now=NOW) == 1

    assert [path.name for path in folder.iterdir()] == ["new.mp4"]


def test_sweep_does_all_of_it(school):
    UploadFactory(school=school, expires_at=NOW - AN_HOUR)
    VideoFactory(school=school, removed_at=NOW - timedelta(days=31))

    sweeps.sweep(now=NOW)

    assert not Upload.objects.exists()
    assert not Video.objects.exists()


@pytest.fixture
def bucket(settings):
    Bucket.contents.clear()
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.fakes.bucket.Bucket"}}
    assert not isinstance(default_storage, FileSystemStorage)
    return Bucket.contents


def test_film_is_published_to_a_bucket_and_its_source_follows(school, methodist, tmp_path, bucket):
    path = tmp_path / "film.mp4"
    path.write_bytes(films.lecture().read_bytes())
    video = services.accept_file(actor=methodist, path=path, school=school, now=NOW)

    processing.prepare(video_id=video.pk, clock=clock.now)

    video.refresh_from_db()
    folder = f"{video.token}/{video.build}/"
    assert {name.removeprefix(folder) for name in bucket if name.startswith(folder)} >= {
        *("master.m3u8", "v360.m3u8", "v360.m4s", "poster-640.webp", "strip.vtt"),
    }
    first = f"{video.token}/{RetiredBuild.objects.get().build}/"
    names = [name.removeprefix(first) for name in bucket if name.startswith(first)]
    assert names.index("master.m3u8") == 4
    assert set(names[5:]) == {"poster-1280.webp", "poster-640.webp", "poster-320.webp"}
    assert bucket[video.source_path] == films.lecture().read_bytes()
    assert not store.data_path(video.source_path).exists()


def test_source_comes_back_from_the_bucket_when_it_is_needed(bucket):
    bucket["originals/token/film.mp4"] = b"film"

    path = store.local_source("token", "originals/token/film.mp4")

    assert path.read_bytes() == b"film"
    assert store.local_source("token", "originals/token/film.mp4") == path


def test_source_that_is_nowhere_is_missing(bucket):
    for name in ("originals/token/film.mp4", "uploads/token"):
        with pytest.raises(FileNotFoundError):
            store.local_source("token", name)


def test_archive_of_what_is_in_the_bucket_already_only_frees_the_disk(bucket):
    path = store.data_path("originals/token/film.mp4")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"film")
    bucket["originals/token/film.mp4"] = b"film"

    store.archive_original("originals/token/film.mp4")
    store.archive_original("originals/token/film.mp4")

    assert not path.exists()
    assert list(bucket) == ["originals/token/film.mp4"]


def test_delete_all_empties_the_bucket(bucket):
    for name in ("token/build/master.m3u8", "token/build/v240.m4s", "originals/token/film.mp4"):
        bucket[name] = b"film"

    store.delete_all("token")

    assert bucket == {}


def test_delete_originals_leaves_the_one_in_use(bucket):
    bucket["originals/token/old.mp4"] = bucket["originals/token/new.mp4"] = b"film"

    store.delete_originals("token", keep="originals/token/new.mp4")

    assert list(bucket) == ["originals/token/new.mp4"]


def test_add_to_build_in_a_bucket_leaves_what_is_there(bucket, tmp_path):
    bucket["token/build/poster-640.webp"] = b"shown"
    (tmp_path / "poster-640.webp").write_bytes(b"new")

    store.add_to_build("token", "build", tmp_path)

    assert bucket["token/build/poster-640.webp"] == b"shown"


def test_add_to_build_takes_files_alone(bucket, tmp_path):
    (tmp_path / "page-1-640.webp").symlink_to("/etc/hostname")
    (tmp_path / "folder").mkdir()

    store.add_to_build("token", "build", tmp_path)

    assert bucket == {}


def test_publish_to_another_disk_copies_and_then_renames(tmp_path, monkeypatch):
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "master.m3u8").write_text("#EXTM3U")
    original, tried = type(folder).rename, []

    def rename(self, target):
        tried.append(self.name)
        if self.name == "made":
            raise OSError("Invalid cross-device link")
        return original(self, target)

    monkeypatch.setattr(type(folder), "rename", rename)

    store.publish_build("token", "build", folder)

    assert tried == ["made", "part-build"]
    assert (store.media_root() / "token" / "build" / "master.m3u8").exists()
    assert not folder.exists()


def test_link_leaves_a_target_that_is_there(tmp_path):
    (tmp_path / "new").write_text("new")
    (tmp_path / "shown").write_text("shown")

    store.link(tmp_path / "new", tmp_path / "shown")

    assert (tmp_path / "shown").read_text() == "shown"


def test_take_source_after_a_crash_in_the_middle_is_done(tmp_path):
    store.data_path("uploads").mkdir()
    store.upload_path("token").write_bytes(b"film")

    for _ in range(2):
        store.take_source("uploads/token", "originals/film/token.mp4")

    assert store.data_path("originals/film/token.mp4").read_bytes() == b"film"


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.MP4", ".mp4"), ("a.тхт", ""), ("a", ""), ("a.verylong", ""), ("a.m p", "")]
)
def test_original_name_keeps_only_a_plain_ending(name, suffix):
    assert store.original_name("film", "uploads/token", name) == f"originals/film/token{suffix}"


def test_builds_of_an_unknown_film_are_none():
    assert store.builds_of("unknown") == []


def test_whole_recording_is_kept_when_another_file_is_the_source(school):
    folder = store.data_path("originals/film2345")
    folder.mkdir(parents=True)
    for name in ("recording.mp4", "trimmed.mp4", "old.mp4"):
        (folder / name).write_bytes(b"film")

    store.delete_originals("film2345", keep="originals/film2345/trimmed.mp4")

    assert sorted(path.name for path in folder.iterdir()) == ["recording.mp4", "trimmed.mp4"]


def test_whole_recording_goes_to_the_bucket_with_the_source(bucket):
    folder = store.data_path("originals/film2345")
    folder.mkdir(parents=True)
    for name in ("recording.mp4", "trimmed.mp4"):
        (folder / name).write_bytes(name.encode())

    store.archive_original("originals/film2345/trimmed.mp4")

    assert list(folder.iterdir()) == []
    fetched = store.local_source("film2345", "originals/film2345/recording.mp4")
    assert fetched.read_bytes() == b"recording.mp4"
    assert store.local_source("film2345", "originals/film2345/trimmed.mp4").read_bytes() == b"trimmed.mp4"


def test_build_comes_from_the_bucket_when_it_is_needed(bucket):
    bucket["film2345/build2345/live-main.m3u8"] = b"list"
    bucket["film2345/build2345/main-000001.m4s"] = b"piece"

    folder = store.local_build("film2345", "build2345")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "live-main.m3u8": b"list",
        "main-000001.m4s": b"piece",
    }

    bucket["film2345/build2345/main-000001.m4s"] = b"another"
    assert (store.local_build("film2345", "build2345") / "main-000001.m4s").read_bytes() == b"piece"
    with pytest.raises(FileNotFoundError):
        store.local_build("film2345", "absent")


def test_recording_is_found_in_the_bucket(bucket):
    assert store.find_recording("film2345") == ""

    bucket["originals/film2345/cut.mp4"] = b"part"
    bucket["originals/film2345/recording.mp4"] = b"film"

    assert store.find_recording("film2345") == "originals/film2345/recording.mp4"
