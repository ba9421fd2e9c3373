"""The board of deadlines of the network."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.permissions import can_see_board


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Show every application to a fund with its deadline."""
    if not can_see_board(request.user, request.school):
        raise PermissionDenied
    return render(request, "grants/out/board.html")
