"""The methodist's desk: all questions, who answers one, the mentors."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.queue import EndForm, GiveForm
from nastavnik.mentoring.selectors import mentors, overview
from nastavnik.mentoring.selectors import routing as pages
from nastavnik.mentoring.services import routing
from nastavnik.mentoring.views.queue_parts import give_form, is_giving, profile_answer


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page below the questions: (words, address) of each further step."""
    first = (_("Consultations"), reverse("mentoring:desk_consultations"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


@never_cache
@signed_in
@require_GET
def questions(request: SignedInRequest) -> HttpResponseBase:
    """Show the questions that are open."""
    return _overview(request, is_all=False)


@never_cache
@signed_in
@require_GET
def all_questions(request: SignedInRequest) -> HttpResponseBase:
    """Show every question that was ever sent."""
    return _overview(request, is_all=True)


def _overview(request: SignedInRequest, *, is_all: bool) -> HttpResponseBase:
    page = overview.overview(request.user, request.school, request.GET, clock.now(), is_all=is_all)
    if page.listing is None:
        return render(request, "mentoring/queue/overview.html", {"page": page})
    return tables.answer(request, page.listing, "mentoring/queue/overview.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, token: str) -> HttpResponse:
    """Show who answers a question, and give it to one more mentor."""
    words = request.POST.get("words", "")
    page = pages.routing_page(request.user, request.school, token, words=words, now=clock.now())
    form = give_form(request, GiveForm, page)
    if is_giving(request) and form.is_valid():
        call = partial(routing.assign, actor=request.user, consultation_id=page.consultation.pk, now=clock.now())
        mentor_id = pages.mentor_by_token(request.school, form.cleaned_data["mentor"])
        if attempt(form, partial(call, mentor_id=mentor_id, note=form.cleaned_data["note"])):
            flash(request, _("The mentor has the question and is told."))
            return redirect("mentoring:routing", token)
    context = {"page": page, "form": form, "end_form": EndForm(), "crumbs": crumbs()}
    return render(request, "mentoring/queue/routing.html", context)


@signed_in
@require_POST
def take_away(request: SignedInRequest, token: str, mentor: str) -> HttpResponse:
    """Take a question from a mentor."""
    page = pages.routing_page(request.user, request.school, token, words="", now=clock.now())
    form = EndForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    mentor_id = pages.holder_by_token(page.consultation, mentor)
    call = partial(routing.take_away, actor=request.user, consultation_id=page.consultation.pk, now=clock.now())
    has_it = call(mentor_id=mentor_id, note=note)
    flash(request, _("Taken away. Another mentor has it.") if has_it else _("Taken away. Nobody else is free yet."))
    return redirect("mentoring:routing", token)


@never_cache
@signed_in
@require_GET
def mentors_list(request: SignedInRequest) -> HttpResponseBase:
    """Show the mentors of the school."""
    listing = mentors.mentor_listing(request.user, request.school, request.GET, clock.now())
    return tables.answer(request, listing, "mentoring/queue/mentors.html", {"crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def mentor(request: SignedInRequest, token: str) -> HttpResponse:
    """Show and change what a mentor takes on."""
    back_url = reverse("mentoring:mentors")
    return profile_answer(request, token, back_url=back_url, crumbs=crumbs((_("Mentors"), back_url)))
