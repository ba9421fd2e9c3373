"""The page of search, what is suggested while one types, and what was not found."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock, tables
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.search import selectors, services


@require_safe
def search(request: Request) -> HttpResponse:
    """Show the moments that answer a question; without one, how to ask."""
    text, now = request.GET.get("q", ""), clock.now()
    if text:
        services.note_search(address=request.META["REMOTE_ADDR"])
    page = selectors.search(request.user, request.school, text, now)
    if page.is_missed:
        services.note_miss(school=request.school, text=page.text, now=now)
    return render(request, "search/search.html", {"page": page})


@never_cache
@require_safe
def suggestions(request: Request) -> HttpResponse:
    """Show a few moments for what has been typed so far, as a part of a page."""
    found = []
    if services.may_suggest(address=request.META["REMOTE_ADDR"]):
        found = selectors.suggestions(request.user, request.school, request.GET.get("q", ""), clock.now())
    return render(request, "search/parts/suggestions.html", {"suggestions": found})


@never_cache
@signed_in
@require_safe
def misses(request: SignedInRequest) -> HttpResponseBase:
    """Show the desk what people looked for in vain."""
    listing = selectors.misses_listing(request.user, request.school, request.GET)
    context = {"empty": _("Whatever people looked for was found.")}
    return tables.answer(request, listing, "search/misses.html", context)
