"""What of one form fits into another: fields with the same keys, so that nobody types anything twice.

A contest asks for a sum where a fund asks for a quantity and a price: then the quantity is one, and the price all that it costs. What a fund
asks in one field and a contest in two is put together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from nastavnik.contest.checking.gaps import most_rows
from nastavnik.contest.checking.numbers import read_money, write_money
from nastavnik.contest.checking.values import (
    ROW_ID,
    Row,
    Value,
    Values,
    choices_of,
    is_empty,
    mark_of,
    rows_of,
    text_of,
)
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Field, Form

TEXTS = frozenset({FieldKind.LINE, FieldKind.TEXT})
CHOICES = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
ONE = "1"
# what a field of a fund takes in besides its namesake, where the fund has no such field
JOINED: Mapping[str, tuple[str, ...]] = {"problem": ("problem_evidence",)}


@dataclass(frozen=True, slots=True)
class Carried:
    """What came over, by the keys of the new form; and the keys of what holds something and found no place."""

    values: dict[str, Value]
    left: tuple[str, ...]


def carry(source: Form, target: Form, values: Values) -> Carried:
    """Return what of `values`, written into `source`, stands in `target` without being typed anew."""
    carried: dict[str, Value] = {}
    for field in _fields(target):
        value = fitted(source, target, field.key, values)
        if not is_empty(value):
            carried[field.key] = value
    return Carried(carried, tuple(_left(source, target, values, carried)))


def fitted(source: Form, target: Form, key: str, values: Values) -> Value:
    """Return what a field of `target` gets; empty where nothing fits."""
    there, here = source.field(key), target.field(key)
    if here is None or here.kind is FieldKind.FILES:
        return ""
    own = _fit(there, here, values) if there is not None else ""
    joined = [text for text in _joined_texts(source, target, here, values) if text]
    return "\n\n".join([own, *joined] if own else joined) if joined and isinstance(own, str) else own


def pair_mark(own: Value | None, theirs: Value | None) -> str:
    """Return by what two values that were looked at side by side are told from another pair."""
    return f"{mark_of(own)}{mark_of(theirs)}"


def _joined_texts(source: Form, target: Form, here: Field, values: Values) -> list[str]:
    """Return what belongs into a field besides its namesake."""
    if here.kind is not FieldKind.TEXT:
        return []
    keys = [key for key in JOINED.get(here.key, ()) if target.field(key) is None and source.field(key) is not None]
    return [text_of(values, key).strip() for key in keys]


def _left(source: Form, target: Form, values: Values, carried: Mapping[str, Value]) -> list[str]:
    joined = {key for name in carried for key in JOINED.get(name, ()) if target.field(key) is None}
    known = carried.keys() | joined
    return [field.key for field in _fields(source) if field.key not in known and not is_empty(values.get(field.key))]


def _fields(form: Form) -> list[Field]:
    return [field for section in form.sections for field in section.fields]


def _fit(there: Field, here: Field, values: Values) -> Value:
    if there.kind is FieldKind.ROWS or here.kind is FieldKind.ROWS:
        return _fit_rows(there, here, values) if there.kind is here.kind else ""
    if here.kind in CHOICES:
        chosen = [one for one in choices_of(values, there.key) if one in here.options]
        return chosen if here.kind is FieldKind.CHOICES else "".join(chosen[:1])
    text = ", ".join(choices_of(values, there.key))
    if here.kind is FieldKind.LINE:
        return " ".join(text.split())
    return text if here.kind is FieldKind.TEXT or here.kind is there.kind else ""


def _fit_rows(there: Field, here: Field, values: Values) -> list[Row]:
    rows = [_fit_row(there, here, row) for row in rows_of(values, there.key)]
    return [row for row in rows if any(cell for key, cell in row.items() if key != ROW_ID)][: most_rows(here)]


def _fit_row(there: Field, here: Field, row: Row) -> Row:
    known = {column.key: column for column in there.columns}
    told = _priced(row) if _asks_for_a_price(known, here) else row
    cells = {column.key: _fit_cell(known.get(column.key), column, told.get(column.key, "")) for column in here.columns}
    return {ROW_ID: row[ROW_ID], **cells}


def _asks_for_a_price(known: Mapping[str, Column], here: Field) -> bool:
    """Tell whether a table of sums goes into one of quantities and prices."""
    asked = {column.key for column in here.columns}
    return "requested" in known and "price" not in known and {"quantity", "price"} <= asked


def _priced(row: Row) -> Row:
    """Return a line with one piece of what it costs in all; a sum that is none stays as it was typed."""
    requested, own = read_money(row.get("requested", "")), read_money(row.get("own", "")) or 0
    price = row.get("requested", "") if requested is None else write_money(requested + own)
    return {**row, "quantity": ONE, "price": price}


def _fit_cell(there: Column | None, here: Column, text: str) -> str:
    """Return a cell; `there` None: the other table has no such column, unless the cell was reckoned."""
    if here.of:
        return text if there is not None and there.of == here.of else ""
    if here.kind is FieldKind.CHOICE:
        return text if text in here.options else ""
    if there is not None and there.of:
        return ""
    return " ".join(text.split()) if here.kind is FieldKind.LINE else text
