"""The bytes between a publisher and us: opened, shaken hands over, read with back-pressure, ended so that words arrive."""

import asyncio
import contextlib
import os
import socket
import ssl
from typing import Final

from nastavnik.live.ingest.rtmp.chunks import FIRST_CHUNK_BYTES, BrokenStream, Message, MessageKind, chunked

VERSION: Final = b"\x03"
HANDSHAKE_BYTES: Final = 1536
# ffmpeg takes over our size for its own chunks; in small ones a picture would come in many pieces.
OUR_CHUNK_BYTES: Final = 60_000
READ_BYTES: Final = 64 * 1024
# Numbers of our chunk streams: 2 is for the protocol itself, the rest is free.
_CONTROL_CHUNKS, _COMMAND_CHUNKS = 2, 3


class Line:
    """One connection. Errors of the network come out as `OSError` or an empty read."""

    def __init__(self, sock: socket.socket) -> None:
        self.received_bytes = 0
        self._socket = sock
        self._reader = asyncio.StreamReader(READ_BYTES)
        self._writer: asyncio.StreamWriter | None = None
        self._chunk_bytes = FIRST_CHUNK_BYTES

    async def open(self, ssl_context: ssl.SSLContext | None, seconds: float) -> None:
        """Begin to read; with a context TLS is spoken, whose handshake may take `seconds`."""
        loop = asyncio.get_running_loop()
        protocol = asyncio.StreamReaderProtocol(self._reader)
        transport, _ = await loop.connect_accepted_socket(
            lambda: protocol, self._socket, ssl=ssl_context, ssl_handshake_timeout=seconds if ssl_context else None
        )
        self._writer = asyncio.StreamWriter(transport, protocol, self._reader, loop)

    async def shake_hands(self) -> None:
        """Begin RTMP by the simple handshake. Raises `BrokenStream` at the first byte that is not RTMP's."""
        if await self._exactly(1) != VERSION:
            raise BrokenStream("no RTMP")
        theirs = await self._exactly(HANDSHAKE_BYTES)
        # A version of four zeros says that digests are not spoken here, and those who asked for one do without.
        ours = bytes(8) + os.urandom(HANDSHAKE_BYTES - 8)
        self._writing.write(VERSION + ours + theirs)
        await self.drain()
        # An echo of ours, or the digest that was wished for: checking it would make nobody safer.
        await self._exactly(HANDSHAKE_BYTES)

    async def read(self, most_bytes: int) -> bytes:
        """Return what has come, at most `most_bytes`; nothing means the end."""
        received = await self._reader.read(most_bytes)
        self.received_bytes += len(received)
        return received

    def send(self, *messages: Message) -> None:
        """Write `messages` into the buffer; `drain` waits until the peer has taken enough of it."""
        for message in messages:
            number = _COMMAND_CHUNKS if message.kind == MessageKind.COMMAND else _CONTROL_CHUNKS
            self._writing.write(chunked(message, chunk_stream=number, chunk_bytes=self._chunk_bytes))
            if message.kind == MessageKind.SET_CHUNK_SIZE:
                self._chunk_bytes = int.from_bytes(message.body, "big")

    async def drain(self) -> None:
        await self._writing.drain()

    async def part(self, seconds: float) -> None:
        """Send no more and wait at most so long until the peer hangs up, throwing away what it still sends.

        Closing at once would let the kernel answer what is still coming with a reset, which takes the last words away.
        """
        with contextlib.suppress(OSError):
            async with asyncio.timeout(seconds):
                await self.drain()
                if self._writing.can_write_eof():
                    self._writing.write_eof()
                while await self._reader.read(READ_BYTES):
                    pass

    def close(self) -> None:
        """Hang up; what was not sent is dropped."""
        if self._writer is None:
            self._socket.close()
        else:
            self._writer.transport.abort()

    @property
    def _writing(self) -> asyncio.StreamWriter:
        assert self._writer is not None, "open first"
        return self._writer

    async def _exactly(self, count: int) -> bytes:
        with contextlib.suppress(asyncio.IncompleteReadError):
            received = await self._reader.readexactly(count)
            self.received_bytes += count
            return received
        raise ConnectionResetError("ended within the handshake")
