import errno
import os
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import LessonFactory, SchoolFactory
from tests.video.factories import UploadFactory, VideoFactory

from nastavnik.core.journal import history_of
from nastavnik.people.permissions import SYSTEM
from nastavnik.video import services
from nastavnik.video.enums import Access, RefusalCode, StepName, VideoState
from nastavnik.video.models import Upload, Video
from nastavnik.video.services import store, uploads

NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school, title="Профиль наставника")


@pytest.fixture
def upload(school, lesson, methodist):
    return services.begin_upload(actor=methodist, school=school, lesson=lesson, name="a.mp4", length=7, now=NOW)


def arrive(upload, content=b"content"):
    path = store.upload_path(upload.token)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def queued_videos():
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_begin_upload_keeps_the_plain_name_of_the_file(school, methodist):
    upload = services.begin_upload(
        actor=methodist, school=school, name="C:\\Фильмы\\../занятие\x00\n.mp4", length=10, now=NOW
    )

    assert upload.name == "занятие.mp4"
    assert upload.expires_at == NOW + uploads.UPLOAD_LIVES


def test_begin_upload_by_a_learner_is_refused(school, learner):
    with pytest.raises(PermissionDenied):
        services.begin_upload(actor=learner, school=school, name="a.mp4", length=10, now=NOW)


def test_begin_upload_for_a_lesson_of_another_school_is_refused(school, methodist):
    with pytest.raises(PermissionDenied):
        services.begin_upload(actor=methodist, school=school, lesson=LessonFactory(), name="a.mp4", length=10, now=NOW)


def test_begin_upload_that_replaces_a_film_of_another_school_is_refused(school, methodist):
    with pytest.raises(PermissionDenied):
        services.begin_upload(actor=methodist, school=school, replaces=VideoFactory(), name="a.mp4", length=10, now=NOW)


def test_begin_upload_of_too_large_a_file_is_refused(school, methodist, settings):
    settings.UPLOAD_MAX_BYTES = 100

    with pytest.raises(services.FileTooLarge):
        services.begin_upload(actor=methodist, school=school, name="a.mp4", length=101, now=NOW)


def test_begin_upload_over_the_quota_counts_what_is_coming(school, methodist, settings):
    settings.UPLOAD_QUOTA_BYTES = 100
    VideoFactory(school=school, source_bytes=40)
    UploadFactory(school=school, length=40)
    UploadFactory(school=school, length=40, finished_at=NOW)

    services.begin_upload(actor=methodist, school=school, name="a.mp4", length=20, now=NOW)
    with pytest.raises(services.QuotaExceeded):
        services.begin_upload(actor=methodist, school=school, name="a.mp4", length=1, now=NOW)


def test_begin_upload_onto_a_full_disk_is_refused(school, methodist, monkeypatch):
    monkeypatch.setattr(uploads, "DISK_RESERVE_BYTES", 2**60)

    with pytest.raises(services.DiskFull):
        services.begin_upload(actor=methodist, school=school, name="a.mp4", length=1, now=NOW)

    assert not Upload.objects.exists()


def test_accept_upload_makes_a_film_and_a_task(upload, lesson, methodist):
    arrive(upload)

    video = services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)

    upload.refresh_from_db()
    assert (video.title, video.lesson, video.school) == ("Профиль наставника", lesson, lesson.school)
    assert (video.state, video.source_name, video.source_bytes) == (VideoState.QUEUED, "a.mp4", 7)
    assert (upload.video, upload.finished_at) == (video, NOW)
    assert queued_videos() == [video.pk]
    assert [entry.verb for entry in history_of(video)] == ["uploaded"]


def test_accept_upload_twice_makes_one_film(upload, methodist):
    arrive(upload)

    first = services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)
    second = services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)

    assert first == second
    assert len(queued_videos()) == 1


@pytest.mark.parametrize("content", [None, b"half"])
def test_accept_upload_that_has_not_arrived_is_refused(upload, methodist, content):
    if content:
        arrive(upload, content)

    with pytest.raises(services.UploadUnfinished):
        services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)

    assert not Video.objects.exists()


def test_accept_upload_of_somebody_else_is_refused(upload, outsider):
    arrive(upload)

    with pytest.raises(PermissionDenied):
        services.accept_upload(actor=outsider, upload_id=upload.pk, now=NOW)


def test_accept_upload_after_the_role_was_lost_is_refused(school, learner):
    upload = UploadFactory(school=school, owner=learner)

    with pytest.raises(PermissionDenied):
        services.accept_upload(actor=learner, upload_id=upload.pk, now=NOW)


