"""Serving films: signed addresses, byte ranges, no database.

An address is `<prefix><expires>-<signature>/<video token>/<build>/<file>` (`selectors.media`). Its signature is the
right to watch; files of a build never change, so caches may keep them as long as the address lives: all but the playlists
of a broadcast on air (`live_lists`). When films are
kept in a bucket, playlists are read from there (the names in them are relative to our address) and everything else
is a redirect to an address that the bucket signed.
"""

import asyncio
import errno
import os
import re
import stat
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from nastavnik.core import clock
from nastavnik.video.asgi import live_lists
from nastavnik.video.asgi.ranges import Unsatisfiable, chosen_range
from nastavnik.video.asgi.talk import ALWAYS, Scope, Send, answer, encoded, headers_of
from nastavnik.video.selectors.media import is_signed
from nastavnik.video.services import store

PIECE_BYTES = 256 * 2**10
TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/mp4",
    "mp4": "video/mp4",
    # as catalogues of podcasts name it
    "m4a": "audio/x-m4a",
    "vtt": "text/vtt; charset=utf-8",
    "webp": "image/webp",
}
# Small, and naming their neighbours: always answered by ourselves.
LISTS = frozenset({"m3u8", "vtt"})
# Words without dots and slashes: nothing can lead out of the folder of films.
ADDRESS = re.compile(
    r"(\d{10})-([\w-]{22})/([a-z0-9]{1,22}/[a-z0-9]{1,22})/([a-z0-9][a-z0-9-]{0,60})\.([a-z0-9]{2,4})",
    re.ASCII,
)
# The bucket's own signature lives for six hours (core.storage).
REDIRECT_SECONDS = 3600
MOST_LISTS = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """A film's file that the address names rightly, until when."""

    folder: str
    name: str
    kind: str
    expires_at: int

    @property
    def cache_control(self) -> str:
        """Return how long others may keep the file: never longer than the address lives."""
        left = max(0, self.expires_at - int(clock.now().timestamp()))
        return f"public, max-age={left}, immutable"


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """The address is answered with `status`."""

    status: HTTPStatus


async def media(scope: Scope, _receive: object, send: Send) -> None:
    """Answer a request for a file of a film."""
    is_head = scope["method"] == "HEAD"
    try:
        asked = _asked(scope["method"], scope["path"].removeprefix(settings.MEDIA_URL_PREFIX))
        if live_lists.NAME.fullmatch(asked.name):
            await _send_live_list(asked, scope, send, is_head=is_head)
        elif store.is_folder():
            await _send_file(asked, headers_of(scope), send, is_head=is_head)
        else:
            await _send_from_bucket(asked, send, is_head=is_head)
    except Refused as refused:
        await answer(send, refused.status, {"Cache-Control": "no-store"}, refused.status.phrase, is_head=is_head)


def _asked(method: str, path: str) -> Asked:
    """Read the address; a wrong signature is 403, one that was right but is too old 410."""
    if method not in {"GET", "HEAD"}:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    match = ADDRESS.fullmatch(path)
    if match is None:
        raise Refused(HTTPStatus.FORBIDDEN)
    expires, signature, folder, stem, kind = match.groups()
    if kind not in TYPES or not is_signed(signature, int(expires), folder):
        raise Refused(HTTPStatus.FORBIDDEN)
    if clock.now().timestamp() >= int(expires):
        raise Refused(HTTPStatus.GONE)
    return Asked(folder, f"{stem}.{kind}", kind, int(expires))


async def _send_file(asked: Asked, headers: dict[str, str], send: Send, *, is_head: bool) -> None:
    descriptor = _opened(store.media_root(), asked)
    try:
        await _send_open_file(descriptor, asked, headers, send, is_head=is_head)
    finally:
        os.close(descriptor)


def _opened(root: Path, asked: Asked) -> int:
    """Return a descriptor of the file. No link is followed below `root`: each folder is opened inside the one above."""
    above = os.open(root, os.O_PATH | os.O_DIRECTORY)
    try:
        for folder in asked.folder.split("/"):
            inside = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
            os.close(above)
            above = inside
        return os.open(asked.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=above)
    except OSError as error:
        raise Refused(HTTPStatus.NOT_FOUND) from error
    finally:
        os.close(above)


