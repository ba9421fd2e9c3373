"""How far somebody is with a film: asked by pages that play it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.learning.selectors import progress


@never_cache
@require_safe
def watched(request: Request, token: str) -> HttpResponse:
    """Show what was played of a film, with a fresh pass; nothing to guests."""
    found = progress.progress_of(request.user, request.school, token, clock.now())
    if found is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "learning/lesson/progress.html", {"progress": found})
