"""Answers by which nothing is broken, though their number says so."""

from django.http import HttpResponse
from django.utils.log import log_response

from nastavnik.core.http.requests import Request


def expected(request: Request, response: HttpResponse) -> HttpResponse:
    """Return an answer that is logged as a warning: of 503 Django would make an error each time, and whoever asks often would fill the log."""
    log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request, level="warning")
    return response
