"""Bringing films: a place for the pieces, a file as a whole; and what the form of a film changes."""

import os

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.programme.factories import LessonFactory
from tests.video.factories import UploadFactory, VideoFactory

from nastavnik.core.models import JournalEntry
from nastavnik.programme.models import Lesson
from nastavnik.video import services
from nastavnik.video.enums import Access
from nastavnik.video.models import Upload, Video
from nastavnik.video.services import arrivals, store

NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "занятие.mp4"
    path.write_bytes(b"film")
    return path


def begin(actor, school, **words):
    return services.begin(actor=actor, school=school, name="занятие.mp4", length=4, now=NOW, **words)


def test_begin_makes_an_empty_place(methodist, school, lesson):
    upload = begin(methodist, school, lesson_id=lesson.pk)

    assert upload.lesson == lesson
    assert arrivals.arrived_bytes(upload) == 0
    assert store.upload_path(upload.token).exists()
    assert not Video.objects.exists()


def test_begin_of_nothing_is_a_film_at_once(methodist, school):
    upload = services.begin(actor=methodist, school=school, name="пусто.mp4", length=0, now=NOW)

    assert Upload.objects.get(pk=upload.pk).video == Video.objects.get()


def test_begin_for_things_of_another_school_is_refused(methodist, school):
    with pytest.raises(Lesson.DoesNotExist):
        begin(methodist, school, lesson_id=LessonFactory().pk)
    with pytest.raises(Video.DoesNotExist):
        begin(methodist, school, replaces_token=VideoFactory().token)
    assert not Upload.objects.exists()


def test_arrived_bytes_are_the_file_or_all_of_a_finished_one(methodist, school):
    absent = UploadFactory(school=school, owner=methodist, length=10)
    finished = UploadFactory(school=school, owner=methodist, length=10, finished_at=NOW)

    assert (arrivals.arrived_bytes(absent), arrivals.arrived_bytes(finished)) == (0, 10)


def test_open_to_append_lets_one_in(methodist, school):
    upload = begin(methodist, school)
    first = arrivals.open_to_append(upload.token)

    with pytest.raises(arrivals.Busy):
        arrivals.open_to_append(upload.token)
    os.close(first)
    os.close(arrivals.open_to_append(upload.token))


def test_finish_waits_for_the_last_byte_and_can_be_repeated(methodist, school):
    upload = begin(methodist, school)
    path = store.upload_path(upload.token)
    path.write_bytes(b"fil")

    assert services.finish(actor=methodist, upload=upload, now=NOW) is None
    path.write_bytes(b"film")
    video = services.finish(actor=methodist, upload=upload, now=NOW)
    assert services.finish(actor=methodist, upload=upload, now=NOW) == video


def test_bring_whole_links_the_file(methodist, school, lesson, file):
    words = {"actor": methodist, "school": school, "path": file, "name": "занятие.mp4", "now": NOW}

    video = services.bring_whole(**words, lesson_id=lesson.pk)

    assert (video.lesson, video.source_name) == (lesson, "занятие.mp4")
    assert store.data_path(video.source_path).samefile(file)


def test_bring_whole_of_nothing_and_in_place_of_another(methodist, school, tmp_path, file):
    empty = tmp_path / "empty.mp4"
    empty.touch()
    words = {"actor": methodist, "school": school, "name": "x.mp4", "now": NOW}

    video = services.bring_whole(**words, path=empty)
    again = services.bring_whole(**words, path=file, replaces_token=video.token)

    assert again == video
    assert again.source_bytes == 4


def test_change_video_changes_what_differs(methodist, school, lesson):
    video = VideoFactory(school=school, ready=True, title="Было")
    words = {"actor": methodist, "video_id": video.pk, "now": NOW}

    services.change_video(**words, title="Стало", access=Access.LINK, lesson_id=lesson.pk)

    video.refresh_from_db()
    assert (video.title, video.access, video.lesson) == ("Стало", Access.LINK, lesson)
    entries = JournalEntry.objects.count()
    services.change_video(**words, title="Стало", access=Access.LINK, lesson_id=lesson.pk)
    assert JournalEntry.objects.count() == entries

    services.change_video(**words, title="Стало", access=Access.LINK, lesson_id=None)
    video.refresh_from_db()
    assert video.lesson is None


def test_change_video_to_a_lesson_of_another_school_changes_nothing(methodist, school):
    video = VideoFactory(school=school, title="Было")

    with pytest.raises(PermissionDenied):
        services.change_video(
            actor=methodist,
            video_id=video.pk,
            title="Стало",
            access=Access.OPEN,
            lesson_id=LessonFactory().pk,
            now=NOW,
        )
    video.refresh_from_db()
    assert video.title == "Было"
