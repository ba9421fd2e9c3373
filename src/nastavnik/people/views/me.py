"""One's own pages: profile, sign-in, one's data."""

import json

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.http.preferences import COOKIE_AGE_SECONDS
from nastavnik.people import selectors, services
from nastavnik.people.forms import EraseForm, ProfileForm
from nastavnik.people.views.parts import own_tabs, place_of


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Show and change one's own details."""
    user = request.user
    names = ("full_name", "position", "phone", "time_zone", "language")
    form = ProfileForm(request.POST or None, initial={name: getattr(user, name) for name in names})
    if request.method == "POST" and form.is_valid():
        services.edit_profile(actor=user, now=clock.now(), **form.cleaned_data)
        response = redirect("people:profile")
        language = form.cleaned_data["language"]
        with override(language):
            flash(request, _("Your details are saved."))
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=COOKIE_AGE_SECONDS, samesite="Lax")
        return response
    page = selectors.profile_page(user, place_of(request))
    return render(request, "people/me/profile.html", {"form": form, "page": page, "tabs": own_tabs("profile")})


@never_cache
@signed_in
@require_GET
def security(request: SignedInRequest) -> HttpResponse:
    """Show how one signs in and what protects the account, with the pages where it is changed."""
    page = selectors.security_page(request.user)
    return render(request, "people/me/security.html", {"page": page, "tabs": own_tabs("security")})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def own_data(request: SignedInRequest) -> HttpResponse:
    """Show what can be done with one's own data; erase it when the person confirms by her e-mail."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, actor = form.cleaned_data["email"], request.user
        attempt(form, lambda: services.erase_account(actor=actor, typed_email=typed, now=clock.now()))
        if form.is_valid():
            logout(request)
            return render(request, "people/erased.html")
    return render(request, "people/me/data.html", {"form": form, "tabs": own_tabs("data")})


@never_cache
@signed_in
@require_GET
def export_own_data(request: SignedInRequest) -> HttpResponse:
    """Give the person everything the school knows about her."""
    found = selectors.own_data(request.user, now=clock.now())
    body = json.dumps(found, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