async def _send_open_file(descriptor: int, asked: Asked, headers: dict[str, str], send: Send, *, is_head: bool) -> None:
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        raise Refused(HTTPStatus.NOT_FOUND)
    etag = f'"{about.st_size:x}-{about.st_mtime_ns:x}"'
    fixed = {"ETag": etag, "Cache-Control": asked.cache_control, "Accept-Ranges": "bytes"}
    if etag in headers.get("if-none-match", ""):
        await answer(send, HTTPStatus.NOT_MODIFIED, fixed, is_head=True)
        return
    wanted = headers.get("range", "") if headers.get("if-range", etag) == etag else ""
    try:
        part = chosen_range(wanted, about.st_size)
    except Unsatisfiable:
        await answer(send, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{about.st_size}"})
        return
    begin, end = part or (0, about.st_size)
    status = HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK
    more = {"Content-Range": f"bytes {begin}-{end - 1}/{about.st_size}"} if part else {}
    start = encoded({**fixed, **more, "Content-Type": TYPES[asked.kind], "Content-Length": end - begin})
    await send({"type": "http.response.start", "status": int(status), "headers": [*start, *ALWAYS]})
    await _send_bytes(descriptor, begin, begin if is_head else end, send)


async def _send_bytes(descriptor: int, begin: int, end: int, send: Send) -> None:
    while begin < end:
        piece = await _read(descriptor, min(PIECE_BYTES, end - begin), begin)
        if not piece:  # the file became shorter: the connection must break, or the rest would be taken for whole
            raise OSError(errno.EIO, "a published file became shorter")
        begin += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _read(descriptor: int, size: int, offset: int) -> bytes:
    """Read at once what the memory holds; for what lies on the disk, wait in a thread."""
    buffer = bytearray(size)
    try:
        size = os.preadv(descriptor, [buffer], offset, os.RWF_NOWAIT)
    except OSError as error:
        if error.errno not in {errno.EAGAIN, errno.EOPNOTSUPP}:
            raise
        return await asyncio.get_running_loop().run_in_executor(None, partial(os.pread, descriptor, size, offset))
    return bytes(memoryview(buffer)[:size])


async def _send_live_list(asked: Asked, scope: Scope, send: Send, *, is_head: bool) -> None:
    wanted = live_lists.wanted_of(scope)
    delta = replace(asked, name=live_lists.delta_name(asked.name))
    kept = await _live_list(delta, wanted.number) if wanted.is_delta else None
    kept = kept or await _live_list(asked, wanted.number)
    if kept is None:
        raise Refused(HTTPStatus.NOT_FOUND)
    await live_lists.send_live_list(kept, headers_of(scope), send, is_head=is_head)


async def _live_list(asked: Asked, number: int) -> live_lists.LiveList | None:
    is_folder = store.is_folder()
    read = partial(_read_file if is_folder else _read_from_bucket, asked)
    fresh_seconds = live_lists.FRESH_SECONDS if is_folder else live_lists.FRESH_FROM_BUCKET_SECONDS
    try:
        return await live_lists.LISTS.get_with(f"{asked.folder}/{asked.name}", read, fresh_seconds, number)
    except (Refused, OSError):
        return None


async def _read_file(asked: Asked) -> bytes:
    descriptor = _opened(store.media_root(), asked)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


async def _read_from_bucket(asked: Asked) -> bytes:
    # never the list that is remembered for ever below: this one changes
    read = partial(list_from_bucket.__wrapped__, f"{asked.folder}/{asked.name}")
    return await asyncio.get_running_loop().run_in_executor(None, read)


async def _send_from_bucket(asked: Asked, send: Send, *, is_head: bool) -> None:
    name = f"{asked.folder}/{asked.name}"
    loop = asyncio.get_running_loop()
    if asked.kind not in LISTS:
        address = await loop.run_in_executor(None, partial(default_storage.url, name))
        private = {"Location": address, "Cache-Control": f"private, max-age={REDIRECT_SECONDS}"}
        await answer(send, HTTPStatus.FOUND, private, is_head=is_head)
        return
    try:
        body = await loop.run_in_executor(None, partial(list_from_bucket, name))
    except FileNotFoundError as error:
        raise Refused(HTTPStatus.NOT_FOUND) from error
    start = encoded(
        {"Content-Type": TYPES[asked.kind], "Content-Length": len(body), "Cache-Control": asked.cache_control}
    )
    await send({"type": "http.response.start", "status": int(HTTPStatus.OK), "headers": [*start, *ALWAYS]})
    await send({"type": "http.response.body", "body": b"" if is_head else body})


@lru_cache(maxsize=MOST_LISTS)
def list_from_bucket(name: str) -> bytes:
    """Return a playlist; a published one never changes."""
    with default_storage.open(name) as file:
        body: bytes = file.read()
    return body
