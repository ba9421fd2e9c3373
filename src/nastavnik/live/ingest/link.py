"""Where web processes bring the browsers' broadcasts: a WebSocket server inside, never open to the internet.

A connection names itself by a ticket that only the school can sign. Then come the messages of `words`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from time import monotonic
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import structlog
from django.core import signing
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from nastavnik.live.ingest.words import (
    MOST_CHUNK_BYTES,
    NUMBER_BYTES,
    TICKET_SECONDS,
    Down,
    Ticket,
    is_bye,
    numbered,
    read_ticket,
    written,
)

log = structlog.get_logger("nastavnik.live.link")

# A browser that says nothing for so long has lost its connection, even if nobody has noticed.
PING_SECONDS = 5.0
PONG_SECONDS = 10.0
# A new connection of the same browser does not wait longer for the old one.
CLOSE_SECONDS = 2.0
# Of messages that have come and wait: with the largest chunks a connection takes so many times 8 MB.
MOST_WAITING = 2


class Line:
    """What a taker of a stream can do with the connection it came by."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    async def tell(self, message: Down) -> None:
        """Say something; a line that is gone hears nothing."""
        try:
            await self._connection.send(written(message))
        except ConnectionClosed:
            return

    async def hang_up(self) -> None:
        """End the connection."""
        await self._connection.close()


class Taker(Protocol):
    """Takes one session's stream, through all its connections."""

    async def take_chunk(self, number: int, content: bytes, line: Line) -> None:
        """Take a piece; one that is here already is passed over. Raises `ValueError` for one out of order."""

    async def say_bye(self) -> None:
        """Hear that the sender stops on purpose."""

    async def lose(self, line: Line) -> None:
        """Hear that the connection is gone; nothing when another has taken its place."""


Join = Callable[[Ticket, Line], Awaitable[Taker | None]]


class Link:
    """Listens for web processes. `join` answers the first words of a connection: who takes its stream, or nobody."""

    def __init__(self, *, host: str, port: int, join: Join) -> None:
        self._host, self._port, self._join = host, port, join
        self._used: dict[str, float] = {}  # numbers of tickets, and when they are too old anyway
        self._server: Server | None = None

    @property
    def port(self) -> int:
        """The port on which it listens."""
        assert self._server is not None
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def start(self) -> None:
        """Listen. Raises `OSError` when the address cannot be had."""
        self._server = await serve(
            self._serve,
            self._host,
            self._port,
            process_request=self._look_at_ticket,
            max_size=MOST_CHUNK_BYTES + NUMBER_BYTES,
            max_queue=MOST_WAITING,
            compression=None,
            close_timeout=CLOSE_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
        )

    async def stop(self) -> None:
        """End every connection."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def _look_at_ticket(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse whoever has no ticket of ours, or one that was used, before anything is taken."""
        words = parse_qs(urlsplit(request.path).query).get("ticket", [""])
        try:
            ticket = read_ticket(words[-1])
        except (signing.BadSignature, TypeError):
            return connection.respond(HTTPStatus.FORBIDDEN, "A ticket is needed.\n")
        if not self._is_new(ticket):
            return connection.respond(HTTPStatus.FORBIDDEN, "This ticket was used.\n")
        connection.ticket = ticket  # type: ignore[attr-defined]  # a place of our own on the connection
        return None

    def _is_new(self, ticket: Ticket) -> bool:
        """Tell whether a ticket comes for the first time, and remember it for as long as it would be good."""
        now = monotonic()
        self._used = {number: until for number, until in self._used.items() if until > now}
        if ticket.number in self._used:
            return False
        self._used[ticket.number] = now + TICKET_SECONDS
        return True

    async def _serve(self, connection: ServerConnection) -> None:
        line, ticket = Line(connection), connection.ticket  # type: ignore[attr-defined]  # put there by _look_at_ticket
        taker = await self._join(ticket, line)
        if taker is None:
            return
        try:
            await _listen(connection, line, taker)
        except (ConnectionClosed, ValueError) as error:
            log.info("a browser's connection ended", how=type(error).__name__)
        finally:
            await asyncio.shield(taker.lose(line))


async def _listen(connection: ServerConnection, line: Line, taker: Taker) -> None:
    async for message in connection:
        if isinstance(message, str):
            if is_bye(message):
                await taker.say_bye()
                return
            continue
        number, content = numbered(message)
        await taker.take_chunk(number, content, line)
