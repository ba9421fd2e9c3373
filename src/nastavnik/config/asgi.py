"""One port for everything: raw ASGI functions for what is hot or long, Django's pages as WSGI in a pool of threads."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

from django.conf import settings

# sets Django up: whatever has models is imported after it
from nastavnik.config.wsgi import application as django_pages

# isort: split
from nastavnik.audience.asgi.viewing import PREFIX as VIEWED_PREFIX
from nastavnik.audience.asgi.viewing import viewed
from nastavnik.config.pages import Pages
from nastavnik.config.proxies import seen_through
from nastavnik.config.talk import AsgiApp, Message, Receive, Scope, Send, header
from nastavnik.learning.asgi.coverage import PREFIX as WATCHED_PREFIX
from nastavnik.learning.asgi.coverage import watched
from nastavnik.live.asgi.room import PREFIX as EVENTS_PREFIX
from nastavnik.live.asgi.room import room_events
from nastavnik.live.asgi.send import PREFIX as SEND_PREFIX
from nastavnik.live.asgi.send import send_in
from nastavnik.video.asgi.media import media
from nastavnik.video.asgi.tus import PREFIX as UPLOADS_PREFIX
from nastavnik.video.asgi.tus import tus

FORM_MOST_BYTES = 64 * 2**20

# The longest-lived and the hottest addresses, answered before Django; the first prefix that fits wins.
ROUTES: list[tuple[str, AsgiApp]] = [
    (settings.MEDIA_URL_PREFIX, media),
    (UPLOADS_PREFIX, tus),
    (EVENTS_PREFIX, room_events),
    (SEND_PREFIX, send_in),
    (WATCHED_PREFIX, watched),
    (VIEWED_PREFIX, viewed),
]

# What Django's middlewares put on pages; routes that say nothing else get the strictest.
SECURITY_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": settings.SECURE_REFERRER_POLICY.encode(),
    b"x-frame-options": settings.X_FRAME_OPTIONS.encode(),
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
if settings.SECURE_HSTS_SECONDS:
    SECURITY_HEADERS[b"strict-transport-security"] = f"max-age={settings.SECURE_HSTS_SECONDS}".encode()


def most_bytes(scope: Scope) -> int:
    """Return how large a form may be: a film sent without scripts is large, and comes from a desk's person."""
    is_from_desk = "/desk/" in scope["path"] and settings.SESSION_COOKIE_NAME in header(scope, b"cookie")
    return int(settings.UPLOAD_MAX_BYTES) if is_from_desk else FORM_MOST_BYTES


pages = Pages(django_pages, most_bytes=most_bytes)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand the request to the first route whose prefix fits, else to the pages."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    scope = seen_through(scope, settings.TRUSTED_PROXIES)
    for prefix, app in ROUTES:
        if scope["path"].startswith(prefix):
            await app(scope, receive, _secured(send))
            return
    await pages(scope, receive, send)


def _secured(send: Send) -> Send:
    """Add the security headers that an answer of a route lacks."""

    async def send_secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            named = {name for name, _value in message.get("headers", [])}
            missing = [pair for pair in SECURITY_HEADERS.items() if pair[0] not in named]
            message["headers"] = [*message.get("headers", []), *missing]
        await send(message)

    return send_secured


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
