"""Takes a browser's broadcast as an ingest node does, with a line that can be cut and answers that can be lost.

Besides it serves the pages and files it is given, so that a page of the same origin sends to it.
"""

import asyncio
import json
import threading
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

NUMBER_BYTES = 4


class StreamTaker:
    """A server on a port of its own; `with StreamTaker(files) as taker` runs it in a thread.

    `files`: path to (type, content). `sessions` is what has arrived of each session, `byes` those that said good-bye.
    """

    def __init__(self, files: dict[str, tuple[str, bytes]]) -> None:
        self.files = files
        self.sessions: dict[str, bytearray] = {}
        self.forms: dict[str, str] = {}
        self.byes: list[str] = []
        self.connections = 0
        self.is_reachable = True
        self.is_answering = True
        self._counts: dict[str, int] = {}
        self._lines: set[ServerConnection] = set()
        self._loop = asyncio.new_event_loop()
        self._server: Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "StreamTaker":
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *_error: object) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        assert self._server is not None
        return f"http://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection without a word, and take no new one."""
        self.is_reachable = False
        for line in list(self._lines):
            self._loop.call_soon_threadsafe(line.transport.abort)

    def come_back(self) -> None:
        """Be there again."""
        self.is_reachable = True

    def tell(self, message: dict[str, object]) -> None:
        """Say something to everybody who sends."""
        for line in list(self._lines):
            self._do(line.send(json.dumps(message)))

    def _do(self, work) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self) -> None:
        self._server = await serve(self._take, "127.0.0.1", 0, max_size=None, process_request=self._answer)

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close(close_connections=True)
        await self._server.wait_closed()

    def _answer(self, line: ServerConnection, request: Request) -> Response | None:
        if "websocket" in request.headers.get("Upgrade", "").lower():
            return None if self.is_reachable else line.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")
        kind, content = self.files.get(urlsplit(request.path).path, ("text/plain", b""))
        status = HTTPStatus.OK if content else HTTPStatus.NOT_FOUND
        headers = Headers({"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close"})
        return Response(status.value, status.phrase, headers, content)

    async def _take(self, line: ServerConnection) -> None:
        assert line.request is not None
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(line.request.path).query).items()}
        session = asked["session"]
        self.connections += 1
        self.forms[session] = asked["mime"]
        self.sessions.setdefault(session, bytearray())
        self._lines.add(line)
        try:
            ready = {"type": "ready", "next": self._counts.get(session, 0), "sender": "s", "state": "waiting"}
            await line.send(json.dumps(ready | {"is_live": False}))
            async for message in line:
                await self._hear(line, session, message)
        except ConnectionClosed:
            pass
        finally:
            self._lines.discard(line)

    async def _hear(self, line: ServerConnection, session: str, message: str | bytes) -> None:
        if isinstance(message, str):
            self.byes.append(session)
            return
        number = int.from_bytes(message[:NUMBER_BYTES], "big")
        count = self._counts.get(session, 0)
        assert number <= count, f"piece {number} came before {count}"
        if number == count:
            self.sessions[session] += message[NUMBER_BYTES:]
            self._counts[session] = count + 1
        if self.is_answering:
            await line.send(json.dumps({"type": "ack", "next": self._counts[session]}))
