"""The check before air."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.live.forms.desk import MeasuresForm
from nastavnik.live.selectors.desk import broadcast_to_hold
from nastavnik.live.selectors.desk_check import check_page
from nastavnik.live.services.preflight import ask_preflight

PART = "live/desk/parts/check.html"


@signed_in
@require_POST
def ask(request: SignedInRequest, token: str) -> HttpResponse:
    """Begin a check with what the browser has measured."""
    row = broadcast_to_hold(request.user, request.school, token)
    told = MeasuresForm(request.POST).told()
    ask_preflight(actor=request.user, broadcast_id=row.pk, told=told, now=clock.now())
    if not request.htmx:
        return redirect("live:broadcast", token)
    page = check_page(request.user, request.school, token, clock.now())
    return render(request, PART, {"check": page})


@never_cache
@signed_in
@require_GET
def result(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how the check goes."""
    page = check_page(request.user, request.school, token, clock.now())
    return render(request, PART, {"check": page})


@signed_in
@require_POST
def upload(request: SignedInRequest, token: str) -> HttpResponse:
    """Take bytes by which a browser measures its way here; they are kept nowhere."""
    broadcast_to_hold(request.user, request.school, token)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
