"""What stands in the fields of an application: texts as they were typed, lists of texts, rows of a table."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from nastavnik.contest.checking.numbers import read_money
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Field, Form

ROW_ID = "id"
# a row's own name in the table, by which another table names it
Row: TypeAlias = dict[str, str]
Value: TypeAlias = str | list[str] | list[Row]
Values: TypeAlias = Mapping[str, Value]

MARK_LETTERS = 16


def text_of(values: Values, key: str) -> str:
    """Return what a field of one text holds."""
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


def choices_of(values: Values, key: str) -> list[str]:
    """Return what is chosen in a field of one or several of a list."""
    value = values.get(key, "")
    if isinstance(value, str):
        return [value] if value else []
    return [one for one in value if isinstance(one, str)]


def rows_of(values: Values, key: str) -> list[Row]:
    """Return the rows of a field of rows."""
    value = values.get(key, "")
    return [] if isinstance(value, str) else [one for one in value if isinstance(one, dict)]


def is_empty(value: Value | None) -> bool:
    """Tell whether a field holds nothing."""
    return not value or (isinstance(value, str) and not value.strip())


def mark_of(value: Value | None) -> str:
    """Return by what a value is told from another: an empty field is like one that was never filled in."""
    written = json.dumps(value or "", ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:MARK_LETTERS]


def row_label(row: Row, columns: Sequence[Column]) -> str:
    """Return how a row is named elsewhere: what stands first in it."""
    return next((row[column.key] for column in columns if row.get(column.key, "").strip()), "")


def labels_of_rows(form: Form, values: Values, key: str) -> dict[str, str]:
    """Return the rows of another field, by their names, as a table that refers to them shows them."""
    field = form.field(key)
    if field is None:
        return {}
    return {row[ROW_ID]: row_label(row, field.columns) for row in rows_of(values, key)}


def sums_of(field: Field, rows: Sequence[Row]) -> dict[str, int]:
    """Return the sums of the columns of money of a table, in kopecks, by the keys of the columns."""
    money = [column for column in field.columns if column.kind is FieldKind.MONEY]
    return {column.key: sum(read_money(row.get(column.key, "")) or 0 for row in rows) for column in money}
