"""An application as it was submitted, for everybody but its authors: the only way in which it is read, shown, printed and exported.

A blind reading has no library, no authors, no field that tells who applies, and files without names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import read_day
from nastavnik.contest.checking.numbers import read_money, write_money
from nastavnik.contest.checking.told import form_told, tell_form
from nastavnik.contest.checking.values import (
    Values,
    choices_of,
    is_empty,
    labels_of_rows,
    rows_of,
    sums_of,
    text_of,
)
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import Contest, FormField, Submission
from nastavnik.contest.selectors.setup import Column, Field, Form
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it is offered to a reader."""

    token: str
    name: str
    kind: str
    bytes: int
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table of rows; `foot` holds the sums of its money, and is empty where there is none."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field that was filled in: one of `text`, `items`, `table` and `files`."""

    key: str
    label: str
    text: str = ""
    items: tuple[str, ...] = ()
    table: TableRead | None = None
    files: tuple[FileRead, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRead:
    """A section with the fields that were filled in."""

    key: str
    title: str
    fields: tuple[FieldRead, ...]


@dataclass(frozen=True, slots=True)
class AuthorRead:
    """Somebody who wrote it."""

    name: str
    position: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An application to be read."""

    token: str
    number: int | None
    title: str
    contest: str
    direction: str
    turn: int
    submitted_at: datetime
    is_late: bool
    is_blind: bool
    # empty in a blind reading
    library: str
    organisation: str
    authors: tuple[AuthorRead, ...]
    sections: tuple[SectionRead, ...]
    sha256: str


def application_to_read(submission: Submission, *, is_blind: bool) -> Reading:
    """Return a submission as it is read; one query."""
    taken = submission.taken
    application, library = taken["application"], {} if is_blind else taken["library"] or {}
    return Reading(
        token=application["token"],
        number=application["number"],
        title=application["title"],
        contest=taken["contest"]["title"],
        direction=(taken["direction"] or {}).get("title", ""),
        turn=submission.turn,
        submitted_at=submission.submitted_at,
        is_late=submission.is_late,
        is_blind=is_blind,
        library=library.get("label", ""),
        organisation=library.get("organisation", ""),
        authors=() if is_blind else _authors(taken["authors"]),
        sections=tuple(_sections(taken, is_blind=is_blind, hidden=telling_keys(taken) if is_blind else frozenset())),
        sha256=submission.sha256,
    )


def sample_to_read(contest: Contest, form: Form, values: Values, direction: str, now: datetime) -> Reading:
    """Return values that nobody has submitted as the jury of the contest would read them; no query."""
    taken = {"form": tell_form(form), "values": values, "files": []}
    return Reading(
        token="",
        number=1,
        title=text_of(values, "title"),
        contest=contest.title,
        direction=direction,
        turn=1,
        submitted_at=now,
        is_late=False,
        is_blind=contest.is_blind,
        library="",
        organisation="",
        authors=(),
        sections=tuple(_sections(taken, is_blind=contest.is_blind)),
        sha256="",
    )


def telling_keys(taken: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields that tell who applies: by the form as it was submitted, and as it is now; one query.

    What was marked as telling afterwards is hidden too, though the snapshot, which never changes, does not say so.
    """
    fields = FormField.objects.filter(section__contest__token=taken["contest"]["token"], tells_who=True)
    told = [field for section in taken["form"] for field in section["fields"]]
    return frozenset(fields.values_list("key", flat=True)) | {one["key"] for one in told if one["tells_who"]}


def _authors(told: Sequence[Mapping[str, Any]]) -> tuple[AuthorRead, ...]:
    """Return who wrote it, as their accounts name them today."""
    known = {user.token: user for user in User.objects.filter(token__in=[one["user"] for one in told])}
    found = [(known[one["user"]], one["is_head"]) for one in told if one["user"] in known]
    return tuple(AuthorRead(user.full_name, user.position, is_head) for user, is_head in found)


def _sections(taken: Mapping[str, Any], *, is_blind: bool, hidden: frozenset[str] = frozenset()) -> list[SectionRead]:
    form, values = form_told(taken["form"]), taken["values"]
    asked = asked_keys(form, values)
    files = files_read(taken, is_blind=is_blind)
    sections = []
    for section in form.sections:
        shown = [one for one in section.fields if one.key in asked - hidden and not (is_blind and one.tells_who)]
        read = [field_read(form, one, values, files.get(one.key, ())) for one in shown]
        if filled := tuple(one for one in read if one is not None):
            sections.append(SectionRead(section.key, section.title, filled))
    return sections


def files_read(taken: Mapping[str, Any], *, is_blind: bool) -> dict[str, tuple[FileRead, ...]]:
    """Return the files by their fields; to a blind reader they have numbers in place of names."""
    found: dict[str, tuple[FileRead, ...]] = {}
    for number, told in enumerate(taken["files"], start=1):
        address = reverse("contest:application_file", args=[taken["application"]["token"], told["token"]])
        read = FileRead(
            token=told["token"],
            name=blind_name(number, told["kind"]) if is_blind else told["name"],
            kind=str(HandoutKind(told["kind"]).label),
            bytes=told["bytes"],
            url=f"{address}?blind={number}" if is_blind else address,
        )
        found[told["field_key"]] = (*found.get(told["field_key"], ()), read)
    return found


def blind_name(number: int, kind: str) -> str:
    """Return what a file is called to a reader who shall not know whose it is."""
    return _("Attachment %(number)d") % {"number": number} + f".{kind}"


def field_read(form: Form, field: Field, values: Values, files: tuple[FileRead, ...]) -> FieldRead | None:
    """Return a field as it is read; None where nothing was filled in."""
    if field.kind is FieldKind.FILES:
        return FieldRead(field.key, field.label, files=files) if files else None
    if is_empty(values.get(field.key)):
        return None
    if field.kind is FieldKind.ROWS:
        return FieldRead(field.key, field.label, table=table_read(form, field, values))
    if field.kind is FieldKind.CHOICES:
        return FieldRead(field.key, field.label, items=tuple(choices_of(values, field.key)))
    return FieldRead(field.key, field.label, text=shown_text(field.kind, text_of(values, field.key)))


def shown_text(kind: FieldKind, text: str) -> str:
    """Return what was typed as it is shown: days and sums in their usual form."""
    if kind is FieldKind.DATE and (day := read_day(text)) is not None:
        return date_format(day, _("j E Y"))
    if kind is FieldKind.MONEY and (sum_ := read_money(text)) is not None:
        return f"{write_money(sum_)} ₽"
    return text


def table_read(form: Form, field: Field, values: Values) -> TableRead:
    """Return a table of rows with the sums of its money."""
    rows, sums = rows_of(values, field.key), sums_of(field, rows_of(values, field.key))
    labels = {column.of: labels_of_rows(form, values, column.of) for column in field.columns if column.of}
    return TableRead(
        heads=tuple(Cell(column.label, _is_number(column)) for column in field.columns),
        rows=tuple(tuple(_cell(column, row.get(column.key, ""), labels) for column in field.columns) for row in rows),
        foot=tuple(_foot(column, index, sums) for index, column in enumerate(field.columns)) if sums else (),
    )


def _is_number(column: Column) -> bool:
    return column.kind in {FieldKind.MONEY, FieldKind.NUMBER}


def _cell(column: Column, typed: str, labels: Mapping[str, Mapping[str, str]]) -> Cell:
    if column.of:
        return Cell(labels[column.of].get(typed, ""), is_number=False)
    if column.kind is FieldKind.DATE and (day := read_day(typed)) is not None:
        return Cell(f"{day:%d.%m.%Y}", is_number=False)
    return Cell(shown_text(column.kind, column.label_of(typed)), _is_number(column))


def _foot(column: Column, index: int, sums: Mapping[str, int]) -> Cell:
    if column.key in sums:
        return Cell(f"{write_money(sums[column.key])} ₽", is_number=True)
    return Cell("" if index else _("In all"), is_number=False)
