"""tus 1.0: what arrives is kept whatever happens, and only its owner may send it."""

from datetime import timedelta

import pytest
from django.conf import settings as school_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import OperationalError
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.video.factories import UploadFactory, VideoFactory
from tests.video.talking import AtOnce, ask

from nastavnik.people.models import RoleAssignment
from nastavnik.people.selectors import sessions
from nastavnik.video.asgi import body as body_module
from nastavnik.video.asgi import tus as tus_module
from nastavnik.video.asgi.tus import PREFIX, tus
from nastavnik.video.models import Upload, Video
from nastavnik.video.services import arrivals, store

FILM = b"0123456789" * 100
BODY = {"Content-Type": "application/offset+octet-stream"}


@pytest.fixture(autouse=True)
def _here_and_now(monkeypatch):
    """Let the work of threads be done in the test's own transaction."""
    monkeypatch.setattr(tus_module, "WRITERS", AtOnce())


def cookie_of(user) -> str:
    session = sessions.SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{school_settings.SESSION_COOKIE_NAME}={session.session_key}"


@pytest.fixture
def upload(methodist, school):
    return UploadFactory(owner=methodist, school=school, length=len(FILM))


@pytest.fixture
def talk(methodist):
    """Say something about an upload as the methodist who owns it."""
    cookie = cookie_of(methodist)

    def say(method, upload, headers=None, pieces=(b"",), **how):
        said = {"Tus-Resumable": "1.0.0", "Cookie": cookie, **(headers or {})}
        return ask(tus, method, f"{PREFIX}{upload.token}", said, pieces, **how)

    return say


def patch(talk, upload, offset, *pieces, headers=None, **how):
    said = {**BODY, "Upload-Offset": str(offset), "Content-Length": str(sum(map(len, pieces))), **(headers or {})}
    return talk("PATCH", upload, said, pieces, **how)


def offset_of(talk, upload) -> str:
    return talk("HEAD", upload).headers["upload-offset"]


def test_patch_in_pieces_makes_a_film_of_the_whole(talk, upload):
    first = patch(talk, upload, 0, FILM[:300], FILM[300:600])
    second = patch(talk, upload, 600, FILM[600:])

    assert (first.status, first.headers["upload-offset"]) == (204, "600")
    assert (second.status, second.headers["upload-offset"]) == (204, "1000")
    assert first.headers["tus-resumable"] == "1.0.0"
    assert "GMT" in first.headers["upload-expires"]
    video = Video.objects.get()
    upload.refresh_from_db()
    assert upload.video == video
    assert store.data_path(video.source_path).read_bytes() == FILM


def test_patch_cut_in_the_middle_keeps_what_came_and_goes_on(talk, upload):
    cut = patch(talk, upload, 0, FILM[:450], headers={"Content-Length": "1000"}, is_cut=True)

    assert cut.headers["upload-offset"] == "450"
    assert offset_of(talk, upload) == "450"
    assert patch(talk, upload, 450, FILM[450:]).status == 204
    assert store.data_path(Video.objects.get().source_path).read_bytes() == FILM


def test_patch_that_falls_silent_ends_and_frees_the_place(talk, upload, monkeypatch):
    monkeypatch.setattr(body_module, "SILENCE_SECONDS", 0.05)
    monkeypatch.setattr(body_module, "LINGER_SECONDS", 0.05)

    assert patch(talk, upload, 0, FILM[:10], is_silent=True).headers["upload-offset"] == "10"
    assert patch(talk, upload, 10, FILM[10:]).status == 204


def test_patch_is_made_sure_of_as_it_grows(talk, upload, monkeypatch):
    synced = []
    monkeypatch.setattr(body_module, "BATCH_BYTES", 100)
    monkeypatch.setattr(tus_module, "SYNC_BYTES", 300)
    monkeypatch.setattr(tus_module.os, "fdatasync", synced.append)

    patch(talk, upload, 0, *(FILM[begin : begin + 100] for begin in range(0, 1000, 100)))

    assert len(synced) == 4  # at 300, 600 and 900 bytes, and before the answer


@pytest.mark.parametrize("offset", ["5", "999"])
def test_patch_at_a_wrong_offset_is_refused_and_changes_nothing(talk, upload, offset):
    patch(talk, upload, 0, FILM[:100])

    assert patch(talk, upload, offset, b"x").status == 409
    assert offset_of(talk, upload) == "100"


@pytest.mark.parametrize("offset", ["", "-1", "1.5", "x", "\xb2"])
def test_patch_with_an_odd_offset_is_refused(talk, upload, offset):
    assert talk("PATCH", upload, {**BODY, "Content-Length": "1", "Upload-Offset": offset}, (b"x",)).status == 400


