"""The desk: contests made, written, opened, taken back, removed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.forms.setup import (
    CloneForm,
    DaysForm,
    NewContestForm,
    RulesForm,
    WordsForm,
    days_initial,
)
from nastavnik.contest.permissions import can_run_contests
from nastavnik.contest.selectors import setup_desk as pages
from nastavnik.contest.selectors import typed as rows
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.services import setup as services
from nastavnik.contest.services.setup.refusals import DaysOutOfOrder
from nastavnik.contest.views.setup_common import attempt_edit, contest_crumbs, desk_crumbs, part_title, typed
from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def contests(request: SignedInRequest) -> HttpResponseBase:
    """Show the contests of the desk, or send them as a table."""
    found = pages.desk_rows(request.user, request.school, clock.now())
    context = {"rows": found, "can_make": can_run_contests(request.user, request.school)}
    return tables.answer(request, pages.CONTESTS.listing(found, request.GET), "contest/desk/contests.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Make a contest out of an arrangement."""
    pages.check_can_make(request.user, request.school)
    now = clock.now()
    form = NewContestForm(typed(request), initial={"announced_on": now.astimezone(request.school.zone).date()})
    if form.is_bound and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "announced_on")}
        like = blueprint(form.cleaned_data["blueprint"])
        call = partial(services.create_contest, actor=request.user, school_id=request.school.pk, now=now)
        contest = call(blueprint=like, **words)
        flash(request, _("The contest is made. Only the desk sees it until you open it: look at every part."))
        return redirect("contest:desk_contest", contest.token)
    return render(request, "contest/desk/add.html", {"form": form, "crumbs": desk_crumbs()})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a contest with all that is set up in it."""
    page = pages.contest_desk(request.user, request.school, token, clock.now())
    return render(request, "contest/desk/contest.html", {"page": page, "crumbs": desk_crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_words(request: SignedInRequest, token: str) -> HttpResponse:
    """Change what a contest is called and what its regulation says."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    current = rows.words_typed(contest)
    form = WordsForm(typed(request), initial=current)
    if form.is_bound and form.is_valid():
        call = partial(services.edit_words, actor=request.user, contest_id=contest.pk, now=clock.now())
        if attempt_edit(form, partial(call, version=form.known_version, **form.values()), current=current):
            flash(request, _("Saved."))
            return redirect("contest:desk_contest", token)
    return _part(request, contest, "words", {"form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_days(request: SignedInRequest, token: str) -> HttpResponse:
    """Change the days of a contest."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    zone = request.school.zone
    current = days_initial(rows.days_typed(contest), zone)
    form = DaysForm(typed(request), initial=current)
    if form.is_bound and form.is_valid():
        call = partial(services.edit_days, actor=request.user, contest_id=contest.pk, now=clock.now())
        save = partial(call, version=form.known_version, days=form.moments(zone))
        if attempt_edit(form, _marking(form, save), current=current):
            flash(request, _("The days are saved."))
            return redirect("contest:desk_contest", token)
    return _part(request, contest, "days", {"form": form})


def _marking(form: DaysForm, save: Callable[[], object]) -> Callable[[], object]:
    """Return the saving of days that also marks, on the form, those that stand wrong."""

    def call() -> object:
        try:
            return save()
        except DaysOutOfOrder as refusal:
            for name in refusal.names:
                form.add_error(name, _("It comes too early: not after the day before it."))
            raise

    return call


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_rules(request: SignedInRequest, token: str) -> HttpResponse:
    """Change who may apply, how the jury works, what applicants see."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    current = rows.rules_typed(contest)
    form = RulesForm(typed(request), initial=current)
    if form.is_bound and form.is_valid():
        call = partial(services.edit_rules, actor=request.user, contest_id=contest.pk, now=clock.now())
        if attempt_edit(form, partial(call, version=form.known_version, **form.values()), current=current):
            flash(request, _("The rules are saved."))
            return redirect("contest:desk_contest", token)
    return _part(request, contest, "rules", {"form": form})


def _part(request: SignedInRequest, contest: Any, part: str, context: dict[str, object]) -> HttpResponse:
    title = part_title(part)
    crumbs = contest_crumbs(contest.title, contest.token)
    told = {"contest": contest, "title": title, "crumbs": crumbs, "is_open": contest.opened_at is not None}
    return render(request, f"contest/desk/{part}.html", context | told)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def clone(request: SignedInRequest, token: str) -> HttpResponse:
    """Make a contest out of last year's."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    now = clock.now()
    today = now.astimezone(request.school.zone).date()
    form = CloneForm(typed(request), initial=pages.next_year(contest, today))
    if form.is_bound and form.is_valid():
        call = partial(services.clone_contest, actor=request.user, contest_id=contest.pk, now=now)
        copy = call(**form.cleaned_data)
        flash(request, _("The contest is copied with its days shifted. Look at them, and at the regulation."))
        return redirect("contest:desk_contest", copy.token)
    context = {"contest": contest, "form": form, "crumbs": contest_crumbs(contest.title, token)}
    return render(request, "contest/desk/clone.html", context)


@signed_in
@require_POST
def open_it(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the contest to everybody."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    services.open_contest(actor=request.user, contest_id=contest.pk, now=clock.now())
    undo_url = reverse("contest:take_back", args=[token])
    flash(request, _("The contest is open: everybody sees it from its announcement on."), undo_url=undo_url)
    return redirect("contest:desk_contest", token)


@signed_in
@require_POST
def take_back(request: SignedInRequest, token: str) -> HttpResponse:
    """Let only the desk see the contest again."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    services.take_contest_back(actor=request.user, contest_id=contest.pk, now=clock.now())
    flash(request, _("Only the desk sees the contest now."), undo_url=reverse("contest:open", args=[token]))
    return redirect("contest:desk_contest", token)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a contest away."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    services.remove_contest(actor=request.user, contest_id=contest.pk, now=clock.now())
    undo_url = reverse("contest:bring_back_contest", args=[token])
    flash(request, _("The contest is removed: %(title)s.") % {"title": contest.title}, undo_url=undo_url)
    return redirect("contest:desk_contests")


@signed_in
@require_POST
def bring_back_contest(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed contest back."""
    contest = pages.removed_contest(request.user, request.school, token)
    services.bring_contest_back(actor=request.user, contest_id=contest.pk, now=clock.now())
    flash(request, _("The contest is back as it was."))
    return redirect("contest:desk_contest", token)


@signed_in
@require_POST
def undo(request: SignedInRequest, token: str, entry: int) -> HttpResponse:
    """Bring back what was removed from a contest."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    part = services.bring_back(actor=request.user, contest_id=contest.pk, entry_id=entry, now=clock.now())
    flash(request, _("It is back where it stood."))
    return redirect(pages.part_url(contest, part))
