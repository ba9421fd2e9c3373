"""What a methodist does with a mentorship: another mentor, more people, a letter."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.pairing import AddForm, HandOverForm, LetterForm
from nastavnik.mentoring.selectors.mentorships import pairing
from nastavnik.mentoring.selectors.mentorships.pairing import Steered
from nastavnik.mentoring.selectors.mentorships.pulse import usual_letter
from nastavnik.mentoring.services.mentorships import course, reminders
from nastavnik.mentoring.views.mentorship_parts import desk_crumbs, ticked


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, token: str) -> HttpResponse:
    """Give a mentorship to another mentor."""
    row = pairing.mentorship_to_steer(request.user, request.school, token, clock.now())
    mentors = pairing.mentor_choices(request.school, clock.now(), without=row.mentor_id)
    form = HandOverForm(request.POST or None, mentors=mentors)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"mentor_id": form.cleaned_data["mentor"], "why": form.cleaned_data["why"]}
        given = attempt(
            form,
            lambda: course.hand_over(actor=request.user, mentorship_id=row.pk, now=clock.now(), **words),
        )
        if given is not None:
            flash(request, _("Another mentor leads from now on. All are told."))
            return redirect("mentoring:mentorship", token)
    return show(request, row, form, title=_("Hand over to another mentor"), submit=_("Hand over"))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_people(request: SignedInRequest, token: str) -> HttpResponse:
    """Take more people into a mentorship."""
    row = pairing.mentorship_to_steer(request.user, request.school, token, clock.now())
    without = row.user_ids if row.mentor_id is None else row.user_ids | {row.mentor_id}
    found = pairing.find_people(request.school, request.POST.get("words", ""), ticked(request), without)
    form = AddForm(request.POST or None, people=found.choices)
    if "send" in request.POST and form.is_valid():
        words: dict[str, Any] = {"mentorship_id": row.pk, "user_ids": form.people()}
        if attempt(form, lambda: course.add_mentees(actor=request.user, now=clock.now(), **words)) is not None:
            flash(request, _("They are in the mentorship now, and are told."))
            return redirect("mentoring:mentorship", token)
    context = {"form": form, "found": found, **around(row)}
    return render(request, "mentoring/mentorships/desk/people.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def letter(request: SignedInRequest, token: str) -> HttpResponse:
    """Write to the people of a mentorship."""
    row = pairing.mentorship_to_steer(request.user, request.school, token, clock.now())
    subject, text = usual_letter(row.days)
    form = LetterForm(request.POST or None, initial={"subject": subject, "text": text})
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"mentorship_id": row.pk, **form.cleaned_data}
        if attempt(form, lambda: reminders.write_to_pair(actor=request.user, now=clock.now(), **words)) is not None:
            flash(request, _("The letter is on its way."))
            return redirect("mentoring:mentorship", token)
    return show(request, row, form, title=_("Write to them"), submit=_("Send"))


def show(request: SignedInRequest, row: Steered, form: object, *, title: str, submit: str) -> HttpResponse:
    """Show a form about a mentorship."""
    context = {"form": form, "title": title, "submit": submit, **around(row)}
    return render(request, "mentoring/mentorships/desk/form.html", context)


def around(row: Steered) -> dict[str, object]:
    """Return what stands around a form about a mentorship."""
    url = reverse("mentoring:mentorship", args=[row.token])
    return {"row": row, "lead": row.heading, "back_url": url, "crumbs": desk_crumbs((row.heading, url))}
