"""Notices, preferences, unsubscribing, and the outbox of the desk."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.people import selectors, services
from nastavnik.people.forms import NoticesForm
from nastavnik.people.views.parts import own_tabs, place_of


@never_cache
@signed_in
@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    """Show the newest notices."""
    context = {"notices": selectors.notices_of(request.user), "tabs": own_tabs("notices")}
    return render(request, "people/me/notices.html", context)


@signed_in
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read."""
    services.read_notices(actor=request.user, now=clock.now())
    return redirect("people:notices")


@signed_in
@require_POST
def open_one(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """Mark one as read and go where it leads. Links are written by services, never by people."""
    notice = services.open_notice(actor=request.user, notice_id=notice_id, now=clock.now())
    return redirect(notice.link or "people:notices")


@signed_in
@require_POST
def keep_to_page(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """Let the kind of one notice come in the page alone from now on."""
    kind = services.keep_to_page(actor=request.user, notice_id=notice_id, now=clock.now())
    flash(request, _("“%(kind)s” comes only in the school itself now.") % {"kind": kind.label})
    return redirect("people:notices")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    """Choose how notices come."""
    page = selectors.notice_settings(request.user)
    form = NoticesForm(request.POST or None, initial=page.initial)
    if request.method == "POST" and form.is_valid():
        services.set_notice_preferences(actor=request.user, **form.chosen())
        flash(request, _("Your choice is saved."))
        return redirect("people:preferences")
    context = {"form": form, "page": page, "push_key": services.offered_key(), "tabs": own_tabs("notices")}
    return render(request, "people/me/preferences.html", context)


# A mail program posts here by itself when "unsubscribe" is pressed (RFC 8058): it has no token and no session, the signed
# address is the right to do it. Looking (a scanner of links) changes nothing.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: Request, signed: str) -> HttpResponse:
    """End letters of one kind, with one click and without signing in."""
    is_done = request.method == "POST"
    call = services.unsubscribe if is_done else selectors.subscription
    person, kinds = call(signed=signed)
    context = {"email": person.email, "kinds": [kind.label for kind in kinds], "is_done": is_done}
    return render(request, "people/unsubscribe.html", context)


@never_cache
@signed_in
@require_GET
def outbox(request: SignedInRequest) -> HttpResponseBase:
    """Show the methodist the letters that wait, went, and failed."""
    found = selectors.outbox(request.user, place_of(request), request.GET)
    return tables.answer(request, found.listing, "people/desk/outbox.html", {"outbox": found})


@signed_in
@require_POST
def retry(request: SignedInRequest, token: str) -> HttpResponse:
    """Put a failed letter back into the queue."""
    services.retry_letter(actor=request.user, token=token, place=place_of(request), now=clock.now())
    flash(request, _("The letter is in the queue again."))
    return redirect("people:outbox")
