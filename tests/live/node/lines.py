"""A browser's end of a `Link`, a line that only remembers, and a browser's recording in chunks."""

import json
import secrets
from contextlib import asynccontextmanager
from urllib.parse import quote

from tests.live.packaging import streams
from websockets.asyncio.client import connect

from nastavnik.live.ingest.words import Ticket, signed, written

CHUNK_BYTES = 4000


def chunks() -> list[bytes]:
    """Return a browser's recording as its recorder gives it."""
    film = streams.browser().read_bytes()
    return [film[begin : begin + CHUNK_BYTES] for begin in range(0, len(film), CHUNK_BYTES)]


def ticket(*, broadcast_id: int = 1, user_id: int = 1, session: str = "1-session1") -> Ticket:
    return Ticket(broadcast_id, user_id, "Камера", session, "video/webm;codecs=h264,opus", secrets.token_hex(4))


class Quiet:
    """A line that remembers what was told."""

    def __init__(self) -> None:
        self.told: list[dict] = []
        self.is_open = True

    async def tell(self, message) -> None:
        self.told.append(json.loads(written(message)))

    async def hang_up(self) -> None:
        self.is_open = False


class Browser:
    """Speaks the protocol of a sending page."""

    def __init__(self, line) -> None:
        self.line = line

    async def hear(self, kind: str = "") -> dict:
        """Return what is said next, or what of this kind is."""
        while True:
            said = json.loads(await self.line.recv())
            if said["type"] == kind or not kind:
                return said

    async def send(self, number: int, content: bytes) -> dict:
        """Send a chunk; return what is acknowledged."""
        await self.line.send(number.to_bytes(4, "big") + content)
        return await self.hear("ack")


@asynccontextmanager
async def browser_at(port: int, found: Ticket):
    async with connect(address_of(port, signed(found)), proxy=None) as line:
        yield Browser(line)


def address_of(port: int, words: str) -> str:
    return f"ws://127.0.0.1:{port}/send?ticket={quote(words)}"
