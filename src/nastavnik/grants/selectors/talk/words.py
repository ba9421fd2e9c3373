"""The words of a field, or of a row of its table, in which quoted words are looked for."""

from nastavnik.contest.checking.values import ROW_ID, Row, Value, Values, choices_of, row_label, rows_of, text_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field
from nastavnik.grants.funds.anchors import Anchor, find

TEXT_KINDS = frozenset({FieldKind.LINE, FieldKind.TEXT})


def words_of(field: Field, values: Values, row_id: str = "") -> str:
    """Return what stands in a field as one text; of a table its rows, or the one with `row_id`, a cell in a line."""
    if field.kind is not FieldKind.ROWS:
        return text_of(values, field.key) or "\n".join(choices_of(values, field.key))
    rows = [row for row in rows_of(values, field.key) if not row_id or row[ROW_ID] == row_id]
    return "\n".join(row_words(field, row) for row in rows)


def row_words(field: Field, row: Row) -> str:
    """Return the cells of a row that hold words, each in a line."""
    cells = (row.get(column.key, "") for column in field.columns if column.kind in TEXT_KINDS)
    return "\n".join(cell for cell in cells if cell)


def row_named(field: Field, values: Values, row_id: str) -> str:
    """Return how a row of a table is named; empty: there is none."""
    return next((row_label(row, field.columns) for row in rows_of(values, field.key) if row[ROW_ID] == row_id), "")


def anchor_of(field: Field, values: dict[str, Value], quote: str, *, begin: int, row_id: str = "") -> Anchor | None:
    """Return where quoted words stand in a field now; None: they do not."""
    return find(words_of(field, values, row_id), quote, begin)
