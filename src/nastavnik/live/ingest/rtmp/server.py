"""The server: listens, lets in whom the door lets in, and ends whom its owner wants ended."""

import asyncio
import logging
import socket
import ssl
import time
from dataclasses import dataclass

from nastavnik.core.networks import network_of
from nastavnik.live.ingest.rtmp.connection import Connection
from nastavnik.live.ingest.rtmp.door import Door
from nastavnik.live.ingest.rtmp.gate import End, Gate, Limits, Session, Turned
from nastavnik.live.ingest.rtmp.words import Code

logger = logging.getLogger(__name__)

_BACKLOG = 256
# Without free file descriptors nobody can be let in; asking again at once would only burn time.
_PAUSE_SECONDS = 0.5


@dataclass(slots=True)
class Counts:
    """What has happened since the start."""

    admitted: int = 0
    turned: int = 0
    broken: int = 0
    refused_at_door: int = 0


class RtmpServer:
    """Takes streams for `gate`. With `ssl_context` it speaks RTMPS. `port` 0 means any that is free."""

    def __init__(
        self,
        gate: Gate,
        *,
        host: str = "127.0.0.1",
        port: int = 1935,
        limits: Limits | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.counts = Counts()
        self._gate, self._limits, self._ssl_context = gate, limits or Limits(), ssl_context
        self._address = (host, port)
        self._door: Door[Connection] = Door(self._limits, time.monotonic)
        self._connections: dict[Connection, asyncio.Task[None]] = {}
        self._socket: socket.socket | None = None
        self._pause: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        """The port on which it listens, also while it does not."""
        return self._address[1]

    @property
    def connected(self) -> int:
        """How many connections there are now."""
        return len(self._connections)

    @property
    def publishing(self) -> int:
        """How many of them have a stream that is being taken."""
        return sum(connection.session is not None for connection in self._connections)

    async def start(self) -> None:
        """Listen. Raises `OSError` when the address cannot be had."""
        host, port = self._address
        is_v6 = ":" in host
        family = socket.AF_INET6 if is_v6 else socket.AF_INET
        self._socket = socket.create_server(
            (host, port), family=family, backlog=_BACKLOG, dualstack_ipv6=is_v6 and host == "::"
        )
        self._socket.setblocking(False)  # noqa: FBT003 -- the signature of sockets
        self._address = (host, self._socket.getsockname()[1])
        self._listen()

    async def stop(self, seconds: float = 5) -> None:
        """Listen no more, end every session and wait for that; who takes longer than `seconds` is cancelled."""
        self._listen_no_more()
        for connection in self._connections:
            connection.end(End.STOPPED)
        tasks = list(self._connections.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def disconnect(self, session: Session, turned: Turned | None = None) -> None:
        """End the publisher of `session`, with words for it if there are any; return when the session is closed.

        From within the session's own `take`, which is cancelled, it returns at once.
        """
        for connection, task in self._connections.items():
            if connection.session is session:
                connection.end(End.TURNED, turned)
                if task is not asyncio.current_task():
                    await connection.session_closed.wait()
                return

    # --- letting in -------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        assert self._socket is not None
        asyncio.get_running_loop().add_reader(self._socket, self._open, self._socket)

    def _listen_no_more(self) -> None:
        listening, self._socket = self._socket, None
        if self._pause is not None:
            self._pause.cancel()
        if listening is not None:
            asyncio.get_running_loop().remove_reader(listening)
            listening.close()

    def _open(self, listening: socket.socket) -> None:
        """Meet one who knocks. One at a time: between two, everybody else has their turn."""
        try:
            sock, address = listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionError):
            return  # gone before the door was open
        except OSError as wrong:
            logger.warning("no publisher can be let in now: %s", wrong)
            loop = asyncio.get_running_loop()
            loop.remove_reader(listening)
            self._pause = loop.call_later(_PAUSE_SECONDS, self._listen)
            return
        self._meet(sock, str(address[0]))

    def _meet(self, sock: socket.socket, peer: str) -> None:
        household = network_of(peer)
        if not self._door.is_open_to(household):
            self.counts.refused_at_door += 1
            sock.close()
            return
        sock.setblocking(False)  # noqa: FBT003 -- the signature of sockets
        connection = Connection(
            sock, peer=peer, gate=self._gate, limits=self._limits, on_admitted=lambda: self._note_admitted(connection)
        )
        task = asyncio.create_task(self._serve(connection, household))
        self._connections[connection] = task
        # Also of a task that is cancelled before it has begun.
        task.add_done_callback(lambda _: self._forget(connection, household))
        crowded_out = self._door.let_in(connection, household)
        if crowded_out is not None and not crowded_out.is_being_admitted:
            self.counts.refused_at_door += 1
            crowded_out.end(End.TURNED)

    def _note_admitted(self, connection: Connection) -> None:
        self._door.admitted(connection)
        self.counts.admitted += 1

    async def _serve(self, connection: Connection, household: str) -> None:
        self._note_end(connection, household, await connection.serve(self._ssl_context))

    def _forget(self, connection: Connection, household: str) -> None:
        connection.hang_up()
        self._door.left(connection, household)
        del self._connections[connection]

    def _note_end(self, connection: Connection, household: str, why: End) -> None:
        self.counts.broken += why == End.BROKEN
        if connection.turned is not None:
            self.counts.turned += 1
            if connection.turned.code == Code.BAD_NAME:
                self._door.note_wrong_key(household)
