"""What is missing before an application can be submitted: each gap a sentence, with the field it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.numbers import read_money, read_number
from nastavnik.contest.checking.values import (
    Row,
    Values,
    choices_of,
    is_empty,
    labels_of_rows,
    rows_of,
    text_of,
)
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Field, Form

# of a table whose form does not say how many it takes, and of one that does
MOST_ROWS, LARGEST_TABLE = 40, 100
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or wrong in a field."""

    section: str
    field: str
    label: str
    words: str


def gaps_of(form: Form, values: Values, files: Mapping[str, int]) -> list[Gap]:
    """Return what is missing in an application, in the order of the form. `files`: how many each field has."""
    asked = asked_keys(form, values)
    return [
        Gap(section.key, field.key, field.label, words)
        for section in form.sections
        for field in section.fields
        if field.key in asked
        for words in faults_of(form, field, values, files.get(field.key, 0))
    ]


def faults_of(form: Form, field: Field, values: Values, files: int = 0) -> Iterator[str]:
    """Yield what is missing or wrong in a field that is asked."""
    if field.kind is FieldKind.FILES:
        yield from _faults_of_files(field, files)
    elif is_empty(values.get(field.key)):
        if field.is_required:
            yield _("is not filled in")
    elif field.kind is FieldKind.ROWS:
        yield from _faults_of_rows(form, field, values)
    elif field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        if any(one not in field.options for one in choices_of(values, field.key)):
            yield _("choose one of the list")
    else:
        yield from faults_of_text(field.kind, text_of(values, field.key), field.most)


def most_files(field: Field) -> int:
    """Return how many files a field takes."""
    return field.most or MOST_FILES


def most_rows(field: Field) -> int:
    """Return how many rows a table takes."""
    return min(field.most or MOST_ROWS, LARGEST_TABLE)


def faults_of_text(kind: FieldKind, text: str, most: int) -> Iterator[str]:
    """Yield what is wrong with a text that is not empty."""
    if kind is FieldKind.NUMBER and read_number(text) is None:
        yield _("is not a number")
    elif kind is FieldKind.MONEY and read_money(text) is None:
        yield _("is not a sum in roubles, for instance 12 500 or 12 500,50")
    elif kind is FieldKind.DATE and read_day(text) is None:
        yield _("is not a day")
    elif kind in {FieldKind.LINE, FieldKind.TEXT} and most and (over := count(text) - most) > 0:
        yield ngettext("is longer by %(over)d character", "is longer by %(over)d characters", over) % {"over": over}


def read_day(text: str) -> date | None:
    """Return a day as browsers write it; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _faults_of_files(field: Field, files: int) -> Iterator[str]:
    if field.is_required and not files:
        yield _("no file is added")
    if files > most_files(field):
        yield _("has too many files")


def _faults_of_rows(form: Form, field: Field, values: Values) -> Iterator[str]:
    rows = rows_of(values, field.key)
    if len(rows) > most_rows(field):
        yield _("has too many rows")
    for number, row in enumerate(rows, start=1):
        for words in faults_of_row(form, field, row, values):
            yield _("row %(number)d: %(words)s") % {"number": number, "words": words}


def faults_of_row(form: Form, field: Field, row: Row, values: Values) -> Iterator[str]:
    """Yield what is missing or wrong in a row of a table."""
    for column in field.columns:
        cell = row.get(column.key, "")
        if not cell.strip():
            if column.is_required:
                yield _("“%(column)s” is empty") % {"column": column.label}
            continue
        for words in _faults_of_cell(form, column, cell, values):
            yield _("“%(column)s” %(words)s") % {"column": column.label, "words": words}
    if _runs_backwards(field, row):
        yield _("ends before it begins")


def _faults_of_cell(form: Form, column: Column, cell: str, values: Values) -> Iterator[str]:
    if column.of:
        if cell not in labels_of_rows(form, values, column.of):
            yield _("names a row that is no longer there")
    elif column.kind is FieldKind.CHOICE:
        if cell not in column.options:
            yield _("choose one of the list")
    else:
        yield from faults_of_text(column.kind, cell, column.most)


def _runs_backwards(field: Field, row: Row) -> bool:
    days = [read_day(row.get(column.key, "")) for column in field.columns if column.kind is FieldKind.DATE]
    known = [day for day in days if day is not None]
    return known != sorted(known)
