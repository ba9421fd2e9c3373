"""The desk: the form of applications, its sections and fields."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.forms.setup_form import ColumnSet, FieldForm, SectionForm, columns_initial, field_initial
from nastavnik.contest.selectors import setup_desk as pages
from nastavnik.contest.selectors import setup_parts as parts
from nastavnik.contest.selectors import typed as rows
from nastavnik.contest.selectors.setup import Form, form_of
from nastavnik.contest.services import setup as services
from nastavnik.contest.services.setup.addresses import free_key
from nastavnik.contest.services.setup.undo import last_removal
from nastavnik.contest.views.setup_common import attempt_edit, contest_crumbs, part_title, typed
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order

STEPS = {"up": -1, "down": 1}
NEW_FIELD: dict[str, Any] = {"kind": "text", "is_required": True, "most": 1000, "options": [], "condition": {}}


@never_cache
@signed_in
@require_GET
def board(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the sections of the form with their fields."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    context = {"sections": parts.board_of(contest), "title": part_title("form")}
    return _page(request, contest, "form", context)


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Move fields: the whole order by script, one step by the buttons."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    rearrange = partial(read_order, request.POST)
    services.order_fields(actor=request.user, contest_id=contest.pk, rearrange=rearrange, now=clock.now())
    return redirect("contest:edit_form", token) if "move" in request.POST else HttpResponse(status=204)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_section(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a section to the form."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    form = SectionForm(typed(request))
    if form.is_bound and form.is_valid():
        call = partial(services.add_section, actor=request.user, contest_id=contest.pk, now=clock.now())
        section = attempt(form, partial(call, **form.values()))
        if section:
            flash(request, _("The section is added. Now add fields to it."))
            return _to_section(token, section.key)
    return _page(request, contest, "section", {"form": form, "title": _("New section")})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_section(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Call a section otherwise."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    section = parts.section_of(contest, key)
    current = rows.section_typed(section)
    form = SectionForm(typed(request), initial=current)
    if form.is_bound and form.is_valid():
        call = partial(services.edit_section, actor=request.user, section_id=section.pk, now=clock.now())
        if attempt_edit(form, partial(call, version=form.known_version, **form.values()), current=current):
            flash(request, _("Saved."))
            return _to_section(token, key)
    return _page(request, contest, "section", {"form": form, "title": section.title})


@signed_in
@require_POST
def move_section(request: SignedInRequest, token: str, key: str, direction: str) -> HttpResponse:
    """Move a section one place up or down."""
    section = parts.section_of(pages.contest_to_edit(request.user, request.school, token), key)
    services.move_section(actor=request.user, section_id=section.pk, step=STEPS[direction], now=clock.now())
    return _to_section(token, key)


@signed_in
@require_POST
def remove_section(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Remove an empty section; the message brings it back."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    section = parts.section_of(contest, key)
    services.remove_section(actor=request.user, section_id=section.pk, now=clock.now())
    _tell_removed(request, contest, section.title)
    return redirect("contest:edit_form", token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_field(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Add a field to a section: a new one, or one of an arrangement (`known`)."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    section, whole = parts.section_of(contest, key), form_of(contest)
    known = request.GET.get("known", "")
    begins = parts.known_field(known) if known else NEW_FIELD
    form, columns = _forms(request, whole, begins, known)
    if form.is_bound and form.is_valid() and columns.is_valid():
        values = form.field_values(columns.columns(_keys_of(begins), free_key))
        call = partial(services.add_field, actor=request.user, section_id=section.pk, key=known, now=clock.now())
        if attempt(form, partial(call, **values)):
            flash(request, _("The field is added."))
            return _to_section(token, key)
    context = {"form": form, "columns": columns, "title": _("New field"), "section": section}
    if not known:
        context["known"] = parts.known_fields(whole)
    return _page(request, contest, "field", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_field(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Change a field."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    field, whole = parts.field_of(contest, key), form_of(contest)
    current = rows.field_typed(field)
    form, columns = _forms(request, whole, current, key)
    if form.is_bound and form.is_valid() and columns.is_valid():
        values = form.field_values(columns.columns(_keys_of(current), free_key))
        call = partial(services.edit_field, actor=request.user, field_id=field.pk, now=clock.now())
        save = partial(call, version=form.known_version, **values)
        if attempt_edit(form, save, current=field_initial(current)):
            flash(request, _("Saved."))
            return _to_section(token, field.section.key)
    context = {"form": form, "columns": columns, "title": field.label, "field": field, "section": field.section}
    return _page(request, contest, "field", context)


@signed_in
@require_POST
def remove_field(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Remove a field; the message brings it back."""
    contest = pages.contest_to_edit(request.user, request.school, token)
    field = parts.field_of(contest, key)
    services.remove_field(actor=request.user, field_id=field.pk, now=clock.now())
    _tell_removed(request, contest, field.label)
    return _to_section(token, field.section.key)


def _forms(request: SignedInRequest, whole: Form, begins: dict[str, Any], key: str) -> tuple[FieldForm, Any]:
    """Return the form of a field and those of its columns."""
    posted = typed(request)
    form = FieldForm(posted, initial=field_initial(begins), asked=parts.asked_pairs(whole, key))
    columns = ColumnSet(
        posted,
        prefix="columns",
        initial=columns_initial(begins["options"]),
        form_kwargs={"tables": parts.tables_of(whole, key)},
    )
    return form, columns


def _keys_of(begins: dict[str, Any]) -> set[str]:
    """Return the keys of the columns that a field has already."""
    return {column["key"] for column in begins["options"] if isinstance(column, dict)}


def _tell_removed(request: SignedInRequest, contest: Any, title: str) -> None:
    undo_url = reverse("contest:undo_setup", args=[contest.token, last_removal(contest)])
    flash(request, _("Removed: %(title)s.") % {"title": title}, undo_url=undo_url)


def _to_section(token: str, key: str) -> HttpResponse:
    return redirect(f"{reverse('contest:edit_form', args=[token])}#section-{key}")


def _page(request: SignedInRequest, contest: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show a page of the form's setting up; those below the board lead back to it."""
    board_url = reverse("contest:edit_form", args=[contest.token])
    steps = [] if template == "form" else [(part_title("form"), board_url)]
    told = {
        "contest": contest,
        "board_url": board_url,
        "crumbs": contest_crumbs(contest.title, contest.token, *steps),
        "is_open": contest.opened_at is not None,
    }
    return render(request, f"contest/desk/{template}.html", context | told)
