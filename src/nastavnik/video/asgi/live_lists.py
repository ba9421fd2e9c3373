"""Playlists that grow while a broadcast is on air: `live-*.m3u8`, asked for by every viewer every second or two.

Each is read once for all who ask within a tenth of a second, and packed once for as long as it stays the same. What a
player knows already it leaves out by `?_HLS_skip=YES` (RFC 8216bis, 6.2.5.1), which is the file beside it, `-delta`.
"""

import asyncio
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
# A long list packs to a tenth at the lowest level too, in a quarter of the time.
PACK_LEVEL = 1
SMALL_BYTES = 1024


@dataclass(slots=True)
class LiveList:
    """A playlist as it is now."""

    body: bytes
    fresh_until: float = 0.0
    etag: str = ""
    _packed: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        # weak, because plain and packed it is the same list in other bytes
        self.etag = f'W/"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'

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

    def clear(self) -> None:
        """Forget everything (for tests)."""
        self._kept.clear()


LISTS = LiveLists()


def wants_delta(scope: Scope) -> bool:
    """Tell whether the player knows the beginning of the list already."""
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_HLS_skip") in (["YES"], ["v2"])


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
