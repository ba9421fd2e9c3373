"""The desk of broadcasts: the list, a new one, the desk of one."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.live.forms.desk import PlanForm
from nastavnik.live.selectors import desk as selectors
from nastavnik.live.selectors.desk_live import broadcast_live
from nastavnik.live.selectors.desk_page import broadcast_desk
from nastavnik.live.services.broadcasts import plan_broadcast


@never_cache
@signed_in
@require_GET
def broadcasts(request: SignedInRequest) -> HttpResponseBase:
    """Show the broadcasts of the school."""
    page = selectors.broadcasts_page(request.user, request.school, request.GET)
    return tables.answer(request, page.listing, "live/desk/broadcasts.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest) -> HttpResponse:
    """Give a lesson a broadcast and open its desk."""
    lessons = selectors.lessons_to_plan(request.user, request.school, clock.now())
    form = PlanForm(request.POST or None, lessons=lessons, initial={"lesson": request.GET.get("lesson", "")})
    if request.method == "POST" and form.is_valid():
        made = plan_broadcast(actor=request.user, lesson_id=form.cleaned_data["lesson"], now=clock.now())
        return redirect("live:broadcast", made.token)
    context = {"form": form, "lessons": lessons, "crumbs": crumbs()}
    return render(request, "live/desk/plan.html", context)


@never_cache
@signed_in
@require_GET
def broadcast(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the desk of a broadcast."""
    page = broadcast_desk(request.user, request.school, token, clock.now())
    context = {"page": page, "live": page.live, "check": page.check, "crumbs": crumbs()}
    return render(request, "live/desk/broadcast.html", context)


@never_cache
@signed_in
@require_GET
def state(request: SignedInRequest, token: str) -> HttpResponse:
    """Show again what goes on at the desk, if anything of it has changed."""
    live = broadcast_live(request.user, request.school, token, clock.now())
    if live.fingerprint == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "live/desk/parts/live.html", {"live": live, "is_part": True})


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the desk, from the list of broadcasts down: (words, address) of each step."""
    first = (_("Broadcasts"), reverse("live:broadcasts"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]
