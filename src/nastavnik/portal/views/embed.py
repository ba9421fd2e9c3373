"""Frames for other sites, and the page of the desk that hands out their code."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.frames import framed
from nastavnik.portal.forms import EmbedForm
from nastavnik.portal.selectors import embed as selectors
from nastavnik.portal.selectors import embed_codes
from nastavnik.search import services as search_services


@framed
@require_safe
def embed(request: Request, token: str = "") -> HttpResponse:
    """Show a part of the school for a frame on another site: as a guest sees it, without cookies."""
    now = clock.now()
    if request.GET.get("q"):
        search_services.note_search(address=request.META["REMOTE_ADDR"])
    page = selectors.embedded(request.school, token, request.GET, now)
    if page.moments is not None and page.moments.is_missed:
        search_services.note_miss(school=request.school, text=page.moments.text, now=now)
    return render(request, f"portal/embed/{page.view}.html", {"page": page})


@never_cache
@signed_in
@require_safe
def embedding(request: SignedInRequest) -> HttpResponse:
    """Hand out the code that shows a part of the school on another site, with a preview."""
    form = EmbedForm(request.GET or None, years=embed_codes.years_at_desk(request.user, request.school))
    page = embed_codes.codes_page(request.school, **form.choice())
    return render(request, "portal/embed/desk.html", {"page": page, "form": form})
