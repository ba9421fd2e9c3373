"""Who answers which address, and what every answer carries."""

import asyncio
import os
import subprocess
import sys

import pytest
from tests.config.test_pages import Browser, scope_of

from nastavnik.config import asgi


def ask(scope, monkeypatch, *, routes=()):
    async def pages(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"from", b"pages")]})

    monkeypatch.setattr(asgi, "pages", pages)
    monkeypatch.setattr(asgi, "ROUTES", [*routes])
    browser = Browser()
    asyncio.run(asgi.application(scope, browser.receive, browser.send))
    return dict(browser.heard[0]["headers"])


async def film(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"SAMEORIGIN")]})


def test_answer_of_a_route_comes_before_the_pages_with_security_headers(monkeypatch):
    headers = ask(scope_of(path="/m/film"), monkeypatch, routes=[("/m/", film)])

    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"same-origin"
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")
    assert headers[b"x-frame-options"] == b"SAMEORIGIN"  # what the route says itself stands


def test_answer_of_other_addresses_is_the_pages(monkeypatch):
    assert ask(scope_of(path="/mm"), monkeypatch, routes=[("/m/", film)]) == {b"from": b"pages"}


def test_sender_behind_a_proxy_is_known_to_everybody(monkeypatch, settings):
    settings.TRUSTED_PROXIES = []
    scope = scope_of(headers={"x-forwarded-for": "6.6.6.6"})

    ask(scope, monkeypatch)

    assert scope["client"][0] == "10.1.2.3"
    assert scope["headers"] == []


@pytest.mark.parametrize(
    ("path", "cookie", "is_large"),
    [
        ("/desk/videos/new/", "sessionid=x", True),
        ("/district/desk/videos/new/", "sessionid=x", True),
        ("/desk/videos/new/", "theme=dark", False),
        ("/accounts/login/", "sessionid=x", False),
    ],
)
def test_size_of_forms_is_large_only_for_people_at_a_desk(path, cookie, is_large):
    most = asgi.most_bytes(scope_of("POST", path, {"cookie": cookie}))

    assert (most > asgi.FORM_MOST_BYTES) is is_large


def test_lifespan_is_answered_until_the_end():
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    said = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        said.append(message["type"])

    asyncio.run(asgi.application({"type": "lifespan"}, receive, send))

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.own_database
def test_application_is_loaded_where_nothing_of_django_was_yet(tmp_path):
    """A web process begins so; a module that needs the apps before they are loaded would stop the school from starting."""
    command = [sys.executable, "-c", "import nastavnik.config.asgi"]

    done = subprocess.run(command, capture_output=True, text=True, check=False, env=bare_environment(tmp_path))

    assert done.returncode == 0, done.stderr


def bare_environment(folder):
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "HOME"}}
    return kept | {"NASTAVNIK_DATA": str(folder)}
