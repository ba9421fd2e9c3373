"""The page of a mentorship, and what its people do there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.enums import MentorshipEnd
from nastavnik.mentoring.forms.mentorships import EndForm, FeedbackForm, FrameForm, GoalForm, WhyForm
from nastavnik.mentoring.selectors.mentorships.page import (
    MentorshipPage,
    feedback_to_give,
    goal_to_change,
    mentee_to_leave,
    mentorship_page,
    mentorship_to_answer,
    mentorship_to_end,
)
from nastavnik.mentoring.services.mentorships import beginning, course, goals
from nastavnik.mentoring.views.mentorship_parts import desk_crumbs, own_crumbs

PAGE = "mentoring/mentorships/show.html"


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a mentorship."""
    page = mentorship_page(request.user, request.school, token, clock.now())
    return render(request, PAGE, around(page, goal_form=GoalForm(), why_form=WhyForm()))


def around(page: MentorshipPage, **forms: object) -> dict[str, object]:
    """Return what stands on the page of a mentorship: the way to it leads back to where its viewer came from."""
    is_inside = page.takes_part or page.can_judge or page.can_answer
    return {"page": page, "crumbs": own_crumbs() if is_inside or not page.is_desk else desk_crumbs(), **forms}


@never_cache
@signed_in
@require_POST
def accept(request: SignedInRequest, token: str) -> HttpResponse:
    """Say yes to a mentorship."""
    row = mentorship_to_answer(request.user, request.school, token)
    beginning.accept(actor=request.user, mentorship_id=row.pk, now=clock.now())
    flash(request, _("The mentorship begins. Plan the first meeting."))
    return redirect("mentoring:mentorship", token)


@never_cache
@signed_in
@require_POST
def decline(request: SignedInRequest, token: str) -> HttpResponse:
    """Say no to a mentorship."""
    row = mentorship_to_answer(request.user, request.school, token)
    form = WhyForm(request.POST)
    if form.is_valid():
        beginning.decline(actor=request.user, mentorship_id=row.pk, why=form.cleaned_data["why"], now=clock.now())
        flash(request, _("You have said no. Whoever asked you is told."))
        return redirect("mentoring:mentorships")
    page = mentorship_page(request.user, request.school, token, clock.now())
    return render(request, PAGE, around(page, goal_form=GoalForm(), why_form=form))


@never_cache
@signed_in
@require_POST
def take_back(request: SignedInRequest, token: str) -> HttpResponse:
    """Take back what still waits for the mentor."""
    page = mentorship_page(request.user, request.school, token, clock.now())
    beginning.take_back(actor=request.user, mentorship_id=page.pk, now=clock.now())
    flash(request, _("It is taken back. The mentor is told."))
    return redirect("mentoring:pulse" if page.is_desk else "mentoring:mentorships")


@never_cache
@signed_in
@require_POST
def add_goal(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a goal."""
    page = mentorship_page(request.user, request.school, token, clock.now())
    form = GoalForm(request.POST)
    if form.is_valid():
        words: dict[str, Any] = {"mentorship_id": page.pk, "text": form.cleaned_data["text"]}
        if attempt(form, lambda: goals.add_goal(actor=request.user, now=clock.now(), **words)) is not None:
            return redirect("mentoring:mentorship", token)
    return render(request, PAGE, around(page, goal_form=form, why_form=WhyForm()))


@never_cache
@signed_in
@require_POST
def change_goal(request: SignedInRequest, token: str, number: str) -> HttpResponse:
    """Say that a goal is reached, or is not, or take it away."""
    goal = goal_to_change(request.user, request.school, token, int(number))
    deed: dict[str, Any] = {"actor": request.user, "goal_id": goal.pk, "now": clock.now()}
    if "remove" in request.POST:
        goals.remove_goal(**deed)
        flash(request, _("The goal is taken away: %(goal)s") % {"goal": goal.text})
    else:
        goals.set_goal(**deed, is_reached="reached" in request.POST)
    return redirect("mentoring:mentorship", token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def feedback(request: SignedInRequest, token: str) -> HttpResponse:
    """Say how the mentorship goes, or went; the methodist alone reads it."""
    page = feedback_to_give(request.user, request.school, token)
    form = FeedbackForm(request.POST or None, initial=page.initial)
    if request.method == "POST" and form.is_valid():
        goals.give_feedback(actor=request.user, mentorship_id=page.pk, said=form.said(), now=clock.now())
        flash(request, _("Thank you. Only the methodist reads it."))
        return redirect("mentoring:mentorship", token)
    return render(
        request,
        "mentoring/mentorships/form.html",
        titled(page.heading, page.url, form, _("How does it go?"), _("Send")),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, token: str) -> HttpResponse:
    """End a mentorship with its result."""
    page = mentorship_to_end(request.user, request.school, token)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        course.end(
            actor=request.user,
            mentorship_id=page.pk,
            why=MentorshipEnd(typed["why"]),
            result=typed["result"],
            now=clock.now(),
        )
        flash(request, _("The mentorship has ended. Both sides are asked what they say of it."))
        return redirect("mentoring:mentorship", token)
    return render(
        request,
        "mentoring/mentorships/form.html",
        titled(page.heading, page.url, form, _("End the mentorship"), _("End it")),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def frame(request: SignedInRequest, token: str) -> HttpResponse:
    """Say how often they meet, and until when."""
    page = mentorship_to_end(request.user, request.school, token)
    form = FrameForm(request.POST or None, initial=page.initial)
    if request.method == "POST" and form.is_valid():
        course.set_frame(actor=request.user, mentorship_id=page.pk, now=clock.now(), **form.frame())
        flash(request, _("Saved."))
        return redirect("mentoring:mentorship", token)
    return render(
        request,
        "mentoring/mentorships/form.html",
        titled(page.heading, page.url, form, _("Rhythm and term"), _("Save")),
    )


@never_cache
@signed_in
@require_POST
def leave(request: SignedInRequest, token: str) -> HttpResponse:
    """Let a mentee leave her mentorship."""
    mentee = mentee_to_leave(request.user, request.school, token)
    course.leave(actor=request.user, mentee_id=mentee.pk, now=clock.now())
    flash(request, _("%(name)s has left the mentorship.") % {"name": mentee.user.full_name})
    if mentee.user_id == request.user.pk:
        return redirect("mentoring:mentorships")
    return redirect("mentoring:mentorship", mentee.mentorship.token)


def titled(heading: str, url: str, form: object, title: str, submit: str) -> dict[str, object]:
    """Return what a page with one form about a mentorship shows."""
    crumbs = own_crumbs((heading, url))
    return {"form": form, "title": title, "lead": heading, "submit": submit, "back_url": url, "crumbs": crumbs}
