"""A browser's broadcast on its way in: `/live/send/<broadcast>/` as a WebSocket, answered before Django.

Here the person is asked for her rights, once; then messages go through to the ingest node that takes the broadcast
in, and back. What they mean is the node's business (`ingest.words`): when this process or the connection dies, the
browser connects anew and the node tells it from where to go on.
"""

import asyncio
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils.translation import gettext, override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from nastavnik.core import clock
from nastavnik.core.connections import with_database
from nastavnik.live.ingest.words import MOST_CHUNK_BYTES, NUMBER_BYTES, Refused, Ticket, signed, written
from nastavnik.live.models import Broadcast
from nastavnik.live.permissions import can_hold_broadcast
from nastavnik.live.services import air
from nastavnik.people.selectors.sessions import NotSignedIn, person_of_session

log = structlog.get_logger("nastavnik.live.send")

Scope = Any
Receive = Any
Send = Any

PREFIX = "/live/send/"
ADDRESS = re.compile(r"/live/send/([a-z0-9]{1,22})/?", re.ASCII)
SESSION = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
MIME = re.compile(r"(video|audio)/(webm|mp4)(;\s*codecs=[\w.,\" -]{1,80})?", re.ASCII)
MOST_LABEL = 80
NUMBER_LENGTH = 12
OPEN_SECONDS = 10
MOST_DOWN_BYTES = 64 * 1024
SECURE = {"https", "wss"}


@dataclass(frozen=True, slots=True)
class Turned(Exception):
    """The browser is told why and that is all."""

    code: str
    text: str


async def send_in(scope: Scope, receive: Receive, send: Send) -> None:
    """Carry a browser's broadcast to its node."""
    if scope["type"] != "websocket":
        await send({"type": "http.response.start", "status": 426, "headers": [(b"upgrade", b"websocket")]})
        await send({"type": "http.response.body", "body": b""})
        return
    message = await receive()
    assert message["type"] == "websocket.connect", message["type"]
    if not is_from_here(scope):
        await send({"type": "websocket.close", "code": 1008})
        return
    try:
        address = await sync_to_async(with_database(node_address), thread_sensitive=False)(scope)
        line = await connect(address, max_size=MOST_DOWN_BYTES, open_timeout=OPEN_SECONDS, compression=None, proxy=None)
    except (OSError, TimeoutError, InvalidHandshake):
        log.exception("the ingest node does not answer")
        await _turn_away(send, Turned("no_node", _no_node()))
    except Turned as turned:
        await _turn_away(send, turned)
    else:
        await send({"type": "websocket.accept"})
        async with line:
            await _carry(receive, send, line)


def is_from_here(scope: Scope) -> bool:
    """Tell whether the page that connects is our own: browsers send its origin, which a page cannot forge.

    It is compared as Django does with forms: host, port and scheme, as the server in front has seen them.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    scheme = "https" if scope.get("scheme") in SECURE else "http"
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return bool(host) and origin in {f"{scheme}://{host}", *settings.CSRF_TRUSTED_ORIGINS}


def node_address(scope: Scope) -> str:
    """Return the address at the node that takes this person's broadcast, with her ticket. Raises `Turned`."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    with override(settings.LANGUAGE_CODE):
        ticket = _ticket(scope, headers.get("cookie", ""))
        node = air.address_for(broadcast_id=ticket.broadcast_id, now=clock.now())
        if not node:
            raise Turned("no_node", _no_node())
    return f"{node}/send?ticket={quote(signed(ticket))}"


def _ticket(scope: Scope, cookies: str) -> Ticket:
    try:
        person = person_of_session(cookies)
    except NotSignedIn as error:
        raise Turned("signed_out", gettext("You were signed out. Sign in again in another tab, then go on.")) from error
    match = ADDRESS.fullmatch(scope["path"])
    found = Broadcast.objects.select_related("school", "lesson").filter(token=match.group(1)) if match else None
    broadcast = found.first() if found is not None else None
    if broadcast is None or not can_hold_broadcast(person, broadcast):
        raise Turned("not_found", gettext("There is no such broadcast, or it is not yours to hold."))
    if broadcast.is_over:
        raise Turned("over", gettext("This broadcast is over. Its recording is at the lesson’s address."))
    asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    session, mime = asked.get("session", ""), asked.get("mime", "")
    if not SESSION.fullmatch(session) or not MIME.fullmatch(mime):
        raise Turned("unknown", gettext("This browser sends something that the school does not know. Update it."))
    label = "".join(filter(str.isprintable, asked.get("label", ""))).strip() or str(person)
    return Ticket(
        broadcast.pk,
        person.pk,
        label[:MOST_LABEL],
        f"{person.pk}-{session}",
        mime,
        secrets.token_urlsafe(NUMBER_LENGTH),
    )


def _no_node() -> str:
    with override(settings.LANGUAGE_CODE):
        return gettext("The part of the school that takes broadcasts in does not answer. It is tried again by itself.")


async def _turn_away(send: Send, turned: Turned) -> None:
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": written(Refused(turned.code, turned.text))})
    await send({"type": "websocket.close", "code": 1000})


async def _carry(receive: Receive, send: Send, line: ClientConnection) -> None:
    """Carry messages both ways until either side is gone."""
    ways = [asyncio.create_task(_up(receive, line)), asyncio.create_task(_down(line, send))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _up(receive: Receive, line: ClientConnection) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        said = message.get("bytes") or message.get("text") or b""
        if len(said) > MOST_CHUNK_BYTES + NUMBER_BYTES:
            return
        try:
            await line.send(said)
        except ConnectionClosed:
            return


async def _down(line: ClientConnection, send: Send) -> None:
    async for said in line:
        assert isinstance(said, str)
        await send({"type": "websocket.send", "text": said})
    await send({"type": "websocket.close", "code": 1000})
