"""Show what an application shares with others of its organisation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.selectors.check.overlap import overlap_page, pair_page


@never_cache
@signed_in
@require_GET
def overlaps(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the other applications, the most alike first."""
    page = overlap_page(request.user, request.school, token, clock.now())
    return render(request, "grants/check/overlap.html", {"head": page.head, "page": page})


@never_cache
@signed_in
@require_GET
def overlap_with(request: SignedInRequest, token: str, other: str) -> HttpResponse:
    """Show the application beside another one."""
    page = pair_page(request.user, request.school, token, other, clock.now())
    return render(request, "grants/check/pair.html", {"head": page.head, "page": page})
