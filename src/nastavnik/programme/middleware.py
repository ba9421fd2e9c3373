"""Which school a request is for: by host name, by the first word of the path, else the only or default one."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix

from nastavnik.core.http import Request
from nastavnik.programme.models import School
from nastavnik.programme.selectors.schools import Directory, accents_mark, directory

# The operator repairs an installation that has no school yet; machines ask whether it lives, and whether a stream key is good.
WITHOUT_SCHOOL = ("/admin/", "/health/", "/live/hooks/")


class SchoolMiddleware:
    """Sets `request.school` and the address of its style sheet.

    A school found by path is moved into the script prefix, so that every `reverse()` of the request stays in it.
    No query but once in a few seconds.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        schools = directory()
        if school := schools.at_host(host_of(request)):
            return self._answer(request, school)
        if school := schools.at_path(request.path_info.split("/")[1]):
            return self._answer_within(request, school)
        if school := schools.default():
            return self._answer(request, school)
        if request.path_info.startswith(WITHOUT_SCHOOL):
            return self.get_response(request)
        return no_school(request, schools)

    def _answer(self, request: Request, school: School) -> HttpResponse:
        request.school = school
        if mark := accents_mark(school):
            request.school_styles = f"{get_script_prefix()}school.css?v={mark}"
        return self.get_response(request)

    def _answer_within(self, request: Request, school: School) -> HttpResponse:
        outer = get_script_prefix()
        prefix = f"{outer}{school.path}"
        set_script_prefix(f"{prefix}/")
        request.META["SCRIPT_NAME"] = prefix
        request.path_info = request.path_info.removeprefix(f"/{school.path}") or "/"
        request.path = f"{prefix}{request.path_info}"
        try:
            return self._answer(request, school)
        finally:
            set_script_prefix(outer)


def host_of(request: Request) -> str:
    """Return the host name without its port, in small letters."""
    return request.get_host().rpartition(":")[0].lower() if ":" in request.get_host() else request.get_host().lower()


def no_school(request: Request, schools: Directory) -> HttpResponse:
    """Say that there is no school here: how to make the first one, or which schools there are."""
    doors = [{"title": school.title, "url": f"{school.base_url}/"} for school in schools.schools]
    status = HTTPStatus.NOT_FOUND if doors else HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "programme/no_school.html", {"doors": doors}, status=status)
