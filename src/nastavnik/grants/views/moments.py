"""Moments of lessons to learn from: for who writes an application, and as methodists choose them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for


@never_cache
@signed_in
@require_GET
def study(request: SignedInRequest, token: str) -> HttpResponse:
    """Show where to learn what a field or a criterion asks for."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:reviews", clock.now())
    return render(request, "grants/talk/study.html", {"head": head})
