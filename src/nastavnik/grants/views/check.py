"""Show what the checker says of an application."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.selectors.check.page import check_page


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what the checker says of an application."""
    page = check_page(request.user, request.school, token, clock.now())
    return render(request, "grants/check/check.html", {"head": page.head, "page": page})
