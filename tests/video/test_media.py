"""Films leave the house only by signed addresses, whole or in ranges, and nothing else leaves by them."""

import os
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import md5

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from tests.fakes.bucket import Bucket
from tests.video.factories import VideoFactory
from tests.video.talking import ask

from nastavnik.core import clock
from nastavnik.video.asgi import media as media_module
from nastavnik.video.asgi.media import media
from nastavnik.video.asgi.ranges import Unsatisfiable, chosen_range
from nastavnik.video.selectors.media import LIVES_HOURS, signature, signed_media
from nastavnik.video.services import store

FILM = bytes(range(256)) * 10
NOW = datetime(2026, 11, 24, 12, 34, 56, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of a published build `film2345/build2345`."""
    settings.MEDIA_ROOT = tmp_path / "media"
    path = settings.MEDIA_ROOT / "film2345" / "build2345"
    path.mkdir(parents=True)
    (path / "v240.m4s").write_bytes(FILM)
    (path / "master.m3u8").write_text("#EXTM3U\n")
    return path


@pytest.fixture
def base(folder):
    return base_at(NOW)


def base_at(now) -> str:
    return signed_media(VideoFactory.build(token="film2345", build="build2345", school=None), now).base_url


def get(address, headers=None, method="GET"):
    return ask(media, method, address, headers)


def test_get_sends_the_file_with_its_type_and_lets_caches_keep_it(base):
    reply = get(f"{base}v240.m4s")

    assert (reply.status, reply.body) == (200, FILM)
    assert reply.headers["content-type"] == "video/mp4"
    assert reply.headers["accept-ranges"] == "bytes"
    left = LIVES_HOURS * 3600 - (34 * 60 + 56)
    assert reply.headers["cache-control"] == f"public, max-age={left}, immutable"
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("strip.vtt", "text/vtt; charset=utf-8"),
        ("poster-640.webp", "image/webp"),
        ("film.mp4", "video/mp4"),
    ],
)
def test_get_names_the_type_of_each_kind(base, folder, name, kind):
    (folder / name).write_bytes(b"x")

    assert get(f"{base}{name}").headers["content-type"] == kind


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, 2560),
        ("bytes=-10", 2550, 2560),
        ("bytes=2559-2559", 2559, 2560),
        ("bytes=2000-99999", 2000, 2560),
        ("bytes=-99999", 0, 2560),
    ],
)
def test_get_of_a_range_sends_it_alone(base, asked, begin, end):
    reply = get(f"{base}v240.m4s", {"Range": asked})

    assert (reply.status, reply.body) == (206, FILM[begin:end])
    assert reply.headers["content-range"] == f"bytes {begin}-{end - 1}/2560"
    assert reply.headers["content-length"] == str(end - begin)


@pytest.mark.parametrize("asked", ["bytes=2560-", "bytes=9999-10000", "bytes=-0"])
def test_get_of_a_range_behind_the_end_tells_the_size(base, asked):
    reply = get(f"{base}v240.m4s", {"Range": asked})

    assert (reply.status, reply.headers["content-range"]) == (416, "bytes */2560")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes 0-1"])
def test_chosen_range_of_what_is_not_read_is_the_whole(asked):
    assert chosen_range(asked, 100) is None


def test_chosen_range_of_an_empty_file_cannot_be_satisfied():
    with pytest.raises(Unsatisfiable):
        chosen_range("bytes=0-", 0)


def test_head_tells_and_sends_nothing(base):
    whole, part = get(f"{base}v240.m4s", method="HEAD"), get(f"{base}v240.m4s", {"Range": "bytes=0-9"}, "HEAD")

    assert (whole.status, whole.headers["content-length"], whole.body) == (200, "2560", b"")
    assert (part.status, part.headers["content-length"], part.body) == (206, "10", b"")


def test_get_of_what_is_known_sends_nothing(base):
    etag = get(f"{base}v240.m4s").headers["etag"]

    reply = get(f"{base}v240.m4s", {"If-None-Match": f'"other", {etag}'})

    assert (reply.status, reply.body) == (304, b"")
    assert get(f"{base}v240.m4s", {"If-None-Match": '"other"'}).status == 200


def test_range_of_a_file_that_has_changed_sends_the_whole(base):
    etag = get(f"{base}v240.m4s").headers["etag"]

    assert get(f"{base}v240.m4s", {"Range": "bytes=0-9", "If-Range": etag}).status == 206
    assert get(f"{base}v240.m4s", {"Range": "bytes=0-9", "If-Range": '"older"'}).status == 200


def test_address_past_its_time_is_gone_and_not_before(folder, monkeypatch):
    address = f"{base_at(NOW)}v240.m4s"
    for passed, status in ((timedelta(hours=11), 200), (timedelta(hours=12), 410)):
        monkeypatch.setattr(clock, "now", lambda passed=passed: NOW + passed)
        assert get(address).status == status


def test_address_is_the_same_within_an_hour():
    assert base_at(NOW) == base_at(NOW.replace(minute=0, second=0)) == base_at(NOW.replace(minute=59))
    assert base_at(NOW) != base_at(NOW + timedelta(hours=1))


def test_signature_of_something_else_opens_nothing(base, folder):
    prefix, signed, token, build, _end = base.rsplit("/", 4)
    expires, _, good = signed.partition("-")
    other = signature(int(expires), "film9999/build2345")
    bad = [
        f"{prefix}/{expires}-{'A' * 22}/{token}/{build}/v240.m4s",
        f"{prefix}/{expires}-{other}/{token}/{build}/v240.m4s",
        f"{prefix}/{int(expires) + 3600}-{good}/{token}/{build}/v240.m4s",
        f"{prefix}/{signed}/{token}/other/v240.m4s",
        f"{prefix}/{signed}/other/{build}/v240.m4s",
        f"{prefix}/{expires}-/{token}/{build}/v240.m4s",
    ]

    assert [get(address).status for address in bad] == [403] * len(bad)


@pytest.mark.parametrize(
    "name",
    [
        "../../../secret-key",
        "..%2f..%2fsecret-key",
        "/etc/passwd",
        ".hidden.webp",
        "v240.m4s/",
        "sub/v240.m4s",
        "v240.py",
        "v240",
        "",
        "v240.m4s\0.webp",
        "..",
        "a\\b.webp",
        "٣.webp",
    ],
)
def test_address_that_leads_elsewhere_is_refused(base, name):
    assert get(f"{base}{name}").status == 403


def test_links_are_not_followed(base, folder, tmp_path, settings):
    secret = tmp_path / "secret.webp"
    secret.write_bytes(b"secret")
    (folder / "link.webp").symlink_to(secret)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "v240.m4s").write_bytes(b"secret")
    (settings.MEDIA_ROOT / "film2345" / "linked").symlink_to(outside)
    signed = signed_media(VideoFactory.build(token="film2345", build="linked", school=None), NOW).base_url

    assert get(f"{base}link.webp").status == 404
    assert get(f"{signed}v240.m4s").status == 404


def test_what_is_not_a_file_is_missing(base, folder):
    (folder / "folder.webp").mkdir()
    os.mkfifo(folder / "pipe.webp")

    assert [get(f"{base}{name}").status for name in ("folder.webp", "pipe.webp", "absent.webp")] == [404, 404, 404]


def test_other_methods_are_refused(base):
    assert get(f"{base}v240.m4s", method="POST").status == 405


def test_file_that_became_shorter_breaks_the_connection(base, monkeypatch):
    async def nothing(*_words):
        return b""

    monkeypatch.setattr(media_module, "_read", nothing)

    with pytest.raises(OSError, match="shorter"):
        get(f"{base}v240.m4s")


@pytest.mark.parametrize("error", [media_module.errno.EAGAIN, media_module.errno.EOPNOTSUPP])
def test_read_of_what_is_not_in_memory_waits_in_a_thread(base, monkeypatch, error):
    def not_at_once(*_words):
        raise OSError(error, "not at once")

    monkeypatch.setattr(media_module.os, "preadv", not_at_once)

    assert get(f"{base}v240.m4s").body == FILM


def test_read_of_a_broken_disk_is_an_error(base, monkeypatch):
    def broken(*_words):
        raise OSError(media_module.errno.EIO, "broken")

    monkeypatch.setattr(media_module.os, "preadv", broken)

    with pytest.raises(OSError, match="broken"):
        get(f"{base}v240.m4s")


def test_signature_for_nginx_is_what_secure_link_computes(settings):
    settings.MEDIA_SIGNATURE, settings.MEDIA_SECRET = "nginx", "shared"
    digest = md5(b"1795561200/film2345/build2345 shared", usedforsecurity=False).digest()

    assert signature(1795561200, "film2345/build2345") == urlsafe_b64encode(digest).decode().rstrip("=")


def test_signatures_differ_by_secret(settings):
    settings.MEDIA_SECRET = "one"
    one = signature(1, "a/b")
    settings.MEDIA_SECRET = "two"

    assert one != signature(1, "a/b")


@pytest.fixture
def bucket(settings):
    stores = {**settings.STORAGES, "default": {"BACKEND": "tests.video.test_media.SignedBucket"}}
    Bucket.contents = {}
    media_module.list_from_bucket.cache_clear()
    with override_settings(STORAGES=stores):
        yield default_storage
    Bucket.contents = {}


class SignedBucket(Bucket):
    def url(self, name):
        return f"https://bucket.example/{name}?signed"

    def _open(self, name, mode="rb"):
        if name not in self.contents:
            raise FileNotFoundError(name)
        return super()._open(name, mode)


def test_bucket_gives_playlists_here_and_the_rest_by_its_own_address(bucket):
    bucket.save("film2345/build2345/master.m3u8", ContentFile(b"#EXTM3U"))
    base = base_at(NOW)

    here, there = get(f"{base}master.m3u8"), get(f"{base}v240.m4s")

    assert not store.is_folder()
    assert (here.status, here.body) == (200, b"#EXTM3U")
    assert get(f"{base}master.m3u8", method="HEAD").body == b""
    assert there.status == 302
    assert there.headers["location"] == "https://bucket.example/film2345/build2345/v240.m4s?signed"
    assert there.headers["cache-control"].startswith("private, max-age=")


def test_bucket_without_the_playlist_answers_missing(bucket):
    assert get(f"{base_at(NOW)}absent.m3u8").status == 404
