"""The desk: people, their roles, invitations."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.people import selectors, services
from nastavnik.people.forms import InviteForm, PersonForm, RoleForm
from nastavnik.people.views.parts import desk_crumbs, place_of


@never_cache
@signed_in
@require_GET
def people(request: SignedInRequest) -> HttpResponseBase:
    """Show the people of the school."""
    place = place_of(request)
    listing = selectors.people_listing(request.user, place, request.GET)
    context = {"can_run": selectors.can_run(request.user, place)}
    return tables.answer(request, listing, "people/desk/people.html", context)


@never_cache
@signed_in
@require_GET
def person(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a person."""
    page = selectors.person_page(request.user, place_of(request), token)
    context = {"page": page, "role_form": RoleForm(), "crumbs": desk_crumbs((_("People"), "people:people"))}
    return render(request, "people/desk/person.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_person(request: SignedInRequest, token: str) -> HttpResponse:
    """Change a person's details."""
    place = place_of(request)
    selectors.check_can_run(request.user, place)
    found = selectors.person_for(request.user, place, token)
    initial = {name: getattr(found, name) for name in ("full_name", "position", "phone", "library", "email")}
    libraries = selectors.libraries_to_choose(request.user, place)
    has_been_in = found.last_login is not None
    form = PersonForm(request.POST or None, initial=initial, libraries=libraries, has_been_in=has_been_in)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "user_id": found.pk, "place": place, "now": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: services.edit_person(**words)):
            flash(request, _("The details are saved."))
            return redirect("people:person", token)
    crumbs = desk_crumbs((_("People"), "people:people"))
    return render(request, "people/desk/person_form.html", {"form": form, "person": found, "crumbs": crumbs})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite a person; the link is shown once and mailed."""
    place = place_of(request)
    libraries = selectors.libraries_to_invite_to(request.user, place)
    form = InviteForm(request.POST or None, libraries=libraries)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "place": place, "place_title": str(request.school), **form.cleaned_data}
        invited = attempt(form, lambda: services.invite_person(now=clock.now(), **words))
        if invited is not None:
            return show_invited(request, invited)
    crumbs = desk_crumbs((_("People"), "people:people"))
    return render(request, "people/desk/invite.html", {"form": form, "crumbs": crumbs})


@never_cache
@signed_in
@require_POST
def renew_invitation(request: SignedInRequest, token: str) -> HttpResponse:
    """Give a person a new way in."""
    place, title = place_of(request), str(request.school)
    found = selectors.person_for(request.user, place, token)
    words: dict[str, Any] = {"actor": request.user, "user_id": found.pk, "place": place, "place_title": title}
    return show_invited(request, services.renew_invitation(now=clock.now(), **words))


def show_invited(request: SignedInRequest, invited: services.Invited) -> HttpResponse:
    """Show what came of an invitation; the link is on this page alone and nowhere afterwards."""
    crumbs = desk_crumbs((_("People"), "people:people"))
    return render(request, "people/desk/invited.html", {"invited": invited, "crumbs": crumbs})


@signed_in
@require_POST
def roles(request: SignedInRequest, token: str) -> HttpResponse:
    """Grant a role, or withdraw it."""
    place = place_of(request)
    selectors.check_can_run(request.user, place)
    found = selectors.person_for(request.user, place, token)
    form = RoleForm(request.POST)
    if form.is_valid():
        role, is_taken = form.cleaned_data["role"], "withdraw" in request.POST
        change = services.withdraw_role if is_taken else services.grant_role
        change(actor=request.user, user_id=found.pk, role=role, place=place, now=clock.now())
        said = _("The role is withdrawn: %(role)s.") if is_taken else _("The role is granted: %(role)s.")
        flash(request, said % {"role": role.label})
    return back_to(request, token)


def back_to(request: SignedInRequest, token: str) -> HttpResponse:
    """Return to the person's page, or to the list when she lost her last role here and is no longer of the school."""
    is_here = selectors.is_person_here(request.user, place_of(request), token)
    return redirect("people:person", token) if is_here else redirect("people:people")


@signed_in
@require_POST
def deactivate(request: SignedInRequest, token: str) -> HttpResponse:
    """Switch an account off."""
    place = place_of(request)
    found = selectors.person_for(request.user, place, token)
    services.deactivate_person(actor=request.user, user_id=found.pk, place=place, now=clock.now())
    undo = reverse("people:activate", args=[token])
    flash(request, _("The account is switched off: %(name)s.") % {"name": found.full_name}, undo_url=undo)
    return redirect("people:person", token)


@signed_in
@require_POST
def activate(request: SignedInRequest, token: str) -> HttpResponse:
    """Switch an account on again."""
    place = place_of(request)
    found = selectors.person_for(request.user, place, token)
    services.activate_person(actor=request.user, user_id=found.pk, place=place, now=clock.now())
    flash(request, _("The account is switched on: %(name)s.") % {"name": found.full_name})
    return redirect("people:person", token)
