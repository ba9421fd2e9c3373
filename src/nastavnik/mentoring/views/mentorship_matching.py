"""The matching of the network at the methodist's desk."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.enums import MatchScope
from nastavnik.mentoring.forms.mentorships import MOST_DIGITS
from nastavnik.mentoring.forms.pairing import SettlementsForm, StartForm
from nastavnik.mentoring.selectors.mentorships import runs as selectors
from nastavnik.mentoring.services.mentorships import matching, wishes
from nastavnik.mentoring.views.mentorship_parts import desk_crumbs, matching_step


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Say for whom mentors are to be found, and begin."""
    page = selectors.start_page(request.user, request.school)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scope = MatchScope(form.cleaned_data["scope"])
        run = attempt(
            form,
            lambda: matching.start_run(actor=request.user, school=request.school, scope=scope, now=clock.now()),
        )
        if run is not None:
            return redirect("mentoring:matching", run.token)
    context = {"page": page, "form": form, "crumbs": desk_crumbs()}
    return render(request, "mentoring/mentorships/desk/start.html", context)


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how far a matching is, and then what it suggests."""
    page = selectors.run_page(request.user, request.school, token, request.GET)
    context = {"page": page, "crumbs": desk_crumbs(matching_step())}
    return render(request, "mentoring/mentorships/desk/run.html", context)


@never_cache
@signed_in
@require_GET
def state(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how far a matching is, for the page that asks again; once it is through, the page is loaded anew."""
    run = selectors.run_state(request.user, request.school, token)
    response = render(request, "mentoring/mentorships/desk/run_state.html", {"run": run})
    if not run.is_going:
        response.headers["HX-Refresh"] = "true"
    return response


@never_cache
@signed_in
@require_POST
def approve_many(request: SignedInRequest, token: str) -> HttpResponse:
    """Approve the pairs that are ticked."""
    run = selectors.run_page(request.user, request.school, token, {})
    tokens = request.POST.getlist("pairs")[: selectors.PAGE_ROWS]
    approved, refused = matching.approve_many(actor=request.user, run_id=run.pk, tokens=tokens, now=clock.now())
    if refused:
        words: dict[str, Any] = {"approved": approved, "refused": refused}
        flash(
            request, _("Approved: %(approved)d. Could not be approved, look at them one by one: %(refused)d.") % words
        )
    else:
        flash(request, _("Approved: %(approved)d. Their mentors are asked.") % {"approved": approved})
    return redirect("mentoring:matching", token)


@never_cache
@signed_in
@require_GET
def others(request: SignedInRequest, token: str) -> HttpResponse:
    """Show who else could lead a mentee."""
    page = selectors.others_page(request.user, request.school, token, clock.now())
    crumbs = desk_crumbs(matching_step(), (_("What is suggested"), page.run_url))
    return render(request, "mentoring/mentorships/desk/others.html", {"page": page, "crumbs": crumbs})


@never_cache
@signed_in
@require_POST
def decide(request: SignedInRequest, token: str, deed: str) -> HttpResponse:
    """Approve a pair, with this mentor or another, or drop it, or take that back."""
    row = selectors.proposal_to_decide(request.user, request.school, token)
    act: dict[str, Any] = {"actor": request.user, "proposal_id": row.pk, "now": clock.now()}
    if deed == "approve":
        matching.approve(**act)
    elif deed == "change":
        matching.change(**act, mentor_id=number_in(request.POST.get("mentor", "")))
    elif deed == "drop":
        matching.drop(**act)
    elif deed == "undrop":
        matching.undrop(**act)
    else:
        raise Http404
    return redirect("mentoring:matching", row.run.token)


def number_in(typed: str) -> int:
    """Return the number of a row; 0, which is nobody's, for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else 0


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def settlements(request: SignedInRequest) -> HttpResponse:
    """Say where settlements lie."""
    selectors.check_can_pair(request.user, request.school)
    form = SettlementsForm(request.POST or None, initial={"lines": selectors.settlement_lines(request.school)})
    if request.method == "POST" and form.is_valid():
        places = form.cleaned_data["lines"]
        known = wishes.set_settlements(actor=request.user, school=request.school, places=places, now=clock.now())
        flash(request, _("Places of settlements that are known: %(count)d.") % {"count": known})
        return redirect("mentoring:start_matching")
    crumbs = desk_crumbs(matching_step())
    return render(request, "mentoring/mentorships/desk/settlements.html", {"form": form, "crumbs": crumbs})
