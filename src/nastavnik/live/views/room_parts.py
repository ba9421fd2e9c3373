"""What the views of the room share."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import Request
from nastavnik.core.http.refusals import is_script
from nastavnik.live.selectors import room as selectors


class NotUnderstood(Refusal):
    """What came is not what the form sends."""

    message = ""


def spoken(request: Request, token: str) -> dict[str, Any]:
    """Return what every service of those in the room takes: who speaks, in which room, and when."""
    return {
        "actor": request.user,
        "room_id": selectors.room_id_in(request.school, token),
        "guest": selectors.guest_of(request.session),
        "now": clock.now(),
    }


def led(request: Request, token: str) -> dict[str, Any]:
    """Return what every service of those who lead the room takes."""
    room_id = selectors.room_id_to_lead(request.user, request.school, token)
    return {"actor": request.user, "room_id": room_id, "now": clock.now()}


def cleaned(form: Form) -> dict[str, Any]:
    """Return what a form says. Raises `NotUnderstood` with the first of its faults in words."""
    if form.is_valid():
        return form.cleaned_data
    faults = [str(fault) for faults in form.errors.values() for fault in faults]
    raise NotUnderstood(faults[0] if faults else _("The form was not understood."))


def answer(request: Request, token: str, /, **told: Any) -> HttpResponse:
    """Answer a script with what it must know, and bring anybody else back to the room on the page she came from."""
    if is_script(request):
        return JsonResponse(told) if told else HttpResponse(status=HTTPStatus.NO_CONTENT)
    return HttpResponseRedirect(f"{came_from(request) or reverse('live:room', args=[token])}#room")


def came_from(request: Request) -> str:
    """Return the page of the school that the form stood on, without its place; nothing when it is not known."""
    address = request.headers.get("Referer", "").partition("#")[0]
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


def or_why(request: Request, call: Callable[[], HttpResponse], show: Callable[[Refusal], HttpResponse]) -> HttpResponse:
    """Do something; a refusal is shown with what was typed, unless a script waits, which keeps that by itself."""
    if is_script(request):
        return call()
    try:
        return call()
    except Refusal as refusal:
        return show(refusal)
