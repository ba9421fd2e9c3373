"""Two states of a field, or of a whole application, side by side with the differences marked word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from nastavnik.contest.checking.values import ROW_ID, Values, mark_of, rows_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.applications.reading import table_read
from nastavnik.contest.selectors.setup import Field, Form
from nastavnik.core.differences import Change, Piece, differences
from nastavnik.core.side_by_side import Block, blocks_of
from nastavnik.grants.selectors.writing.words import words_of


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row of a table in two states: `change` says what became of it, each cell which of its words changed."""

    change: Change
    # some cells of a kept row differ
    is_changed: bool
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """A table in two states; rows that are alike are counted only."""

    heads: tuple[str, ...]
    rows: tuple[RowDifference, ...]
    alike: int


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field in two states: `blocks` of a text, `table` of rows."""

    key: str
    label: str
    section: str
    is_same: bool
    blocks: tuple[Block, ...] = ()
    table: TableDifference | None = None


def field_difference(form: Form, field: Field, old: Values, new: Values, section: str = "") -> FieldDifference:
    """Return a field in two states; `old` and `new` hold the other fields too, to which its rows refer."""
    is_same = mark_of(old.get(field.key)) == mark_of(new.get(field.key))
    if field.kind is FieldKind.ROWS:
        table = _table(form, field, old, new)
        return FieldDifference(field.key, field.label, section, is_same, table=table)
    blocks = blocks_of(words_of(form, field.key, old), words_of(form, field.key, new))
    return FieldDifference(field.key, field.label, section, is_same, blocks=tuple(blocks))


def form_differences(form: Form, old: Values, new: Values) -> list[FieldDifference]:
    """Return the fields of a form that differ in two states of an application; files are in neither."""
    return [
        field_difference(form, field, old, new, section.title)
        for section in form.sections
        for field in section.fields
        if field.kind is not FieldKind.FILES and mark_of(old.get(field.key)) != mark_of(new.get(field.key))
    ]


def _table(form: Form, field: Field, old: Values, new: Values) -> TableDifference:
    before, after = _cells(form, field, old), _cells(form, field, new)
    rows = [_row(before.get(one, ()), after.get(one, ())) for one in _in_order(list(before), list(after))]
    shown = tuple(row for row in rows if row.is_changed)
    return TableDifference(tuple(column.label for column in field.columns), shown, len(rows) - len(shown))


def _cells(form: Form, field: Field, values: Values) -> dict[str, tuple[str, ...]]:
    """Return the rows of a table as they are read, by their names."""
    read = table_read(form, field, values)
    names = [row[ROW_ID] for row in rows_of(values, field.key)]
    return {name: tuple(cell.text for cell in row) for name, row in zip(names, read.rows, strict=True)}


def _in_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the names of rows of both states: as they stand now, each that went after the one that stood before it."""
    order = list(after)
    for place, name in enumerate(before):
        if name not in order:
            earlier = next((one for one in reversed(before[:place]) if one in order), None)
            order.insert(order.index(earlier) + 1 if earlier else 0, name)
    return order


def _row(before: Sequence[str], after: Sequence[str]) -> RowDifference:
    if not before or not after:
        change = Change.ADDED if after else Change.REMOVED
        whole: list[tuple[Piece, ...]] = [(Piece(change, text),) if text else () for text in after or before]
        return RowDifference(change, is_changed=True, cells=tuple(whole))
    cells = tuple(tuple(differences(one, other)) for one, other in zip(before, after, strict=True))
    return RowDifference(Change.KEPT, is_changed=tuple(before) != tuple(after), cells=cells)
