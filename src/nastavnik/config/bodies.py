"""What a browser sends with a request: small forms are read before a thread is taken, large ones while it works."""

import asyncio
import io
from typing import BinaryIO, cast

from nastavnik.config.talk import Message, Receive

SMALL_BYTES = 64 * 2**10


class ClientGone(OSError):
    """The browser broke off in the middle; Django makes `UnreadablePostError` of it."""


class BodyTooLarge(Exception):
    """More came than was announced, or than may be sent without announcing it."""


async def read_whole(receive: Receive, most_bytes: int) -> BinaryIO:
    """Read a small body to its end. Raises `ClientGone`, `BodyTooLarge`."""
    body = bytearray()
    while True:
        message = await receive()
        body += _part_of(message)
        if len(body) > most_bytes:
            raise BodyTooLarge
        if not message.get("more_body"):
            return io.BytesIO(bytes(body))


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
            message = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
            self._rest = memoryview(_part_of(message))
            self._has_more = bool(message.get("more_body"))
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    async def _next(self) -> Message:
        # the server's own `receive` may be awaitable without being a coroutine
        return await self._receive()
