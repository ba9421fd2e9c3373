"""Coming in: by an invitation, and by registering where a school allows it."""

from typing import cast

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request
from nastavnik.core.http.flash import flash
from nastavnik.people import selectors, services
from nastavnik.people.forms import EntryForm, RegisterForm
from nastavnik.people.views.parts import place_of


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: Request, secret: str) -> HttpResponseBase:
    """Show whom the link invites, and let her in when she says so; looking alone uses nothing up."""
    page = selectors.invitation_page(secret, request.user, now=clock.now())
    form = EntryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_open and form.is_valid():
        password = form.cleaned_data["password"] if page.is_entry else ""
        accept = services.accept_invitation
        user = attempt(form, lambda: accept(actor=request.user, secret=secret, now=clock.now(), password=password))
        if user is not None:
            return enter(request, page, user)
    status = 200 if page.is_open else 410
    return render(request, "people/invitation.html", {"page": page, "form": form}, status=status)


def enter(request: Request, page: selectors.InvitationPage, user: selectors.Person) -> HttpResponse:
    """Sign the invited person in by allauth's own way, which asks for her second step if she has one."""
    flash(request, _("Welcome to “%(school)s”!") % {"school": page.place_title})
    if not page.is_entry:
        return redirect(get_script_prefix())
    if request.user.is_authenticated:
        logout(request)
    return cast(
        "HttpResponse", perform_login(request, user, email_verification="none", redirect_url=get_script_prefix())
    )


@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponseBase:
    """Make an account where the school allows it, and send a code to come in with; elsewhere say whom to ask."""
    if request.user.is_authenticated:
        return redirect("people:profile")
    place = place_of(request)
    text = selectors.processing_text(place)
    is_open = getattr(request.school, "is_registration_open", False) and text is not None
    form = RegisterForm(request.POST or None)
    if is_open and request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("email", "full_name")}
        # the same allowance as for asking a code: each answer here is a letter to an address somebody has typed
        if refused := ratelimit.consume_or_429(request, action="request_login_code", key=words["email"].lower()):
            return cast("HttpResponse", refused)
        user = services.register_person(**words, text=text, place=place, now=clock.now())
        LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
        return redirect("account_confirm_login_code")
    document = selectors.document_for(place, "processing") if is_open else None
    return render(request, "people/register.html", {"form": form, "is_open": is_open, "document": document})
