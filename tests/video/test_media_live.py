"""Playlists of a broadcast on air: always new, read once for many, packed once, shortened for whoever knows the rest."""

import asyncio
import gzip
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from tests.fakes.bucket import Bucket
from tests.video.factories import VideoFactory
from tests.video.talking import ask

from nastavnik.core import clock
from nastavnik.video.asgi import live_lists
from nastavnik.video.asgi.media import media
from nastavnik.video.selectors.media import signed_media

NOW = datetime(2026, 11, 24, 12, 34, 56, tzinfo=UTC)
LONG = b"#EXTM3U\n" + b"#EXTINF:1.00000,\np1-7.m4s\n" * 100


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(live_lists, "FRESH_SECONDS", 0.0)
    live_lists.LISTS.clear()


@pytest.fixture
def folder(settings):
    path = settings.MEDIA_ROOT / "film2345" / "build2345"
    path.mkdir(parents=True)
    (path / "live-main.m3u8").write_bytes(LONG)
    return path


def get(name, headers=None, method="GET"):
    film = VideoFactory.build(token="film2345", build="build2345", school=None)
    return ask(media, method, f"{signed_media(film, NOW).base_url}{name}", headers)


def test_list_on_air_is_asked_for_each_time_and_kept_for_a_second_in_between(folder):
    reply = get("live-main.m3u8")

    assert (reply.status, reply.body) == (200, LONG)
    assert reply.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert reply.headers["cache-control"] == "public, max-age=0, s-maxage=1"
    assert reply.headers["vary"] == "Accept-Encoding"
    assert reply.headers["content-length"] == str(len(LONG))


def test_list_on_air_changes_with_the_file(folder):
    before = get("live-main.m3u8")
    (folder / "live-main.m3u8").write_bytes(LONG + b"more")

    after = get("live-main.m3u8")

    assert after.body == LONG + b"more"
    assert before.headers["etag"] != after.headers["etag"]


def test_list_on_air_that_the_browser_has_is_not_sent_again(folder):
    etag = get("live-main.m3u8").headers["etag"]

    reply = get("live-main.m3u8", {"If-None-Match": etag})

    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["etag"] == etag


def test_list_on_air_is_packed_once_for_all_who_can_unpack(folder, monkeypatch):
    packed = []
    compress = gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *args, **words: packed.append(1) or compress(*args, **words))

    replies = [get("live-main.m3u8", {"Accept-Encoding": "gzip, br"}) for _viewer in range(3)]

    assert [gzip.decompress(reply.body) for reply in replies] == [LONG] * 3
    assert {reply.headers["content-encoding"] for reply in replies} == {"gzip"}
    assert packed == [1]


def test_short_list_on_air_is_sent_as_it_is(folder):
    (folder / "live-master.m3u8").write_bytes(b"#EXTM3U\n")

    assert "content-encoding" not in get("live-master.m3u8", {"Accept-Encoding": "gzip"}).headers


def test_head_of_a_list_on_air_tells_and_sends_nothing(folder):
    reply = get("live-main.m3u8", method="HEAD")

    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"", str(len(LONG)))


def test_list_on_air_leaves_out_what_the_player_knows(folder):
    (folder / "live-main-delta.m3u8").write_bytes(b"#EXT-X-SKIP")

    assert get("live-main.m3u8?_HLS_skip=YES").body == b"#EXT-X-SKIP"
    assert get("live-main.m3u8?_HLS_skip=NO").body == LONG
    assert get("live-main.m3u8").body == LONG


def test_list_on_air_without_a_short_form_is_sent_whole(folder):
    assert get("live-main.m3u8?_HLS_skip=YES").body == LONG


def test_list_that_is_not_there_yet_is_missing(folder):
    assert get("live-low.m3u8").status == 404
    assert get("live-low.m3u8?_HLS_skip=YES").status == 404


def test_list_on_air_needs_the_signature(folder):
    assert ask(media, "GET", f"/m/1795561200-{'x' * 22}/film2345/build2345/live-main.m3u8").status == 403


def test_list_on_air_is_read_again_only_when_it_is_too_old(folder, monkeypatch):
    monkeypatch.setattr(live_lists, "FRESH_SECONDS", 60.0)
    get("live-main.m3u8")
    (folder / "live-main.m3u8").write_bytes(b"new")

    assert get("live-main.m3u8").body == LONG


def test_list_on_air_is_read_once_for_those_who_ask_together():
    read = []

    async def slowly():
        read.append(1)
        await asyncio.sleep(0.01)
        return LONG

    async def ask_together():
        lists = live_lists.LiveLists()
        return await asyncio.gather(*(lists.get("a", slowly, 0.0) for _viewer in range(5)))

    kept = asyncio.run(ask_together())

    assert {id(one) for one in kept} == {id(kept[0])}
    assert read == [1]


def test_lists_that_nobody_asks_for_are_forgotten():
    reads = []

    async def ask_for_many():
        lists = live_lists.LiveLists()

        async def read():
            reads.append(1)
            return b"list"

        for number in range(live_lists.MOST_LISTS + 1):
            await lists.get(str(number), read, 60.0)
        await lists.get("0", read, 60.0)

    asyncio.run(ask_for_many())

    assert len(reads) == live_lists.MOST_LISTS + 2


def test_list_on_air_from_a_bucket_is_never_remembered(settings, monkeypatch):
    monkeypatch.setattr(live_lists, "FRESH_FROM_BUCKET_SECONDS", 0.0)
    Bucket.contents = {}
    with override_settings(
        STORAGES={**settings.STORAGES, "default": {"BACKEND": "tests.video.test_media.SignedBucket"}}
    ):
        Bucket.contents["film2345/build2345/live-main.m3u8"] = ContentFile(b"one").read()
        assert get("live-main.m3u8").body == b"one"
        Bucket.contents["film2345/build2345/live-main.m3u8"] = b"two"
        assert get("live-main.m3u8").body == b"two"
        assert get("live-low.m3u8").status == 404
