"""Django's pages inside the ASGI server, as WSGI in a pool of threads.

A usual answer costs one hop to a thread and back, and a thread works only while Django does: forms are read before it
is taken, slow readers are waited for without one. Only whole films come in through threads of their own, so that they keep
no page waiting. Why not Django's ASGI handler, and why not a2wsgi: docs/decisions/2026-11-24-one-port.md.
"""

import asyncio
import contextvars
import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO

from nastavnik.config.bodies import SMALL_BYTES, SPOOLED_BYTES, BodyTooLarge, ClientGone, read_slowly, read_whole
from nastavnik.config.talk import Receive, Scope, Send, header, refuse
from nastavnik.core.clock import ARRIVED

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

PAGE_THREADS = 8
LARGE_FORM_THREADS = 16
# Of a long answer so much is gathered before it leaves, or as much as came within so much time.
PIECE_BYTES = 64 * 2**10
PIECE_SECONDS = 0.02


@dataclass(slots=True)
class Answer:
    """What Django said: all of it, or its first piece and where the others come from."""

    status: int
    headers: list[tuple[bytes, bytes]]
    piece: bytes
    rest: "Iterator[bytes] | None"
    close: Callable[[], None]


class Pages:
    """A WSGI application as an ASGI one. `most_bytes` tells how large a body may be that comes with this request."""

    def __init__(self, app: WsgiApp, *, most_bytes: Callable[[Scope], int]) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._threads = ThreadPoolExecutor(PAGE_THREADS, thread_name_prefix="page")
        self._large_form_threads = ThreadPoolExecutor(LARGE_FORM_THREADS, thread_name_prefix="form")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        try:
            body, threads = await self._body_of(scope, receive)
        except BodyTooLarge:
            await refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is more than may be sent here.")
        except ClientGone:
            return
        else:
            with body:
                await self._answer(scope, body, threads, send)

    async def _body_of(self, scope: Scope, receive: Receive) -> tuple[BinaryIO, ThreadPoolExecutor]:
        """Return what was sent with the request, and where it is to be worked on."""
        length = int(header(scope, b"content-length") or 0)
        if length > self._most_bytes(scope):
            raise BodyTooLarge
        if length > SPOOLED_BYTES:
            return read_slowly(receive, asyncio.get_running_loop()), self._large_form_threads
        if length or header(scope, b"transfer-encoding"):
            return await read_whole(receive, length or SMALL_BYTES), self._threads
        return io.BytesIO(), self._threads

    async def _answer(self, scope: Scope, body: BinaryIO, threads: ThreadPoolExecutor, send: Send) -> None:
        """Have the page made, and send it."""
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        environ = environ_of(scope, body)
        answer = await loop.run_in_executor(threads, context.run, _begun, self._app, environ)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        is_head = scope["method"] == "HEAD"
        if answer.rest is None:
            await send({"type": "http.response.body", "body": b"" if is_head else answer.piece})
            return
        try:
            piece = answer.piece
            while piece and not is_head:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await loop.run_in_executor(threads, context.run, _gathered, answer.rest)
            await send({"type": "http.response.body", "body": b""})
        finally:
            await loop.run_in_executor(threads, context.run, answer.close)


def _begun(app: WsgiApp, environ: Environ) -> Answer:
    """Call the application in this thread; a page that is no stream is taken whole and closed here."""
    said: list[Any] = []
    parts = app(environ, lambda status, headers, _error=None: said.extend([status, headers]))
    close = getattr(parts, "close", lambda: None)
    if getattr(parts, "streaming", True):
        rest = iter(parts)
        piece = _gathered(rest)
        return Answer(*_start(said), piece, rest, close)
    try:
        return Answer(*_start(said), b"".join(parts), None, close)
    finally:
        close()


def _start(said: list[Any]) -> tuple[int, list[tuple[bytes, bytes]]]:
    status, headers = said
    return int(status[:3]), [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _gathered(rest: Iterator[bytes]) -> bytes:
    """Return the next piece of a long answer; nothing at its end."""
    piece = bytearray()
    until = time.monotonic() + PIECE_SECONDS
    for part in rest:
        piece += part
        if len(piece) >= PIECE_BYTES or (piece and time.monotonic() > until):
            break
    return bytes(piece)


def environ_of(scope: Scope, body: BinaryIO) -> Environ:
    """Return the request as WSGI (PEP 3333) tells it."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        ARRIVED: time.time(),
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    """Add a header under its WSGI name. One with an underscore could pass for another: it is left out."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value
