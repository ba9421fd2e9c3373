"""What the reports of `bench.coverage` are measured beside: the plain view in its settings, and the server's own answer to nothing."""

import json
import os
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django was set up just above
from django.core.handlers.asgi import ASGIHandler  # noqa: E402 -- the same
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 -- the same
from django.db import transaction  # noqa: E402 -- the same
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse  # noqa: E402 -- the same
from django.urls import path  # noqa: E402 -- the same

from nastavnik.core import clock  # noqa: E402 -- the same
from nastavnik.core.passes import Forged  # noqa: E402 -- the same
from nastavnik.core.sealing import key_for  # noqa: E402 -- the same
from nastavnik.learning.asgi.coverage import report_of  # noqa: E402 -- the same
from nastavnik.learning.models import WatchCoverage  # noqa: E402 -- the same
from nastavnik.learning.selectors.progress import PURPOSE  # noqa: E402 -- the same
from nastavnik.learning.watching import passes  # noqa: E402 -- the same
from nastavnik.learning.watching.seconds import bits_of, packed, unpacked  # noqa: E402 -- the same

ANSWER = b'{"watched":12}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(ANSWER))]


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """Take a body and answer as many bytes as a report is answered with: all that is left is the server."""
    if scope["type"] == "http":
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": ANSWER})


async def checked(scope: Any, receive: Any, send: Any) -> None:
    """Check a report as the school does, and write nothing."""
    if scope["type"] == "http":
        message = await receive()
        if scope["method"] == "POST":
            report_of(message["body"], time.time())
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": ANSWER})


def take(request: HttpRequest) -> HttpResponse:
    """Take one report the plain way: a row of the ORM read, locked and saved. It checks the pass, and not the pace."""
    now, said = clock.now(), json.loads(request.body)
    try:
        allowed = passes.read(said["pass"], key_for(PURPOSE), now.timestamp())
    except Forged:
        return HttpResponseForbidden()
    bits = bits_of(said["pieces"], allowed.length)
    with transaction.atomic():
        row, _is_new = WatchCoverage.objects.select_for_update().get_or_create(
            user_id=allowed.user_id,
            video_id=allowed.video_id,
            defaults={"paid_until": allowed.issued_at, "first_at": now, "updated_at": now},
        )
        row.seconds = packed(unpacked(row.seconds) | bits)
        row.watched_seconds, row.updated_at = unpacked(row.seconds).bit_count(), now
        row.save(update_fields=["seconds", "watched_seconds", "updated_at"])
    return JsonResponse({"watched": row.watched_seconds})


def health(_request: HttpRequest) -> HttpResponse:
    """Tell that it runs."""
    return HttpResponse()


def take_of_viewer(request: HttpRequest) -> HttpResponse:
    """Take a report as `take` does, of somebody who is signed in: her session and her row are read, as on any page."""
    return take(request) if request.user.is_authenticated else HttpResponseForbidden()


# Django with one view: bare, behind its sign-in, and as an ASGI application
SIGN_IN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
urlpatterns = [path("watched/", take), path("signed-in/", take_of_viewer), path("health/", health)]
settings.ROOT_URLCONF, settings.MIDDLEWARE = "bench._coverage_peers", []
plain, plain_asgi = WSGIHandler(), ASGIHandler()
settings.MIDDLEWARE = SIGN_IN
signed_in = WSGIHandler()