def test_patch_while_another_writes_is_locked_out(talk, upload):
    patch(talk, upload, 0, FILM[:100])
    descriptor = arrivals.open_to_append(upload.token)
    try:
        assert patch(talk, upload, 100, b"x").status == 423
    finally:
        tus_module.os.close(descriptor)
    assert patch(talk, upload, 100, FILM[100:]).status == 204


def test_patch_of_more_than_announced_is_refused_before_and_while_it_comes(talk, upload):
    announced = patch(talk, upload, 0, FILM, b"x")
    unannounced = patch(talk, upload, 0, FILM, b"x", headers={"Content-Length": "0"})

    assert (announced.status, unannounced.status) == (413, 413)
    assert offset_of(talk, upload) == "0"


def test_patch_of_another_type_is_refused(talk, upload):
    assert patch(talk, upload, 0, b"x", headers={"Content-Type": "text/plain"}).status == 415


def test_patch_after_the_end_is_refused(talk, upload):
    patch(talk, upload, 0, FILM)

    assert patch(talk, upload, 1000).status == 409
    assert offset_of(talk, upload) == "1000"


def test_head_accepts_what_arrived_while_the_database_was_busy(talk, upload, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(arrivals, "accept_upload", fails_with(OperationalError("database is locked")))
        assert patch(talk, upload, 0, FILM).status == 503
    assert not Video.objects.exists()

    assert offset_of(talk, upload) == "1000"
    assert Video.objects.exists()


def fails_with(error):
    def fail(**_words):
        raise error

    return fail


def test_accept_after_the_role_was_withdrawn_is_refused(talk, upload, methodist):
    RoleAssignment.objects.filter(user=methodist).delete()

    assert patch(talk, upload, 0, FILM).status == 403
    assert not Video.objects.exists()


def test_replacing_upload_gives_the_film_its_new_source(talk, methodist, school):
    video = VideoFactory(school=school, ready=True)
    upload = UploadFactory(owner=methodist, school=school, length=len(FILM), replaces=video)

    patch(talk, upload, 0, FILM)

    video.refresh_from_db()
    assert video.source_bytes == len(FILM)
    assert Video.objects.count() == 1


def test_head_tells_what_has_arrived(talk, upload):
    reply = talk("HEAD", upload)

    assert (reply.status, reply.headers["upload-offset"], reply.headers["upload-length"]) == (200, "0", "1000")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.body == b""


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_upload_of_another_person_does_not_exist(talk, school, method):
    strange = UploadFactory(school=school, owner=UserFactory())

    assert talk(method, strange, {**BODY, "Upload-Offset": "0"}).status == 404


@pytest.mark.parametrize("cookie", ["", "sessionid=nothing", "sessionid", "a=b; ;;=", "bad cookie\\"])
def test_upload_without_a_session_asks_to_sign_in(upload, cookie):
    reply = ask(tus, "HEAD", f"{PREFIX}{upload.token}", {"Tus-Resumable": "1.0.0", "Cookie": cookie})

    assert reply.status == 401


def test_upload_of_a_person_switched_off_asks_to_sign_in(talk, upload, methodist):
    methodist.is_active = False
    methodist.save(update_fields=["is_active"])

    assert talk("HEAD", upload).status == 401


def test_upload_from_another_site_is_refused(talk, upload):
    assert talk("PATCH", upload, {**BODY, "Upload-Offset": "0", "Sec-Fetch-Site": "cross-site"}).status == 403


def test_upload_past_its_time_is_gone(talk, upload):
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert talk("HEAD", upload).status == 410


def test_delete_gives_the_upload_up_with_its_bytes(talk, upload):
    patch(talk, upload, 0, FILM[:10])

    assert talk("DELETE", upload).status == 204
    assert talk("HEAD", upload).status == 404
    assert not store.upload_path(upload.token).exists()


def test_unknown_addresses_words_and_versions_are_refused(talk, upload):
    assert ask(tus, "GET", f"{PREFIX}{upload.token}", {"Tus-Resumable": "1.0.0"}).status == 405
    assert ask(tus, "HEAD", f"{PREFIX}{upload.token}", {"Tus-Resumable": "0.2.2"}).status == 412
    assert talk("HEAD", Upload(token="../../etc")).status == 404
    assert talk("HEAD", Upload(token="")).status == 404


def test_options_tell_what_the_server_speaks():
    reply = ask(tus, "OPTIONS", PREFIX)

    assert reply.status == 204
    assert reply.headers["tus-version"] == "1.0.0"
    assert set(reply.headers["tus-extension"].split(",")) == {"creation", "expiration", "termination"}
    assert "content-length" not in reply.headers


def test_append_writes_all_however_little_the_system_takes(monkeypatch, tmp_path):
    taken = []
    monkeypatch.setattr(arrivals.os, "write", lambda _fd, view: taken.append(bytes(view[:3])) or min(3, len(view)))

    arrivals.append(0, [b"12345", b"67"])

    assert b"".join(taken) == b"1234567"
