"""The texts of an application, one by one, for the form on the fund's site."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.out.copying import copy_page


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show every text with a button that copies it, and with the fund's limits."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:papers", clock.now())
    return render(request, "grants/out/copy.html", {"head": head, "page": copy_page(grant)})
