"""Messages for the next page; one that tells of a change may carry the address that takes the change back."""

from typing import Any

from django.contrib import messages
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from nastavnik.core.http.requests import Request

UNDO_PREFIX = "undo:"


def flash(request: Request, text: str | Promise, *, undo_url: str = "") -> None:
    """Say on the next page that something was done; with `undo_url` the message has a button that posts there."""
    messages.success(request, str(text), extra_tags=f"{UNDO_PREFIX}{undo_url}" if undo_url else "")


def undo_url_of(message: Any) -> str:
    """Return the undo address of a stored message, or nothing. Only addresses of this site are given back."""
    tags = str(message.extra_tags or "")
    url = tags.removeprefix(UNDO_PREFIX) if tags.startswith(UNDO_PREFIX) else ""
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""
