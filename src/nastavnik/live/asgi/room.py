"""The news of a room as server-sent events: `/live/events/<room>/`, answered before Django.

A browser that lost its connection comes back with the number of the last event it saw (`Last-Event-ID`), a page that was
just loaded with the number it was made at (`?after=`). Both get all that followed, and then what happens.
"""

import asyncio
import random
import re
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from django.contrib.auth.models import AnonymousUser

from nastavnik.live.asgi.feed import Client, Feed, Listener, in_thread
from nastavnik.live.asgi.hub import Full, hub
from nastavnik.live.models import Room
from nastavnik.live.permissions import can_lead_room
from nastavnik.live.selectors.room.lookup import guest_member_id, room_to_hear
from nastavnik.people.models import User
from nastavnik.people.selectors.sessions import session_of, user_of

Scope = Any
Receive = Any
Send = Any

PREFIX = "/live/events/"
ADDRESS = re.compile(r"/live/events/([a-z0-9]{1,22})/?", re.ASCII)
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
# Browsers that lost the same server come back one after another.
RETRY_MS = (1000, 4000)
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # proxies must hand every event on at once
    (b"x-accel-buffering", b"no"),
]


async def room_events(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a browser that listens to a room."""
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
        return
    if scope["method"] != "GET":
        await _refuse(send, HTTPStatus.METHOD_NOT_ALLOWED)
        return
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    match = ADDRESS.fullmatch(scope["path"])
    try:
        token = match.group(1) if match else ""
        listener = await in_thread(partial(listener_of, token, headers.get(b"cookie", "")))
        feed, client = await hub().join(listener, _after(scope, headers))
    except Room.DoesNotExist:
        await _refuse(send, HTTPStatus.NOT_FOUND)
    except Full:
        await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        try:
            await _stream(feed, client, receive, send)
        finally:
            feed.clients.discard(client)


def listener_of(token: str, cookies: str) -> Listener:
    """Return who listens to a room by her session. Raises `Room.DoesNotExist` when it is not for her."""
    session = session_of(cookies)
    user = user_of(session)
    room = room_to_hear(user if user is not None else AnonymousUser(), token)
    if isinstance(user, User):
        return Listener(room.pk, is_leader=can_lead_room(user, room), user_id=user.pk)
    return Listener(room.pk, member_id=guest_member_id(room, session))


def _after(scope: Scope, headers: dict[bytes, str]) -> int | None:
    """Return the number of the last event that the browser has seen, if it says one."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[-1]
    said = headers.get(b"last-event-id", "") or asked
    return int(said) if NUMBER.fullmatch(said) else None


async def _stream(feed: Feed, client: Client, receive: Receive, send: Send) -> None:
    """Send all news until the browser is gone, or too far behind."""
    watching = asyncio.ensure_future(_watch(client, receive))
    retry = b"retry: %d\n\n" % random.randint(*RETRY_MS)  # noqa: S311 -- to spread, not to hide
    try:
        await send({"type": "http.response.start", "status": int(HTTPStatus.OK), "headers": HEADERS})
        await send({"type": "http.response.body", "body": retry, "more_body": True})
        while not client.is_gone:
            words = feed.next_for(client)
            if words:
                await send({"type": "http.response.body", "body": words, "more_body": True})
            elif client.place == feed.backlog.end:
                await client.wait()
        await send({"type": "http.response.body", "body": b""})
    finally:
        watching.cancel()


async def _watch(client: Client, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.leave()


async def _refuse(send: Send, status: HTTPStatus) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
