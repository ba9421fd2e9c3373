"""The room as a page of its own, as a part for scripts, and who is here."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.core.http.refusals import is_script
from nastavnik.live.selectors import room as selectors


@require_safe
def show(request: Request, token: str) -> HttpResponse:
    """Show the room without the film: for a second window, and for browsers without scripts."""
    return page(request, token)


def page(
    request: Request, token: str, *, typed: dict[str, str] | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Show the room; `typed`: what was refused, by the name of its form, and why."""
    context = {"room": view_of(request, token), "typed": typed or {}}
    return render(request, "live/room/page.html", context, status=status)


def view_of(request: Request, token: str) -> selectors.RoomView:
    """Return the room as the viewer sees it. Raises `Room.DoesNotExist`."""
    room = selectors.room_to_enter(request.user, request.school, token)
    return selectors.view_of_room(request.user, room, clock.now(), selectors.guest_of(request.session))


@never_cache
@require_safe
def part(request: Request, token: str) -> HttpResponse:
    """Show the room alone: a page that is open takes it when it has missed too much, or its viewer gave a name."""
    return render(request, "live/room/room.html", {"room": view_of(request, token)})


@never_cache
@require_safe
def people(request: Request, token: str) -> HttpResponse:
    """Show who is here: to those who are themselves known by name."""
    guest = selectors.guest_of(request.session)
    present = selectors.people_page(request.user, request.school, token, guest, clock.now())
    template = "live/room/people.html" if is_script(request) else "live/room/people_page.html"
    return render(request, template, {"present": present})
