"""Playlists of a broadcast on air: always new, read once for many, packed once, shortened for whoever knows the rest."""

import asyncio
import gzip
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from tests.fakes.bucket import Bucket
from tests.video.factories import VideoFactory
from tests.video.talking import ask, asking

from nastavnik.core import clock
from nastavnik.video.asgi import live_lists
from nastavnik.video.asgi import media as media_module
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


@pytest.fixture
def _growing_soon(monkeypatch):
    monkeypatch.setattr(live_lists, "FRESH_SECONDS", 0.01)


def playlist(pieces, *, skipped=0, is_over=False):
    head = b"#EXTM3U\n" + (b"#EXT-X-SKIP:SKIPPED-SEGMENTS=%d\n" % skipped if skipped else b"")
    lines = b"".join(b"#EXTINF:1.00000,\np1-%d.m4s\n" % number for number in range(skipped, pieces))
    return head + lines + (b"#EXT-X-ENDLIST\n" if is_over else b"")


async def asked_together(folder, queries, change):
    """Ask with each query, change the folder while all wait, return the replies."""
    film = VideoFactory.build(token="film2345", build="build2345", school=None)
    address = f"{signed_media(film, NOW).base_url}live-main.m3u8"
    waiting = [asyncio.ensure_future(asking(media, "GET", f"{address}?{query}", {}, [b""])) for query in queries]
    await asyncio.sleep(0.1)
    assert not any(task.done() for task in waiting)
    change()
    return await asyncio.gather(*waiting)


@pytest.mark.usefixtures("_growing_soon")
def test_players_who_wait_for_a_piece_are_answered_together_when_it_is_there(folder, monkeypatch):
    (folder / "live-main.m3u8").write_bytes(playlist(5))
    (folder / "live-main-delta.m3u8").write_bytes(playlist(5, skipped=2))
    read = []
    read_file = media_module._read_file

    async def counted(asked):
        read.append(asked.name)
        return await read_file(asked)

    monkeypatch.setattr(media_module, "_read_file", counted)

    def grow():
        (folder / "live-main.m3u8").write_bytes(playlist(6))
        (folder / "live-main-delta.m3u8").write_bytes(playlist(6, skipped=2))

    replies = asyncio.run(asked_together(folder, ["_HLS_msn=5"] * 20 + ["_HLS_msn=5&_HLS_skip=YES"], grow))

    assert {reply.body for reply in replies[:-1]} == {playlist(6)}
    assert replies[-1].body == playlist(6, skipped=2)
    assert len(read) < 60  # by twenty who each look for themselves it would be hundreds


@pytest.mark.usefixtures("_growing_soon")
def test_player_who_waits_for_a_piece_is_answered_when_the_broadcast_ends(folder):
    (folder / "live-main.m3u8").write_bytes(playlist(5))

    replies = asyncio.run(
        asked_together(
            folder, ["_HLS_msn=5"], lambda: (folder / "live-main.m3u8").write_bytes(playlist(5, is_over=True))
        )
    )

    assert replies[0].body == playlist(5, is_over=True)


@pytest.mark.usefixtures("_growing_soon")
def test_player_who_waits_is_told_when_the_list_is_taken_away(folder):
    (folder / "live-main.m3u8").write_bytes(playlist(5))

    replies = asyncio.run(asked_together(folder, ["_HLS_msn=5"], (folder / "live-main.m3u8").unlink))

    assert replies[0].status == 404


@pytest.mark.usefixtures("_growing_soon")
def test_player_is_told_what_there_is_when_the_piece_does_not_come(folder, monkeypatch):
    monkeypatch.setattr(live_lists, "WAIT_SECONDS", 0.05)
    (folder / "live-main.m3u8").write_bytes(playlist(5))

    assert get("live-main.m3u8?_HLS_msn=5").body == playlist(5)


@pytest.mark.parametrize("number", ["4", "0", "-7", "x", "1" * 30, "", "%00"])
def test_piece_that_is_there_or_is_no_number_is_not_waited_for(folder, monkeypatch, number):
    monkeypatch.setattr(live_lists, "WAIT_SECONDS", 3600.0)
    (folder / "live-main.m3u8").write_bytes(playlist(5))

    assert get(f"live-main.m3u8?_HLS_msn={number}").body == playlist(5)
