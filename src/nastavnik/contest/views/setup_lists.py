"""The desk: directions, criteria and awards of a contest. The three lists look and work alike."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.contest.forms.setup import AwardForm, CriterionForm, DirectionForm, criterion_initial
from nastavnik.contest.forms.versions import VersionedForm
from nastavnik.contest.selectors import setup_desk as pages
from nastavnik.contest.selectors import setup_parts as parts
from nastavnik.contest.selectors import typed as rows
from nastavnik.contest.services import setup as services
from nastavnik.contest.services.setup.undo import last_removal
from nastavnik.contest.views.setup_common import attempt_edit, contest_crumbs, part_title, typed
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order

NEW_SCALE = {"weight": 1, "lowest": 0, "highest": 5, "needs_comment": True, "levels": {}}


@dataclass(frozen=True, slots=True)
class ListDeeds:
    """How the rows of a list are made and changed: its services, the form of a row, and the name of a row in their arguments."""

    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., Any]
    order: Callable[..., Any]
    typed: Callable[[Any], rows.Typed]
    row_id: str
    verb: str | Promise


LISTS = {
    "directions": ListDeeds(
        add=services.add_direction,
        edit=services.edit_direction,
        remove=services.remove_direction,
        order=services.order_directions,
        typed=rows.direction_typed,
        row_id="direction_id",
        verb=gettext_lazy("Add a direction"),
    ),
    "criteria": ListDeeds(
        add=services.add_criterion,
        edit=services.edit_criterion,
        remove=services.remove_criterion,
        order=services.order_criteria,
        typed=rows.criterion_typed,
        row_id="criterion_id",
        verb=gettext_lazy("Add a criterion"),
    ),
    "awards": ListDeeds(
        add=services.add_award,
        edit=services.edit_award,
        remove=services.remove_award,
        order=services.order_awards,
        typed=rows.award_typed,
        row_id="award_id",
        verb=gettext_lazy("Add an award"),
    ),
}


def form_for(part: str, posted: Any, current: dict[str, Any]) -> tuple[VersionedForm, dict[str, Any]]:
    """Return the form of a row, and what it begins with."""
    if part == "criteria":
        initial = criterion_initial(current)
        scale = range(current["lowest"], current["highest"] + 1)
        return CriterionForm(posted, initial=initial, scale=scale), initial
    kinds: dict[str, type[VersionedForm]] = {"directions": DirectionForm, "awards": AwardForm}
    return kinds[part](posted, initial=current), current


@never_cache
@signed_in
@require_http_methods(["GET"])
def show(request: SignedInRequest, token: str, part: str) -> HttpResponse:
    """Show a list of a contest."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    context = {
        "contest": contest,
        "page": parts.part_page(contest, part),
        "title": part_title(part),
        "verb": LISTS[part].verb,
        "is_open": contest.opened_at is not None,
        "crumbs": contest_crumbs(contest.title, token),
    }
    return render(request, "contest/desk/list.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, token: str, part: str) -> HttpResponse:
    """Add a row to a list."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    form, _initial = form_for(part, typed(request), NEW_SCALE if part == "criteria" else {})
    if form.is_bound and form.is_valid():
        call = partial(LISTS[part].add, actor=request.user, contest_id=contest.pk, now=clock.now())
        if attempt(form, partial(call, **form.values())):
            flash(request, _("Added."))
            return redirect("contest:part", token, part)
    return _row_page(request, contest, part, {"form": form, "heading": LISTS[part].verb})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str, part: str, row: int) -> HttpResponse:
    """Change a row of a list."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    one, deeds = parts.row_of(contest, part, row), LISTS[part]
    form, current = form_for(part, typed(request), deeds.typed(one))
    if form.is_bound and form.is_valid():
        call = partial(deeds.edit, actor=request.user, now=clock.now(), **{deeds.row_id: row})
        save = partial(call, version=form.known_version, **form.values())
        if attempt_edit(form, save, current=current):
            flash(request, _("Saved."))
            return redirect("contest:part", token, part)
    return _row_page(request, contest, part, {"form": form, "heading": one.title, "row": one.pk})


def _row_page(request: SignedInRequest, contest: Any, part: str, context: dict[str, Any]) -> HttpResponse:
    list_url = reverse("contest:part", args=[contest.token, part])
    told = {
        "contest": contest,
        "part": part,
        "list_url": list_url,
        "crumbs": contest_crumbs(contest.title, contest.token, (part_title(part), list_url)),
        "is_open": contest.opened_at is not None,
    }
    return render(request, "contest/desk/row.html", context | told)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str, part: str, row: int) -> HttpResponse:
    """Remove a row of a list; the message brings it back."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    one, deeds = parts.row_of(contest, part, row), LISTS[part]
    deeds.remove(actor=request.user, now=clock.now(), **{deeds.row_id: row})
    flash(
        request,
        _("Removed: %(title)s.") % {"title": one.title},
        undo_url=reverse("contest:undo_setup", args=[token, last_removal(contest)]),
    )
    return redirect("contest:part", token, part)


@signed_in
@require_POST
def order(request: SignedInRequest, token: str, part: str) -> HttpResponse:
    """Put a list in order: the whole order by script, one step by the buttons."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    rearrange = partial(read_order, request.POST)
    LISTS[part].order(actor=request.user, contest_id=contest.pk, rearrange=rearrange, now=clock.now())
    return redirect("contest:part", token, part) if "move" in request.POST else HttpResponse(status=204)
