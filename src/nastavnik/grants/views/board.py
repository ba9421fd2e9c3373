"""The board of deadlines of the network, and its calendar."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from nastavnik.core import clock, tables
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.grants.selectors.out.board import board_page
from nastavnik.grants.selectors.out.calendar import calendar_for


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest) -> HttpResponseBase:
    """Show every application to a fund with its deadline."""
    page = board_page(request.user, request.school, request.GET, clock.now())
    return tables.answer(request, page.listing, "grants/out/board.html", {"page": page})


@require_safe
def calendar(request: Request, key: str) -> HttpResponse:
    """Answer a calendar that subscribes to deadlines, or say that it has them already."""
    file = calendar_for(request.school, key)
    if file.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(
            file.body, status=HTTPStatus.OK, content_type="text/calendar; charset=utf-8; method=PUBLISH"
        )
        response.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    response.headers["ETag"] = file.etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
