"""A lesson at the desk: its rule, its attendance, its survey."""

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.completion import NoteForm, RuleForm, ticked_numbers
from nastavnik.learning.selectors import lesson_desk as desks
from nastavnik.learning.selectors.completion import default_hours, rule_of
from nastavnik.learning.services import attendance, completion


def crumbs(programme_token: str, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a lesson's page from the network down; (words, address) of each further step."""
    first = (
        (_("Progress"), reverse("learning:network_year", args=[programme_token])),
        (_("Lessons"), reverse("learning:lessons", args=[programme_token])),
    )
    return [{"label": label, "url": url} for label, url in (*first, *steps)]


def lesson_crumbs(programme_token: str, title: str, uid: str) -> list[dict[str, str]]:
    """Return the way to a page below a lesson."""
    return crumbs(programme_token, (title, reverse("learning:lesson", args=[uid])))


def desk_context(desk: desks.LessonDesk) -> dict[str, Any]:
    """Return what every table of a lesson's page shows besides its rows."""
    return {"desk": desk, "crumbs": crumbs(desk.lesson.cycle.programme.token)}


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """Show who attended a lesson."""
    page = desks.attended_page(request.user, request.school, uid, request.GET)
    context = {"page": page, **desk_context(page.desk)}
    return tables.answer(request, page.listing, "learning/desk/lesson.html", context)


@never_cache
@signed_in
@require_GET
def counted(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """Show for whom a lesson counts."""
    page = desks.counted_page(request.user, request.school, uid, request.GET)
    context = {"page": page, **desk_context(page.desk)}
    return tables.answer(request, page.listing, "learning/desk/lesson_counted.html", context)


@never_cache
@signed_in
@require_GET
def survey_results(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """Show what was said of a lesson."""
    page = desks.survey_desk(request.user, request.school, uid, request.GET)
    context = {"results": page.results, **desk_context(page.desk)}
    if page.results.listing is None:
        return render(request, "learning/desk/lesson_survey.html", context)
    return tables.answer(request, page.results.listing, "learning/desk/lesson_survey.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def rule(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show and change when a lesson counts."""
    lesson = desks.lesson_to_run(request.user, request.school, uid)
    known = rule_of(lesson)
    initial = {
        "percent": known.percent,
        "needs_quiz": known.needs_quiz,
        "hours": known.hours if known.are_hours_set else None,
        "version": known.version,
    }
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        call = partial(completion.change_rule, actor=request.user, lesson_id=lesson.pk, now=clock.now())
        if attempt(form, partial(call, rule=form.rule())):
            flash(request, _("The rule is saved. Whoever meets it already has the lesson counted within minutes."))
            return redirect("learning:lesson", uid)
    way = lesson_crumbs(lesson.cycle.programme.token, lesson.title, uid)
    context = {"form": form, "lesson": lesson, "usual_hours": default_hours(lesson.duration_minutes)}
    return render(request, "learning/desk/rule.html", {**context, "crumbs": way})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def note(request: SignedInRequest, uid: str) -> HttpResponse:
    """Note by hand who attended; looking for people keeps who is ticked already."""
    words, ticked = request.POST.get("words", ""), ticked_numbers(request.POST, "user_ids")
    page = desks.note_page(request.user, request.school, uid, words=words, ticked=ticked)
    is_asking = request.method == "GET" or "find" in request.POST
    initial = {"words": words, "user_ids": ticked, "is_counted": "is_counted" in request.POST}
    form = NoteForm(None if is_asking else request.POST, initial=initial, people=page.people)
    if form.is_bound and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("user_ids", "is_counted")}
        call = partial(attendance.note_attendance, actor=request.user, lesson_id=page.lesson.pk, now=clock.now())
        noted = attempt(form, partial(call, **chosen))
        if noted is not None:
            flash(request, noted_words(len(noted)))
            return redirect("learning:lesson", uid)
    way = lesson_crumbs(page.lesson.cycle.programme.token, page.lesson.title, uid)
    context = {"form": form, "page": page, "crumbs": way}
    return render(request, "learning/desk/note.html", context)


def noted_words(count: int) -> str:
    """Say how many were noted."""
    return ngettext("%(count)d person is noted.", "%(count)d people are noted.", count) % {"count": count}


@signed_in
@require_POST
def take_back(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take back what was noted by hand of the people who are ticked."""
    lesson = desks.lesson_to_run(request.user, request.school, uid)
    user_ids = ticked_numbers(request.POST, "user_ids")
    attendance.take_attendance_back(actor=request.user, lesson_id=lesson.pk, user_ids=user_ids, now=clock.now())
    flash(request, _("Taken back."))
    return redirect("learning:lesson", uid)
