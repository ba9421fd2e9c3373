"""Calendars for other programs: a lesson as a file, programmes and one's own lessons as subscriptions."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from nastavnik.core.http import Request
from nastavnik.programme.selectors import calendar
from nastavnik.programme.selectors.calendar import CalendarFile


@require_safe
def lesson(request: Request, slug: str) -> HttpResponse:
    """Send a lesson as a file for a calendar."""
    return answer(request, calendar.lesson_calendar(request.user, request.school, slug))


@require_safe
def programme(request: Request, token: str) -> HttpResponse:
    """Answer a calendar that subscribes to a programme."""
    return answer(request, calendar.programme_calendar(request.user, request.school, token))


@require_safe
def own(request: Request, key: str) -> HttpResponse:
    """Answer a calendar that subscribes to a person's lessons."""
    response = answer(request, calendar.own_calendar(request.school, key))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def answer(request: Request, file: CalendarFile) -> HttpResponse:
    """Send the calendar, or 304 when the program has it already."""
    if file.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        content_type = f"text/calendar; charset=utf-8; method={file.method}"
        response = HttpResponse(file.body, status=HTTPStatus.OK, content_type=content_type)
        response.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    response.headers["ETag"] = file.etag
    response.headers["Cache-Control"] = "no-cache"
    return response
