"""How far somebody is with a film: asked by pages that play it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.learning.selectors import progress


@never_cache
@signed_in
@require_safe
def watched(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what she has played of a film, with a fresh pass."""
    found = progress.progress_of(request.user, request.school, token, clock.now())
    return render(request, "learning/lesson/progress.html", {"progress": found})
