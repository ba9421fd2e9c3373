"""Papers of mentorships, and the drafts for labour mentoring."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.mentoring.forms.labour import LabourForm
from nastavnik.mentoring.papers import Format
from nastavnik.mentoring.selectors.mentorships import papers
from nastavnik.mentoring.selectors.mentorships.papers import Kind
from nastavnik.mentoring.selectors.mentorships.runs import check_can_pair
from nastavnik.mentoring.views.mentorship_parts import as_file, desk_crumbs


@never_cache
@signed_in
@require_GET
def paper(request: SignedInRequest, token: str, kind: str, form: str) -> HttpResponse:
    """Give the diary or the report of a mentorship."""
    return as_file(
        papers.mentorship_file(request.user, request.school, token, Kind(kind), form=Format(form), now=clock.now())
    )


@never_cache
@signed_in
@require_GET
def plan(request: SignedInRequest, token: str, form: str) -> HttpResponse:
    """Give a development plan."""
    return as_file(papers.plan_file(request.user, request.school, token, Format(form), clock.now()))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def labour(request: SignedInRequest) -> HttpResponse:
    """Make a draft for labour mentoring of what is typed; nothing is kept, and nothing begins by it."""
    check_can_pair(request.user, request.school)
    form = LabourForm(request.POST or None, initial={"employer": request.school.owner.name})
    if request.method == "POST" and form.is_valid():
        draft, file_format = form.which
        notice_on = form.cleaned_data["notice_on"]
        return as_file(
            papers.labour_file(request.school, draft, file_format, form.values(), notice_on=notice_on, now=clock.now())
        )
    return render(request, "mentoring/mentorships/labour.html", {"form": form, "crumbs": desk_crumbs()})
