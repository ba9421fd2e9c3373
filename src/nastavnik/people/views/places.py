"""The desk: organisations and libraries."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.people import selectors, services
from nastavnik.people.forms import LibraryForm, OrganisationForm
from nastavnik.people.views.parts import desk_crumbs, place_of


@never_cache
@signed_in
@require_GET
def libraries(request: SignedInRequest) -> HttpResponseBase:
    """Show the libraries of the network."""
    place = place_of(request)
    listing = selectors.library_listing(request.user, place, request.GET)
    context = {"can_run": selectors.can_run(request.user, place)}
    return tables.answer(request, listing, "people/desk/libraries.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_library(request: SignedInRequest) -> HttpResponse:
    """Add a library; the form stays open for the next one when asked."""
    place = place_of(request)
    organisations = selectors.organisations_to_choose(request.user, place)
    form = LibraryForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "place": place, "now": clock.now(), **form.cleaned_data}
        library = attempt(form, lambda: services.add_library(**words))
        if library is not None:
            flash(request, _("The library is added: %(name)s.") % {"name": library.label})
            return redirect("people:add_library" if "more" in request.POST else "people:libraries")
    crumbs = desk_crumbs((_("Libraries"), "people:libraries"))
    return render(request, "people/desk/library_form.html", {"form": form, "crumbs": crumbs})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def library(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a library and change it."""
    place = place_of(request)
    page = selectors.library_page(request.user, place, token)
    form = LibraryForm(request.POST or None, initial=page.initial, organisations=page.organisations)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "place": place, "library_id": page.library.pk, **form.cleaned_data}
        if attempt(form, lambda: services.edit_library(now=clock.now(), **words)):
            flash(request, _("The library is saved."))
            return redirect("people:libraries")
    crumbs = desk_crumbs((_("Libraries"), "people:libraries"))
    return render(request, "people/desk/library_form.html", {"form": form, "page": page, "crumbs": crumbs})


@never_cache
@signed_in
@require_GET
def organisations(request: SignedInRequest) -> HttpResponseBase:
    """Show the organisations of the network."""
    place = place_of(request)
    listing = selectors.organisation_listing(request.user, place, request.GET)
    context = {"can_run": selectors.can_run(request.user, place)}
    return tables.answer(request, listing, "people/desk/organisations.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_organisation(request: SignedInRequest) -> HttpResponse:
    """Add an organisation to the network."""
    place = place_of(request)
    selectors.check_can_run(request.user, place)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = services.add_organisation(actor=request.user, place=place, now=clock.now(), **form.cleaned_data)
        flash(request, _("The organisation is added: %(name)s.") % {"name": added.short_name})
        return redirect("people:organisations")
    crumbs = desk_crumbs((_("Organisations"), "people:organisations"))
    return render(request, "people/desk/organisation_form.html", {"form": form, "crumbs": crumbs})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def organisation(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an organisation and change it."""
    place = place_of(request)
    page = selectors.organisation_page(request.user, place, token)
    form = OrganisationForm(request.POST or None, initial=page.initial)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "place": place, "organisation_id": page.organisation.pk, **form.cleaned_data}
        if attempt(form, lambda: services.edit_organisation(now=clock.now(), **words)):
            flash(request, _("The organisation is saved."))
            return redirect("people:organisations")
    crumbs = desk_crumbs((_("Organisations"), "people:organisations"))
    return render(request, "people/desk/organisation_form.html", {"form": form, "page": page, "crumbs": crumbs})
