"""Playlists that grow while a broadcast is on air: `live-*.m3u8`, asked for by every viewer every second or two.

Each is read once for all who ask within a tenth of a second, and packed once for as long as it stays the same. What a
player knows already it leaves out by `?_HLS_skip=YES` (RFC 8216bis, 6.2.5.1), which is the file beside it, `-delta`. A
player that says which piece it waits for (`?_HLS_msn=17`, 6.2.5.2) is answered when that piece is there: one watcher of
the list wakes all who wait for it.
"""

import asyncio
import contextlib
import gzip
import hashlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from nastavnik.video.asgi.talk import ALWAYS, Scope, Send, answer, encoded

NAME = re.compile(r"live-[a-z0-9-]+\.m3u8", re.ASCII)
TYPE = "application/vnd.apple.mpegurl"
# A second is the shortest piece: what is a tenth of one old delays nobody, and a disk is asked ten times a second at most.
FRESH_SECONDS = 0.1
# A bucket is farther away than a disk.
FRESH_FROM_BUCKET_SECONDS = 0.5
# A browser asks each time whether there is something new; what stands between may answer all who come within a second.
CACHE_CONTROL = "public, max-age=0, s-maxage=1"
MOST_LISTS = 64
# Who waits for a piece that does not come is told what there is, before a player takes us for dead (hls.js: ten seconds).
WAIT_SECONDS = 6.0
NUMBER = re.compile(r"\d{1,7}", re.ASCII)
PIECE = b"#EXTINF:"
SKIPPED = re.compile(rb"#EXT-X-SKIP:SKIPPED-SEGMENTS=(\d+)")
END = b"#EXT-X-ENDLIST"
# A long list packs to a tenth at the lowest level too, in a quarter of the time.
PACK_LEVEL = 1
SMALL_BYTES = 1024


@dataclass(slots=True)
class LiveList:
    """A playlist as it is now."""

    body: bytes
    fresh_until: float = 0.0
    etag: str = ""
    # the number of its newest piece, from 0; -1 without any
    newest: int = -1
    is_over: bool = False
    _packed: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        # weak, because plain and packed it is the same list in other bytes
        self.etag = f'W/"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'
        skipped = SKIPPED.search(self.body)
        self.newest = self.body.count(PIECE) - 1 + (int(skipped[1]) if skipped else 0)
        self.is_over = END in self.body

    def has(self, number: int) -> bool:
        """Tell whether waiting for the piece `number` is over: it is there, or none will come."""
        return self.is_over or self.newest >= number

    @property
    def packed(self) -> bytes:
        """Return it packed, done when the first viewer asks for it."""
        self._packed = self._packed or gzip.compress(self.body, compresslevel=PACK_LEVEL, mtime=0)
        return self._packed


class LiveLists:
    """The playlists on air that this process has read, bounded."""

    def __init__(self) -> None:
        self._kept: dict[str, LiveList] = {}
        self._coming: dict[str, asyncio.Future[LiveList]] = {}
        self._watched: dict[str, asyncio.Task[None]] = {}

    async def get(self, name: str, read: Callable[[], Awaitable[bytes]], fresh_seconds: float) -> LiveList:
        """Return the list; when it is too old, one of those who ask reads it for all. Raises as `read`."""
        kept = self._kept.get(name)
        if kept is not None and kept.fresh_until > time.monotonic():
            return kept
        coming = self._coming.get(name)
        if coming is None:
            coming = self._coming[name] = asyncio.ensure_future(self._renew(name, read, fresh_seconds))
        return await asyncio.shield(coming)

    async def _renew(self, name: str, read: Callable[[], Awaitable[bytes]], fresh_seconds: float) -> LiveList:
        try:
            body = await read()
        finally:
            del self._coming[name]
        kept = self._kept.pop(name, None)
        if kept is None or kept.body != body:
            kept = LiveList(body)
        kept.fresh_until = time.monotonic() + fresh_seconds
        self._kept[name] = kept
        if len(self._kept) > MOST_LISTS:
            self._kept.pop(next(iter(self._kept)))
        return kept

    async def get_with(
        self, name: str, read: Callable[[], Awaitable[bytes]], fresh_seconds: float, number: int
    ) -> LiveList:
        """Return the list once it has the piece `number`; after `WAIT_SECONDS` as it is. Raises as `read`."""
        kept = await self.get(name, read, fresh_seconds)
        until = time.monotonic() + WAIT_SECONDS
        while not kept.has(number) and (left := until - time.monotonic()) > 0:
            await asyncio.wait({self._next_change(name, read, fresh_seconds)}, timeout=left)
            kept = await self.get(name, read, fresh_seconds)
        return kept

    def _next_change(self, name: str, read: Callable[[], Awaitable[bytes]], fresh_seconds: float) -> asyncio.Task[None]:
        """Return what ends with the next change of the list: one looks at it every so often, however many wait."""
        watching = self._watched.get(name)
        if watching is None:
            watching = self._watched[name] = asyncio.ensure_future(self._watch(name, read, fresh_seconds))
        return watching

    async def _watch(self, name: str, read: Callable[[], Awaitable[bytes]], fresh_seconds: float) -> None:
        known = self._kept.get(name)
        until = time.monotonic() + WAIT_SECONDS
        try:
            while time.monotonic() < until:
                await asyncio.sleep(fresh_seconds)
                with contextlib.suppress(Exception):  # whoever waits asks again, and hears of it
                    if await self.get(name, read, fresh_seconds) is not known:
                        return
        finally:
            del self._watched[name]

    def clear(self) -> None:
        """Forget everything (for tests)."""
        self._kept.clear()


LISTS = LiveLists()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a player says of the list that it asks for."""

    # it knows the beginning already
    is_delta: bool
    # the piece that it waits for, -1 for none
    number: int


def wanted_of(scope: Scope) -> Wanted:
    """Read what the player says; what is no number is not waited for."""
    words = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    number = NUMBER.fullmatch(words.get("_HLS_msn", [""])[0])
    return Wanted(
        is_delta=words.get("_HLS_skip") in (["YES"], ["v2"]), number=int(number[0]) if number is not None else -1
    )


def delta_name(name: str) -> str:
    """Return the file without the beginning of the list `name`."""
    return f"{name.removesuffix('.m3u8')}-delta.m3u8"


async def send_live_list(kept: LiveList, headers: dict[str, str], send: Send, *, is_head: bool) -> None:
    """Send the list, packed where it is worth it; to whom has it already, only that."""
    fixed = {"ETag": kept.etag, "Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}
    if kept.etag in headers.get("if-none-match", ""):
        await answer(send, HTTPStatus.NOT_MODIFIED, fixed, is_head=True)
        return
    is_packed = len(kept.body) > SMALL_BYTES and "gzip" in headers.get("accept-encoding", "")
    body = kept.packed if is_packed else kept.body
    more = {"Content-Encoding": "gzip"} if is_packed else {}
    start = encoded({**fixed, **more, "Content-Type": TYPE, "Content-Length": len(body)})
    await send({"type": "http.response.start", "status": int(HTTPStatus.OK), "headers": [*start, *ALWAYS]})
    await send({"type": "http.response.body", "body": b"" if is_head else body})
