"""Turns what services and selectors raise into answers, once, for every view."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from nastavnik.core.errors import Busy, Refusal
from nastavnik.core.http.expected import expected
from nastavnik.core.http.requests import Request

REFUSED_STATUS = 409


class RefusalMiddleware:
    """An expected refusal becomes a message where the person came from; a missing row becomes a 404 page.

    Scripts (htmx, fetch) get status 409 with the sentence as text, because they have no page to go back to.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        """Answer for `error` when it is one of ours; anything else goes on to Django."""
        if isinstance(error, ObjectDoesNotExist):
            raise Http404 from error
        if not isinstance(error, Refusal):
            return None
        if isinstance(error, Busy):
            return come_again(request, error)
        if is_script(request):
            return HttpResponse(str(error.message), status=REFUSED_STATUS, content_type="text/plain; charset=utf-8")
        return back_with_message(request, error)


def is_script(request: Request) -> bool:
    """Tell whether the answer goes to a script and not to a page."""
    return bool(request.headers.get("HX-Request")) or "text/html" not in request.headers.get("Accept", "text/html")


def come_again(request: Request, busy: Busy) -> HttpResponse:
    """Ask whoever came, a person or a program, to come again in some seconds."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if is_script(request):
        response = HttpResponse(str(busy.message), status=status, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "refused.html", {"message": busy.message}, status=status)
    response.headers["Retry-After"], response.headers["Cache-Control"] = str(busy.retry_seconds), "no-store"
    return expected(request, response)


def back_with_message(request: Request, refusal: Refusal) -> HttpResponse:
    """Send the person back to the page she came from with the refusal's sentence on it."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    if request.method == "POST" and is_ours:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(came_from)
    return render(request, "refused.html", {"message": refusal.message}, status=REFUSED_STATUS)
