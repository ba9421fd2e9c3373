"""Addresses for programs, of the page about them, and of the desk where keys and webhooks are kept."""

from typing import Any

from django.urls import URLPattern, path

from nastavnik.api.views import desk_hooks, desk_keys, guide
from nastavnik.api.views.rest import rest
from nastavnik.api.views.rest.frame import door, nothing

app_name = "api"
HOOK = "desk/webhooks/<slug:token>/"


def _rest_patterns() -> list[URLPattern]:
    """Return the addresses of the interface's operations, each behind the door; the frame's own page is left out."""
    operations: list[Any] = [one for one in rest.urls[0] if getattr(one, "name", "") != "api-root"]
    return [path(f"api/v1/{one.pattern}", door(one.callback), name=one.name) for one in operations]


urlpatterns = [
    path("api/", guide.guide, name="guide"),
    path("api/v1/openapi.json", guide.openapi, name="openapi"),
    *_rest_patterns(),
    path("api/v1/<path:nowhere>", door(nothing), name="nothing"),
    path("desk/keys/", desk_keys.keys, name="keys"),
    path("desk/keys/<slug:token>/revoke/", desk_keys.revoke_key, name="revoke_key"),
    path("desk/webhooks/", desk_hooks.webhooks, name="webhooks"),
    path(HOOK, desk_hooks.webhook, name="webhook"),
    path(f"{HOOK}secret/", desk_hooks.renew_secret, name="renew_secret"),
    path(f"{HOOK}trial/", desk_hooks.send_trial, name="send_trial"),
    path(f"{HOOK}remove/", desk_hooks.remove_webhook, name="remove_webhook"),
]
