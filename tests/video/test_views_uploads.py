"""Bringing films by pages: the beginning of a resumable upload, its end, the plain form."""

from base64 import b64encode
from collections import namedtuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.programme.factories import LessonFactory
from tests.video.factories import UploadFactory, VideoFactory

from nastavnik.people.models import RoleAssignment
from nastavnik.video.models import Upload, Video
from nastavnik.video.services import store
from nastavnik.video.views import uploads as views

FILM = b"film" * 1000
Disk = namedtuple("Disk", "free")


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture(autouse=True)
def _roomy_disk(monkeypatch):
    monkeypatch.setattr("nastavnik.video.services.uploads.shutil.disk_usage", lambda _path: Disk(free=10**12))


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def announce(client, length="4000", **said):
    pairs = ",".join(f"{word} {b64encode(text.encode()).decode()}" for word, text in said.items())
    headers = {"Upload-Length": length, "Upload-Metadata": pairs, "Tus-Resumable": "1.0.0", "Accept": "text/plain"}
    return client.post(reverse("video:begin_upload"), headers=headers)


def test_page_of_uploads_offers_lessons_and_a_form(desk, lesson):
    page = desk.get(reverse("video:new"), {"lesson": lesson.uid}).content.decode()

    assert f'<option value="{lesson.uid}" selected>' in page
    assert 'enctype="multipart/form-data"' in page
    assert f'data-begin="{reverse("video:begin_upload")}"' in page


def test_begin_answers_with_the_address_for_the_pieces(desk, lesson, methodist):
    response = announce(desk, name="занятие.mp4", lesson=lesson.uid, replaces="")

    upload = Upload.objects.get()
    assert (response.status_code, response.headers["Location"]) == (201, f"/uploads/{upload.token}")
    assert (response.headers["Tus-Resumable"], response.headers["Upload-Expires"][-3:]) == ("1.0.0", "GMT")
    assert (upload.owner, upload.lesson, upload.name, upload.length) == (methodist, lesson, "занятие.mp4", 4000)


def test_begin_for_a_film_replaces_its_file(desk, lesson):
    film = VideoFactory(lesson=lesson, ready=True)

    announce(desk, name="лучше.mp4", replaces=film.token)

    assert Upload.objects.get().replaces == film


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ("", {"name": "a.mp4"}),
        ("-1", {"name": "a.mp4"}),
        ("много", {"name": "a.mp4"}),
        ("5", {}),
        ("5", {"name": "a.mp4", "lesson": "nosuch"}),
        ("5", {"name": "a.mp4", "replaces": "../x"}),
    ],
)
def test_begin_announced_wrongly_is_refused(desk, length, said):
    assert announce(desk, length, **said).status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("metadata", ["name", "name ###", "name /w==", ",,,", "name YQ==,lesson /w=="])
def test_begin_with_broken_words_breaks_nothing(desk, metadata):
    headers = {"Upload-Length": "5", "Upload-Metadata": metadata}

    assert desk.post(reverse("video:begin_upload"), headers=headers).status_code in {201, 400}


def test_begin_of_too_much_says_why(desk, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    too_large = announce(desk, "1001", name="a.mp4")
    settings.UPLOAD_QUOTA_BYTES = 500
    no_room = announce(desk, "501", name="a.mp4")

    assert (too_large.status_code, no_room.status_code) == (413, 507)
    assert too_large.content.decode().startswith("Файл")
    assert too_large.headers["Content-Type"].startswith("text/plain")
    assert not Upload.objects.exists()


def test_begin_without_the_token_of_the_form_is_refused(methodist, school):
    client = Client(enforce_csrf_checks=True)
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert announce(client, name="a.mp4").status_code == 403
    assert client.post(reverse("video:new"), {"file": SimpleUploadedFile("a.mp4", FILM)}).status_code == 403
    assert not Upload.objects.exists()


def test_arrived_leads_to_the_film(desk, methodist, school):
    upload = UploadFactory(owner=methodist, school=school, length=len(FILM))
    path = store.upload_path(upload.token)
    path.parent.mkdir(parents=True)
    path.write_bytes(FILM)

    response = desk.get(reverse("video:uploaded", args=[upload.token]))

    assert response.headers["Location"] == reverse("video:film", args=[Video.objects.get().token])


def test_arrived_in_part_goes_back_to_the_page_of_uploads(desk, methodist, school):
    upload = UploadFactory(owner=methodist, school=school, length=len(FILM))

    response = desk.get(reverse("video:uploaded", args=[upload.token]), follow=True)

    assert response.redirect_chain[-1][0] == reverse("video:new")
    assert "не целиком" in response.content.decode()


def test_plain_form_brings_a_film(desk, lesson):
    sent = {"lesson": lesson.uid, "file": SimpleUploadedFile("занятие.mp4", FILM)}

    response = desk.post(reverse("video:new"), sent)

    film = Video.objects.get()
    assert response.headers["Location"] == reverse("video:film", args=[film.token])
    assert (film.lesson, film.source_name, film.source_bytes) == (lesson, "занятие.mp4", len(FILM))
    assert store.data_path(film.source_path).read_bytes() == FILM


def test_plain_form_replaces_the_file_of_a_film(desk, lesson):
    film = VideoFactory(lesson=lesson, ready=True)

    desk.post(reverse("video:replace", args=[film.token]), {"file": SimpleUploadedFile("b.mp4", FILM)})

    film.refresh_from_db()
    assert film.source_name == "b.mp4"
    assert desk.get(reverse("video:replace", args=[film.token])).status_code == 200


def test_plain_form_without_a_file_and_without_room_says_so(desk, settings):
    assert "field--wrong" in desk.post(reverse("video:new"), {}).content.decode()

    settings.UPLOAD_QUOTA_BYTES = 1
    page = desk.post(reverse("video:new"), {"file": SimpleUploadedFile("a.mp4", FILM)}).content.decode()
    assert "места" in page
    assert not Video.objects.exists()


def test_plain_form_of_a_film_too_large_is_refused_before_it_is_read(desk, monkeypatch):
    monkeypatch.setattr(views, "PLAIN_MOST_BYTES", 100)

    response = desk.post(reverse("video:new"), {"file": SimpleUploadedFile("a.mp4", FILM)})

    assert response.status_code == 413
    assert not Upload.objects.exists()


def test_uploads_are_closed_to_who_lost_the_role(desk, methodist):
    RoleAssignment.objects.filter(user=methodist).delete()

    assert desk.get(reverse("video:new")).status_code == 403
    assert announce(desk, name="a.mp4").status_code == 403
