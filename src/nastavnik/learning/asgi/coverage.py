"""Reports of what was played: `POST /watched/`, answered before Django.

Every page that plays a film reports every few seconds: no other address of the school is asked so often. The right to report is
the pass that the page was given (`watching.passes`); it is checked here without the database. A report is answered when it is
durable, many of them in one transaction (`group`).
"""

import math
import random
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from nastavnik.core import clock
from nastavnik.core.connections import with_database
from nastavnik.core.sealing import key_for
from nastavnik.learning.asgi.group import Full, GroupCommit, NotWritten
from nastavnik.learning.selectors.progress import PURPOSE
from nastavnik.learning.services.coverage import Answer, Later, Report, Taken, take_reports
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.reports import MOST_BYTES, BadReport, parsed
from nastavnik.learning.watching.seconds import BadPiece, bits_of

Scope = Any
Receive = Any
Send = Any

PREFIX = "/watched/"
# What waits in the memory of a process is written within a second; more would only wait longer.
MOST_WAITING = 5000
MOST_AT_ONCE = 1000
# Browsers that were turned away come back one after another.
RETRY_SECONDS = (2, 8)
SECURE = {"https", "wss"}


class TooLarge(Exception):
    """The body is larger than any report."""


# what a browser is told that will never be taken as it is
REFUSALS: dict[type[Exception], HTTPStatus] = {
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BadReport: HTTPStatus.BAD_REQUEST,
    BadPiece: HTTPStatus.BAD_REQUEST,
    passes.Forged: HTTPStatus.FORBIDDEN,
    passes.Expired: HTTPStatus.UNAUTHORIZED,
}


async def watched(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a page that reports what it has played."""
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
        return
    if (refusal := refusal_of(scope)) is not None:
        await _send(send, refusal, **({"allow": b"POST"} if refusal == HTTPStatus.METHOD_NOT_ALLOWED else {}))
        return
    try:
        report = report_of(await _body(receive), clock.now().timestamp())
        answer = await commits.put(report)
    except (Full, NotWritten):
        seconds = random.randint(*RETRY_SECONDS)  # noqa: S311 -- to spread, not to hide
        await _send(send, HTTPStatus.SERVICE_UNAVAILABLE, retry_after=b"%d" % seconds)
    except tuple(REFUSALS) as error:
        await _send(send, REFUSALS[type(error)])
    else:
        await _tell(send, answer)


def refusal_of(scope: Scope) -> HTTPStatus | None:
    """Return why a request is not even read, if it is not."""
    if scope["path"] != PREFIX:
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


def report_of(body: bytes, now: float) -> Report:
    """Return what a body reports. Raises `BadReport`, `BadPiece`, `passes.Forged`, `passes.Expired`."""
    words, pieces = parsed(body)
    allowed = passes.read(words, key_for(PURPOSE), now)
    length = allowed.length_at(now)
    return Report(
        user_id=allowed.user_id,
        video_id=allowed.video_id,
        bits=bits_of(pieces, length),
        length=length,
        counts_at=allowed.counts_at,
        since=float(allowed.issued_at),
    )


@with_database
def write_reports(reports: list[Report]) -> Sequence[Answer]:
    """Make reports durable; once more when the connection broke, or two processes waited for each other."""
    try:
        return take_reports(reports, now=clock.now())
    except (OperationalError, InterfaceError):
        connection.close()
        return take_reports(reports, now=clock.now())


commits: GroupCommit[Report, Answer] = GroupCommit(write_reports, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE)


async def _tell(send: Send, answer: Answer) -> None:
    if isinstance(answer, Taken):
        await _send(send, HTTPStatus.OK, b'{"watched":%d}' % answer.watched_seconds)
    elif isinstance(answer, Later):
        wait = max(math.ceil(answer.wait_seconds), 1)
        await _send(send, HTTPStatus.TOO_MANY_REQUESTS, b'{"wait":%d}' % wait, retry_after=b"%d" % wait)
    else:
        await _send(send, HTTPStatus.GONE)


async def _send(send: Send, status: HTTPStatus, body: bytes = b"", **more: bytes) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *((name.replace("_", "-").encode(), value) for name, value in more.items()),
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
