"""What all answers to programs share: who asks, how often, in which language; marks by which what is known is not sent again."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from nastavnik.api.services.pace import WINDOW_SECONDS
from nastavnik.api.views.rest.problems import problem
from nastavnik.api.views.rest.repeats import once
from nastavnik.core.errors import Refusal
from nastavnik.core.http import Request

VERSION = "1.0"
LANGUAGES = ("ru", "en")

View = Callable[..., HttpResponse]


class Json(BaseRenderer):
    """Russian letters as they are: half as long as in escapes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Return the answer's body."""
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False, separators=(",", ":"))


class Rest(NinjaAPI):
    """The interface. What is read has a mark: who has it already is answered with 304."""

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        """Return an answer with its mark."""
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        return (
            marked(request, response) if request.method == "GET" and response.status_code == HTTPStatus.OK else response
        )


def marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer with the mark of its content, or 304 to who has it."""
    # weak, because what is packed on the way is the same in other bytes
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    response.headers["ETag"] = etag
    return response


rest = Rest(
    title="Nastavnik",
    version=VERSION,
    urls_namespace="api_v1",
    openapi_url=None,
    docs_url=None,
    renderer=Json(),
)


@rest.exception_handler(Http404)
@rest.exception_handler(ObjectDoesNotExist)
def missing(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Say that there is nothing, also of what is not for the asker."""
    return problem(HTTPStatus.NOT_FOUND)


@rest.exception_handler(PermissionDenied)
def forbidden(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that she may not do this."""
    return problem(HTTPStatus.FORBIDDEN, detail=str(error))


@rest.exception_handler(Refusal)
def refused(_request: HttpRequest, error: Refusal) -> HttpResponse:
    """Say which rule does not allow it."""
    return problem(HTTPStatus.CONFLICT, detail=str(error.message))


@rest.exception_handler(ValidationError)
def unfit(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what is not as the contract wants it."""
    said = [f"{_place_of(one['loc'])}: {one['msg']}" for one in error.errors]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, errors=said)


def _place_of(words: Sequence[Any]) -> str:
    """Return where something is wrong; the first words name the part of the request and, of a body, our own argument."""
    part, *place = words
    return ".".join(map(str, place[1:] if part == "body" else place))


@rest.exception_handler(HttpError)
def failed(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say what the frame found wrong: no key, no JSON, too often."""
    headers = {}
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Throttled):
        headers["Retry-After"] = str(WINDOW_SECONDS)
    return problem(error.status_code, headers=headers)


def nothing(_request: HttpRequest, **_nowhere: str) -> HttpResponse:
    """Say to a program that there is nothing, in words that it reads."""
    return problem(HTTPStatus.NOT_FOUND)


def language_of(request: HttpRequest) -> str:
    """Return the language in which a program wants to be spoken to; Russian unless it says another of ours."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code[:2] for code, _weight in wanted if code[:2] in LANGUAGES), LANGUAGES[0])


def door(view: View) -> View:
    """Let programs in: a session in the browser is no key, whatever page sends it here."""

    @csrf_exempt
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        language, is_head = language_of(request), request.method == "HEAD"
        if is_head:
            request.method = "GET"  # the frame knows no HEAD: it is a GET of which the body is not sent
        with translation.override(language):
            response = once(request, partial(view, request, *args, **kwargs))
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response = problem(response.status_code, headers={"Allow": response.headers["Allow"]})
        _set_headers(request, response, language)
        if is_head:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return answer


def _set_headers(request: HttpRequest, response: HttpResponse, language: str) -> None:
    response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    else:
        # what everybody may read, scripts of other sites may read too; no cookie opens anything here
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Access-Control-Allow-Origin"] = "*"
