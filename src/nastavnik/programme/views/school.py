"""The school's settings at the desk, and the style sheet made of its colours."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.colours import accent_styles
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme import services
from nastavnik.programme.forms import PartnerForm, SchoolForm
from nastavnik.programme.selectors import schools
from nastavnik.programme.views.parts import attempt_edit, typed

YEAR_SECONDS = 365 * 24 * 60 * 60


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Show and change the settings of the school."""
    page = schools.school_settings(request.user, request.school)
    form = SchoolForm(typed(request), initial=page.typed, organisations=page.organisations)
    if request.method == "POST" and form.is_valid():
        call = partial(services.change_school, actor=request.user, school_id=page.school.pk, now=clock.now())
        if attempt_edit(form, partial(call, **school_words(form, page)), current=page.typed):
            flash(request, _("The settings are saved."))
            return redirect("programme:school")
    context = {"form": form, "page": page, "partner_form": PartnerForm(organisations=page.not_yet_partners)}
    return render(request, "programme/desk/school.html", context)


def school_words(form: SchoolForm, page: schools.SchoolSettings) -> dict[str, Any]:
    """Return what the service takes: the texts of the tabs together, the owner as a row."""
    words = {name: value for name, value in form.cleaned_data.items() if not name.startswith("tab_")}
    owner = next(organisation for organisation in page.organisations if organisation.pk == words["owner"])
    return {**words, "owner": owner, "tab_texts": form.tab_texts()}


@signed_in
@require_POST
def add_partner(request: SignedInRequest) -> HttpResponse:
    """Count an organisation of the network among the partners."""
    page = schools.school_settings(request.user, request.school)
    form = PartnerForm(request.POST, organisations=page.not_yet_partners)
    if form.is_valid():
        chosen = form.cleaned_data["organisation"]
        organisation = next(item for item in page.organisations if item.pk == chosen)
        services.add_partner(actor=request.user, school_id=page.school.pk, organisation=organisation, now=clock.now())
        flash(request, _("The partner is added: %(name)s.") % {"name": organisation})
    return redirect("programme:school")


@signed_in
@require_POST
def remove_partner(request: SignedInRequest, token: str) -> HttpResponse:
    """Take an organisation off the partners."""
    page = schools.school_settings(request.user, request.school)
    organisation = page.partner(token)
    services.remove_partner(
        actor=request.user, school_id=page.school.pk, organisation_id=organisation.pk, now=clock.now()
    )
    flash(request, _("The partner is removed: %(name)s.") % {"name": organisation})
    return redirect("programme:school")


@require_safe
def styles(request: Request) -> HttpResponse:
    """Send the school's colours; the mark in the address changes with them, so the answer may be kept for ever."""
    school = request.school
    body = accent_styles(school.accent_light, school.accent_dark)
    is_marked = bool(mark := schools.accents_mark(school)) and request.GET.get("v") == mark
    response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable" if is_marked else "no-cache"
    return response
