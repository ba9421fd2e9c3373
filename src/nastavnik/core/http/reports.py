"""Reports of pages that play a film, answered before Django: every few seconds one from every viewer.

The right to report is a signed pass in the body, so neither a cookie nor the database is asked before a report is taken.
"""

import random
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings

from nastavnik.core.group_commit import Full, NotWritten
from nastavnik.core.passes import Expired, Forged
from nastavnik.core.played import MOST_BYTES, BadReport

Scope = Any
Receive = Any
Send = Any

# Browsers that were turned away come back one after another.
RETRY_SECONDS = (2, 8)
SECURE = {"https", "wss"}


class TooLarge(Exception):
    """The body is larger than any report."""


class Reply(NamedTuple):
    """What a page is answered."""

    status: HTTPStatus
    body: bytes = b""
    retry_seconds: int = 0


# what a browser is told that will never be taken as it is
REFUSALS: dict[type[Exception], HTTPStatus] = {
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BadReport: HTTPStatus.BAD_REQUEST,
    Forged: HTTPStatus.FORBIDDEN,
    Expired: HTTPStatus.UNAUTHORIZED,
}


async def answer_report(
    scope: Scope, receive: Receive, send: Send, *, path: str, take: Callable[[bytes], Awaitable[Reply]]
) -> None:
    """Answer a page that reports to `path`; `take` gets the body and may raise what is in `REFUSALS`, `Full` and `NotWritten`."""
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
        return
    if (refusal := refusal_of(scope, path)) is not None:
        await _send(send, Reply(refusal), **({"allow": b"POST"} if refusal == HTTPStatus.METHOD_NOT_ALLOWED else {}))
        return
    try:
        reply = await take(await _body(receive))
    except (Full, NotWritten):
        seconds = random.randint(*RETRY_SECONDS)  # noqa: S311 -- to spread, not to hide
        reply = Reply(HTTPStatus.SERVICE_UNAVAILABLE, retry_seconds=seconds)
    except tuple(REFUSALS) as error:
        reply = Reply(next(status for kind, status in REFUSALS.items() if isinstance(error, kind)))
    await _send(send, reply)


def refusal_of(scope: Scope, path: str) -> HTTPStatus | None:
    """Return why a request is not even read, if it is not."""
    if scope["path"] != path:
        return HTTPStatus.NOT_FOUND
    if scope["method"] != "POST":
        return HTTPStatus.METHOD_NOT_ALLOWED
    return None if is_from_here(scope) else HTTPStatus.FORBIDDEN


def is_from_here(scope: Scope) -> bool:
    """Tell whether a page of the school reports, by what the browser says of it; programs that are no browsers say nothing."""
    headers = dict(scope["headers"])
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return bool(site == b"same-origin")
    origin = headers.get(b"origin")
    if origin is None:
        return True
    scheme = "https" if scope.get("scheme") in SECURE else "http"
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return origin.decode("latin-1").lower() in {f"{scheme}://{host}", *settings.CSRF_TRUSTED_ORIGINS}


async def _body(receive: Receive) -> bytes:
    """Return the body. Raises `TooLarge`; one that the browser did not finish is no report (`BadReport`)."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        if len(body) > MOST_BYTES:
            raise TooLarge
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise BadReport
    if len(body) > MOST_BYTES:
        raise TooLarge
    return body


async def _send(send: Send, reply: Reply, **more: bytes) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(reply.body)),
        (b"cache-control", b"no-store"),
        *((b"retry-after", b"%d" % seconds) for seconds in [reply.retry_seconds] if seconds),
        *((name.encode(), value) for name, value in more.items()),
    ]
    await send({"type": "http.response.start", "status": int(reply.status), "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
