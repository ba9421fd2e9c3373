"""What everybody opens of contests, and the preview of it before a contest opens."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from nastavnik.contest.selectors import preview as previews
from nastavnik.contest.selectors import public as pages
from nastavnik.contest.views.setup_common import contest_crumbs
from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in


@require_safe
def contests(request: Request) -> HttpResponse:
    """Show the contests of the school."""
    page = pages.contests_page(request.user, request.school, clock.now())
    return render(request, "contest/public/contests.html", {"page": page})


@require_safe
def contest(request: Request, slug: str) -> HttpResponse:
    """Show a contest: in short, where it is, its directions, how to apply."""
    page = pages.contest_page(request.user, request.school, slug, clock.now())
    return render(request, "contest/public/contest.html", {"page": page})


@require_safe
def regulation(request: Request, slug: str) -> HttpResponse:
    """Show the whole regulation with its annexes."""
    told = pages.regulation_of(request.user, request.school, slug, clock.now())
    return render(request, "contest/public/regulation.html", {"page": told.page, "regulation": told})


@never_cache
@signed_in
@require_GET
def preview(request: SignedInRequest, token: str, view: str = "contest") -> HttpResponse:
    """Show the desk how a page of the contest will look to applicants and to the jury."""
    page = previews.preview_of(request.user, request.school, token, view, clock.now())
    crumbs = contest_crumbs(page.contest.title, token)
    return render(request, f"contest/preview/{view}.html", {"preview": page, "page": page.page, "crumbs": crumbs})
