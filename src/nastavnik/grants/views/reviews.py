"""Show the trial reviews of an application."""

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
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the trial reviews of an application."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:reviews", clock.now())
    return render(request, "grants/talk/reviews.html", {"head": head})
