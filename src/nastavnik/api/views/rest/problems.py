"""What went wrong, as programs are told it: problem details (RFC 9457) in the language that they asked for."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, Promise] = {
    HTTPStatus.BAD_REQUEST: _("What was sent cannot be read."),
    HTTPStatus.UNAUTHORIZED: _("A key is needed, and it must be valid."),
    HTTPStatus.FORBIDDEN: _("The key does not open this, or its owner may not do it."),
    HTTPStatus.NOT_FOUND: _("There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: _("This cannot be done here."),
    HTTPStatus.CONFLICT: _("A rule of the school does not allow it."),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("What was sent is not as the contract says."),
    HTTPStatus.TOO_MANY_REQUESTS: _("Too many requests came just now. Wait a minute and ask again."),
}


def problem(
    status: int, *, detail: str = "", errors: Sequence[str] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the answer that says what went wrong."""
    said = {"type": "about:blank", "title": str(TITLES.get(status, "")) or HTTPStatus(status).phrase, "status": status}
    body = {**said, "detail": detail, "errors": list(errors)}
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=headers)
