"""Answers to programs of others: who asks too often is asked to wait, and who has an answer already is told so."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from nastavnik.core.http.expected import expected
from nastavnik.core.http.requests import Request
from nastavnik.core.pace import MINUTE_SECONDS, is_within

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]
TOLD_SECONDS = 300


def paced(what: str, most: int, status: HTTPStatus = HTTPStatus.TOO_MANY_REQUESTS) -> Callable[[View[P]], View[P]]:
    """Answer one network `most` times a minute, all views with the same `what` together; `status` says what the others hear."""

    def gate(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if is_within(what, request.META["REMOTE_ADDR"], most):
                return view(request, *args, **kwargs)
            words = _("Too many requests came from your network just now. Wait a minute and ask again.")
            refused = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
            refused.headers["Retry-After"], refused.headers["Cache-Control"] = str(MINUTE_SECONDS), "no-store"
            return expected(request, refused)

        return cast("View[P]", answer)

    return gate


def told(request: Request, body: bytes, media_type: str, *, seconds: int = TOLD_SECONDS) -> HttpResponse:
    """Answer with what changes seldom, is asked for often and is the same for everybody; with 304 to whoever has it."""
    return told_by_tag(request, etag_of(body), lambda: HttpResponse(body, content_type=media_type), seconds=seconds)


def told_by_tag(request: Request, etag: str, make: Callable[[], HttpResponse], *, seconds: int) -> HttpResponse:
    """Answer with what `etag` tells from all else; it is made only for who has it not."""
    known = get_conditional_response(request, etag=etag)
    response = make() if known is None else known
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Cookie"])  # in which a guest's language stands
    return response


def etag_of(body: bytes) -> str:
    """Return what tells an answer from another."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
