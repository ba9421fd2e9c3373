"""Notices in browsers: switched on and off by a script in the browser, and the worker that shows them."""

from http import HTTPStatus
from typing import cast

from allauth.core import ratelimit
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.people import services
from nastavnik.people.forms import BrowserForm

SESSION_WORD = "push"


@require_safe
def worker(_request: Request) -> HttpResponse:
    """Send the script that shows notices while no page is open; it may look after the whole address of the school."""
    path = finders.find("islands/push-worker.js")
    if path is None or not services.offered_key():
        raise Http404
    with open(str(path), "rb") as script:  # noqa: PTH123 -- finders answer with strings
        response = HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    # it fetches nothing and runs nothing but itself
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@signed_in
@require_POST
def switch_on(request: SignedInRequest) -> HttpResponse:
    """Show the person's notices in the browser that asks."""
    if refused := ratelimit.consume_or_429(request, action="switch_on_browser", user=request.user):
        return cast("HttpResponse", refused)
    form = BrowserForm(request.POST)
    if not services.offered_key() or not form.is_valid():
        return JsonResponse(form.errors, status=HTTPStatus.BAD_REQUEST)
    subscription = services.switch_on_browser(
        actor=request.user,
        told=form.cleaned_data["told"],
        user_agent=request.headers.get("User-Agent", ""),
        now=clock.now(),
    )
    request.session[SESSION_WORD] = subscription.token
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@signed_in
@require_POST
def switch_off_here(request: SignedInRequest) -> HttpResponse:
    """Show nothing more in the browser that asks, by its address."""
    services.switch_off_address(actor=request.user, endpoint=request.POST.get("endpoint", ""))
    request.session.pop(SESSION_WORD, None)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@signed_in
@require_POST
def switch_off(request: SignedInRequest, token: str) -> HttpResponse:
    """Show nothing more in one of the person's browsers."""
    services.switch_off_browser(actor=request.user, token=token)
    flash(request, _("The browser shows no more notices."))
    return redirect("people:preferences")
