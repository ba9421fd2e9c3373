"""Projects that seek a grant."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.selectors.lookup import project_for


@never_cache
@signed_in
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """Show the projects of a person."""
    return render(request, "grants/projects/own.html")


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a project with its applications to funds and its people."""
    project = project_for(request.user, request.school, token)
    return render(request, "grants/projects/show.html", {"project": project})
