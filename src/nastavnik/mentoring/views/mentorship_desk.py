"""The pulse of all mentorships at the methodist's desk, and a new one proposed by hand."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.pairing import PairForm
from nastavnik.mentoring.selectors.mentorships import pairing
from nastavnik.mentoring.selectors.mentorships import pulse as selectors
from nastavnik.mentoring.selectors.mentorships.runs import check_can_pair
from nastavnik.mentoring.services.mentorships import beginning
from nastavnik.mentoring.views.mentorship_parts import desk_crumbs, ticked


@never_cache
@signed_in
@require_GET
def pulse(request: SignedInRequest) -> HttpResponseBase:
    """Show how awake the mentorships are."""
    page = selectors.pulse_page(request.user, request.school, request.GET, clock.now())
    return tables.answer(request, page.listing, "mentoring/mentorships/desk/pulse.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest) -> HttpResponse:
    """Propose a mentorship: a mentor, and one mentee or several, who are looked for by name."""
    check_can_pair(request.user, request.school)
    found = pairing.find_people(request.school, request.POST.get("words", ""), ticked(request))
    mentors = pairing.mentor_choices(request.school, clock.now())
    is_sent = "send" in request.POST
    form = PairForm(request.POST or None, mentors=mentors, people=found.choices)
    if is_sent and form.is_valid():
        typed = form.cleaned_data
        words = {"mentor_id": typed["mentor"], "user_ids": form.people(), "note": typed["note"], **form.frame()}
        proposed = attempt(
            form, lambda: beginning.propose(actor=request.user, school=request.school, now=clock.now(), **words)
        )
        if proposed is not None:
            flash(request, _("The mentor is asked, and the mentees are told."))
            return redirect("mentoring:mentorship", proposed.token)
    if not is_sent and request.method == "POST":
        form = PairForm(
            initial=pairing.typed_so_far(request.POST, ticked(request)), mentors=mentors, people=found.choices
        )
    context = {"form": form, "found": found, "crumbs": desk_crumbs()}
    return render(request, "mentoring/mentorships/desk/propose.html", context)
