"""What a browser sends with a request: small forms are read before a thread is taken, large ones while it works."""

import asyncio
import io
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from nastavnik.config.talk import Message, Receive

SMALL_BYTES = 64 * 2**10
# A form up to here lies on the disk before a thread is taken, so that slow or malicious senders hold none.
SPOOLED_BYTES = 64 * 2**20
IN_MEMORY_BYTES = 2**20
# Whoever sends nothing for so long has gone, even if the connection has not noticed.
SILENCE_SECONDS = 30.0


class ClientGone(OSError):
    """The browser broke off in the middle; Django makes `UnreadablePostError` of it."""


class BodyTooLarge(Exception):
    """More came than was announced, or than may be sent without announcing it."""


async def read_whole(receive: Receive, most_bytes: int) -> BinaryIO:
    """Read a body to its end, beyond `IN_MEMORY_BYTES` onto the disk. Raises `ClientGone`, `BodyTooLarge`."""
    body = cast("BinaryIO", SpooledTemporaryFile(max_size=IN_MEMORY_BYTES))  # noqa: SIM115 -- closed with the request
    try:
        await _fill(body, receive, most_bytes)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _fill(body: BinaryIO, receive: Receive, most_bytes: int) -> None:
    length = 0
    has_more = True
    while has_more:
        message = await next_message(receive)
        length += body.write(_part_of(message))
        if length > most_bytes:
            raise BodyTooLarge
        has_more = bool(message.get("more_body"))


async def next_message(receive: Receive) -> Message:
    """Return the next part of a body. Raises `ClientGone` when none comes for `SILENCE_SECONDS`."""
    try:
        return await asyncio.wait_for(receive(), SILENCE_SECONDS)
    except TimeoutError as error:
        raise ClientGone("the browser fell silent") from error


def read_slowly(receive: Receive, loop: asyncio.AbstractEventLoop) -> BinaryIO:
    """Return a file whose reading, in a thread, waits for the parts that arrive in `loop`; nothing is kept."""
    return cast("BinaryIO", io.BufferedReader(_ArrivingBody(receive, loop), buffer_size=SMALL_BYTES))


def _part_of(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise ClientGone("the browser broke off")
    part: bytes = message.get("body", b"")
    return part


class _ArrivingBody(io.RawIOBase):
    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._receive, self._loop = receive, loop
        self._rest = memoryview(b"")
        self._has_more = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # `Buffer` begins with Python 3.12
        while not self._rest and self._has_more:
            message = asyncio.run_coroutine_threadsafe(next_message(self._receive), self._loop).result()
            self._rest = memoryview(_part_of(message))
            self._has_more = bool(message.get("more_body"))
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