def test_accept_upload_that_replaces_puts_the_film_back_to_the_beginning(school, methodist):
    video = VideoFactory(school=school, ready=True, warning="no_sound", failures=2, attempt=4)
    video.steps.create(name=StepName.CHECK, started_at=NOW, finished_at=NOW)
    upload = services.begin_upload(actor=methodist, school=school, replaces=video, name="b.mov", length=7, now=NOW)
    arrive(upload)

    services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)

    video.refresh_from_db()
    assert (video.state, video.source_name, video.source_path) == (
        VideoState.QUEUED,
        "b.mov",
        f"uploads/{upload.token}",
    )
    assert (video.warning, video.failures, video.attempt) == ("", 0, 5)
    assert video.is_playable
    assert not video.steps.exists()
    assert queued_videos() == [video.pk]
    assert [entry.verb for entry in history_of(video)] == ["replaced"]


def test_accept_upload_that_replaces_a_film_of_a_lost_school_is_refused(methodist, school):
    upload = UploadFactory(school=school, owner=methodist, replaces=VideoFactory(school=SchoolFactory()), length=7)
    arrive(upload)

    with pytest.raises(PermissionDenied):
        services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)


def test_refused_film_gets_another_source(school, methodist):
    video = VideoFactory(school=school, state=VideoState.REFUSED, refusal=RefusalCode.EMPTY)
    upload = services.begin_upload(actor=methodist, school=school, replaces=video, name="b.mp4", length=7, now=NOW)
    arrive(upload)

    accepted = services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)

    assert (accepted.pk, accepted.refusal, accepted.state) == (video.pk, "", VideoState.QUEUED)


def test_accept_file_leaves_the_file_and_makes_a_film(lesson, tmp_path):
    path = tmp_path / "старая запись.avi"
    path.write_bytes(b"film")

    video = services.accept_file(actor=SYSTEM, path=path, lesson=lesson, now=NOW)

    assert path.exists()
    assert store.data_path(video.source_path).read_bytes() == b"film"
    assert (video.title, video.source_name, video.created_by) == ("Профиль наставника", "старая запись.avi", None)
    assert queued_videos() == [video.pk]


def test_accept_file_for_the_shelf_is_called_as_the_file(school, methodist, tmp_path):
    path = tmp_path / "Лекция.mp4"
    path.write_bytes(b"film")

    video = services.accept_file(actor=methodist, path=path, school=school, access=Access.LINK, now=NOW)

    assert (video.title, video.lesson, video.access, video.created_by) == ("Лекция", None, Access.LINK, methodist)


def test_accept_file_from_another_disk_is_copied(school, methodist, tmp_path, monkeypatch):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film")

    def other_disk(*_):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_disk)

    video = services.accept_file(actor=methodist, path=path, school=school, title="Название", now=NOW)

    assert video.title == "Название"
    assert store.data_path(video.source_path).read_bytes() == b"film"


def test_accept_file_for_nowhere_is_an_error(methodist, tmp_path):
    with pytest.raises(ValueError, match="lesson or a school"):
        services.accept_file(actor=methodist, path=tmp_path, now=NOW)


def test_accept_file_that_cannot_be_kept_leaves_no_copy(lesson, methodist, tmp_path, monkeypatch):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film")

    def broken(**_):
        raise IntegrityError

    monkeypatch.setattr(uploads, "_make_video", broken)

    with pytest.raises(IntegrityError):
        services.accept_file(actor=methodist, path=path, lesson=lesson, now=NOW)

    assert list(store.data_path("uploads").iterdir()) == []


def test_cancel_upload_deletes_what_had_arrived(upload, methodist):
    arrive(upload, b"half")

    services.cancel_upload(actor=methodist, upload_id=upload.pk)

    assert not Upload.objects.exists()
    assert not store.upload_path(upload.token).exists()


def test_cancel_upload_that_became_a_film_changes_nothing(upload, methodist):
    arrive(upload)
    services.accept_upload(actor=methodist, upload_id=upload.pk, now=NOW)

    services.cancel_upload(actor=methodist, upload_id=upload.pk)

    assert store.upload_path(upload.token).exists()


def test_cancel_upload_of_somebody_else_is_refused(upload, outsider):
    with pytest.raises(PermissionDenied):
        services.cancel_upload(actor=outsider, upload_id=upload.pk)


def test_upload_that_expires_says_so(upload):
    assert upload.expires_at - upload.created_at == timedelta(days=7)
