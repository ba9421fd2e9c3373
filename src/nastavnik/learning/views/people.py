"""The people of a branch for its head, and how far one of them is."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.learning.selectors import branch, people


@never_cache
@signed_in
@require_GET
def library(request: SignedInRequest, library_token: str = "", programme_token: str = "") -> HttpResponseBase:
    """Show the head of a library her people, and how far each is."""
    page = branch.library_page(request.user, request.school, request.GET, library_token, programme_token)
    return tables.answer(request, page.listing, "learning/library.html", {"page": page})


@never_cache
@signed_in
@require_GET
def colleague(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how far a person is: to herself and to the head of her library."""
    page = people.person_page(request.user, request.school, token)
    crumbs = [{"label": _("My library"), "url": reverse("learning:library")}]
    return render(request, "learning/person.html", {"page": page, "crumbs": crumbs})


@never_cache
@signed_in
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """Show a person all lessons of her programmes, and how she stands to each."""
    page = people.own_page(request.user, request.school)
    crumbs = [{"label": _("My study"), "url": reverse("portal:me")}]
    return render(request, "learning/person.html", {"page": page, "crumbs": crumbs})
