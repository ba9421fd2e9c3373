"""One port for everything: raw ASGI functions for uploads and films, Django's pages as WSGI in a pool of threads."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

from django.conf import settings

from nastavnik.config.wsgi import application as pages
from nastavnik.video.asgi import UPLOADS_PREFIX, media, tus

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE_THREADS = 8

pages_app = cast("AsgiApp", WSGIMiddleware(cast("Any", pages), workers=PAGE_THREADS))

# The longest-lived and the hottest addresses, answered before Django; the first prefix that fits wins.
ROUTES: list[tuple[str, AsgiApp]] = [(settings.MEDIA_URL_PREFIX, media), (UPLOADS_PREFIX, tus)]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand the request to the first route whose prefix fits, else to the pages."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    for prefix, app in ROUTES:
        if scope["path"].startswith(prefix):
            await app(scope, receive, send)
            return

    # a2wsgi wants a coroutine; granian's own `receive` returns another kind of awaitable, and no form would arrive
    async def receive_part() -> Message:
        return await receive()

    await pages_app(scope, receive_part, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
