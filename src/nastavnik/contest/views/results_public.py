"""Results as everybody reads them, and as applicants read their own."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from nastavnik.contest.selectors.results import public, verify
from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.learning.services.certificates import may_verify


@require_safe
def results(request: Request, slug: str) -> HttpResponse:
    """Show the results of a contest."""
    page = public.results_page(request.user, request.school, slug, clock.now())
    return render(request, "contest/public/results.html", {"page": page})


@never_cache
@signed_in
@require_GET
def own_result(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the authors of an application what became of it."""
    page = public.own_result(request.user, request.school, token)
    return render(request, "contest/applications/result.html", {"page": page})


@never_cache
@require_safe
def verify_diploma(request: Request, code: str) -> HttpResponse:
    """Say what stands on the diploma of a code; the page of all codes says when somebody asks too often."""
    if not may_verify(address=str(request.META["REMOTE_ADDR"])):
        return redirect("learning:verify", code)
    response = render(request, "contest/public/diploma.html", {"found": verify.verified_diploma(request.school, code)})
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
