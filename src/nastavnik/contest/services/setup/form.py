"""The form of a contest: its sections and fields. What somebody has written into stays readable: see `FieldInUse`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import Contest, FormField, FormSection
from nastavnik.contest.selectors.typed import field_typed, section_typed
from nastavnik.contest.selectors.usage import usage_of
from nastavnik.contest.services.setup.addresses import free_key
from nastavnik.contest.services.setup.locks import changed, check_seen, locked_for_setup
from nastavnik.contest.services.setup.refusals import (
    FieldInUse,
    FieldNamedByOthers,
    KeyTaken,
    SectionNotEmpty,
    TooMany,
)
from nastavnik.core.ordering import Order
from nastavnik.people.permissions import Actor

MOST_SECTIONS = 20
MOST_FIELDS = 100


class SectionWords(TypedDict):
    """What a section is called, and what helps to write it."""

    title: str
    help: str


class FieldValues(TypedDict):
    """A field as `FormField` keeps it, without its key and place."""

    label: str
    help: str
    example: str
    kind: FieldKind
    is_required: bool
    most: int
    options: list[Any]
    condition: dict[str, Any]
    tells_who: bool


# --- sections --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_section(*, actor: Actor, contest_id: int, now: datetime, **words: Unpack[SectionWords]) -> FormSection:
    """Add a section behind the others. Raises `TooMany`, `ContestReleased`."""
    contest = locked_for_setup(actor, contest_id)
    sections = FormSection.objects.filter(contest=contest)
    taken = set(sections.values_list("key", flat=True))
    if len(taken) >= MOST_SECTIONS:
        raise TooMany
    last = sections.aggregate(last=Max("position"))["last"] or 0
    key = free_key(words["title"], taken)
    row = FormSection.objects.create(contest=contest, key=key, position=last + 1, **words)
    changed(actor, contest, "section added", now, title=row.title)
    return row


@transaction.atomic
def edit_section(
    *, actor: Actor, section_id: int, version: int, now: datetime, **words: Unpack[SectionWords]
) -> FormSection:
    """Call a section otherwise. Raises `ChangedMeanwhile`, `ContestReleased`."""
    contest, row = _locked_section(actor, section_id)
    check_seen(section_typed(row), version)
    if (row.title, row.help) != (words["title"], words["help"]):
        row.title, row.help = words["title"], words["help"]
        row.save(update_fields=["title", "help"])
        changed(actor, contest, "section edited", now, title=row.title)
    return row


@transaction.atomic
def remove_section(*, actor: Actor, section_id: int, now: datetime) -> Contest:
    """Remove an empty section. Raises `SectionNotEmpty`."""
    contest, row = _locked_section(actor, section_id)
    if FormField.objects.filter(section=row).exists():
        raise SectionNotEmpty
    row.delete()
    told = {"key": row.key, "title": row.title, "help": row.help, "position": row.position}
    changed(actor, contest, "section removed", now, part="sections", row=told)
    return contest


@transaction.atomic
def move_section(*, actor: Actor, section_id: int, step: int, now: datetime) -> FormSection:
    """Move a section so many places down (up: less than nothing); at the ends it stays."""
    contest, row = _locked_section(actor, section_id)
    rows = list(FormSection.objects.filter(contest=contest).order_by("position", "pk"))
    here = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for position, one in enumerate(rows, start=1):
        one.position = position
    FormSection.objects.bulk_update(rows, ["position"])
    changed(actor, contest, "section moved", now, title=row.title)
    return row


def _locked_section(actor: Actor, section_id: int) -> tuple[Contest, FormSection]:
    contest_id = FormSection.objects.values_list("contest_id", flat=True).get(pk=section_id)
    contest = locked_for_setup(actor, contest_id)
    return contest, FormSection.objects.get(pk=section_id)


# --- fields ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_field(
    *, actor: Actor, section_id: int, now: datetime, key: str = "", **values: Unpack[FieldValues]
) -> FormField:
    """Add a field at the end of a section; without a key it gets one of its own, made of its label.

    Raises `KeyTaken`, `TooMany`, `ContestReleased`.
    """
    contest, section = _locked_section(actor, section_id)
    taken = {field.key for field in _fields_of(contest)}
    if len(taken) >= MOST_FIELDS:
        raise TooMany
    if key in taken:
        raise KeyTaken
    last = FormField.objects.filter(section=section).aggregate(last=Max("position"))["last"] or 0
    wanted = key or free_key(values["label"], taken)
    row = FormField.objects.create(section=section, key=wanted, position=last + 1, **values)
    changed(actor, contest, "field added", now, title=row.label, key=row.key)
    return row


@transaction.atomic
def edit_field(*, actor: Actor, field_id: int, version: int, now: datetime, **values: Unpack[FieldValues]) -> FormField:
    """Change a field. Raises `ChangedMeanwhile`, `FieldInUse`, `FieldNamedByOthers`, `ContestReleased`."""
    contest, row = _locked_field(actor, field_id)
    check_seen(field_typed(row), version)
    wanted: dict[str, Any] = {**values}
    names = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not names:
        return row
    if usage_of(contest).has_field(row.section.key, row.key):
        _check_still_readable(row, wanted)
    _check_still_named(contest, row, wanted)
    before = {name: getattr(row, name) for name in names}
    for name in names:
        setattr(row, name, wanted[name])
    row.save(update_fields=names)
    changed(actor, contest, "field edited", now, title=row.label, key=row.key, before=before)
    return row


@transaction.atomic
def remove_field(*, actor: Actor, field_id: int, now: datetime) -> Contest:
    """Remove a field into which nobody has written. Raises `FieldInUse`, `FieldNamedByOthers`."""
    contest, row = _locked_field(actor, field_id)
    if usage_of(contest).has_field(row.section.key, row.key):
        raise FieldInUse
    if any(named == row.key for field in _fields_of(contest) for named in names_in(field)):
        raise FieldNamedByOthers
    told = {name: value for name, value in field_typed(row).items() if name != "version"}
    row.delete()
    told |= {"section": row.section.key, "position": row.position}
    changed(actor, contest, "field removed", now, part="fields", row=told)
    return contest


@transaction.atomic
def order_fields(*, actor: Actor, contest_id: int, rearrange: Callable[[Order], Order], now: datetime) -> None:
    """Put the fields into another order, also from one section into another while nobody has written into them.

    `rearrange` is given the sections' keys with their fields' numbers as they stand. Raises `FieldInUse`.
    """
    contest = locked_for_setup(actor, contest_id)
    sections = {one.key: one for one in FormSection.objects.filter(contest=contest).order_by("position", "pk")}
    fields = {str(one.pk): one for one in _fields_of(contest)}
    current = {key: [name for name, one in fields.items() if one.section_id == row.pk] for key, row in sections.items()}
    usage, moved = usage_of(contest), []
    for key, names in rearrange(current).items():
        for position, name in enumerate(names, start=1):
            field = fields[name]
            if field.section_id != sections[key].pk and usage.has_field(field.section.key, field.key):
                raise FieldInUse
            if (field.section_id, field.position) != (sections[key].pk, position):
                field.section, field.position = sections[key], position
                moved.append(field)
    if moved:
        FormField.objects.bulk_update(moved, ["section", "position"])
        changed(actor, contest, "fields put in order", now)


def names_in(field: FormField) -> set[str]:
    """Return the keys of the other fields on which a field depends: by its condition, by columns that choose their rows."""
    named = {field.condition["key"]} if field.condition else set()
    if field.kind == FieldKind.ROWS:
        named |= {column["of"] for column in field.options if column.get("of")}
    return named


def _locked_field(actor: Actor, field_id: int) -> tuple[Contest, FormField]:
    contest_id = FormField.objects.values_list("section__contest_id", flat=True).get(pk=field_id)
    contest = locked_for_setup(actor, contest_id)
    return contest, FormField.objects.select_related("section").get(pk=field_id)


def _fields_of(contest: Contest) -> list[FormField]:
    fields = FormField.objects.filter(section__contest=contest).select_related("section")
    return list(fields.order_by("section__position", "section_id", "position", "pk"))


def _check_still_readable(row: FormField, wanted: dict[str, Any]) -> None:
    """Raise `FieldInUse` when what was written would no longer fit: another kind, a lower limit, a lost choice or column."""
    is_lower = wanted["most"] != 0 and (row.most == 0 or wanted["most"] < row.most)
    is_lost = not _told_in(row.options) <= _told_in(wanted["options"])
    if wanted["kind"] != row.kind or is_lower or is_lost:
        raise FieldInUse


def _told_in(options: list[Any]) -> set[tuple[str, str]]:
    """Return what answers name of the options: the choices themselves, or the keys of columns with their kinds."""
    return {(one["key"], one["kind"]) if isinstance(one, dict) else (one, "") for one in options}


def _check_still_named(contest: Contest, row: FormField, wanted: dict[str, Any]) -> None:
    """Raise `FieldNamedByOthers` when a condition or a column of another field would name what is no longer there."""
    lost = {name for name, _kind in _told_in(row.options) - _told_in(wanted["options"])}
    is_other_kind = wanted["kind"] != row.kind
    for field in _fields_of(contest):
        condition = field.condition or {"key": "", "values": []}
        is_asked = condition["key"] == row.key and (is_other_kind or lost & set(condition["values"]))
        if is_asked or (is_other_kind and row.key in names_in(field)):
            raise FieldNamedByOthers
