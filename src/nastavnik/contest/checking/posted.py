"""What was posted into the fields of a form: each with the mark of what stood there, rows of tables with names of their own."""

from typing import Any

from django.core.files import File
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from nastavnik.contest.checking.characters import normal
from nastavnik.contest.checking.gaps import MOST_ROWS
from nastavnik.contest.checking.merging import Change
from nastavnik.contest.checking.values import ROW_ID, Row, Value
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field, Section
from nastavnik.core.ids import new_token

ROW_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
ROW_ID_LENGTH = 8
LONGEST_ROW_ID = 16
# with those that are to go
MOST_SENT_ROWS = 3 * MOST_ROWS
# of one field; the service says how much a section holds
LONGEST_TEXT = 60_000


def field_name(key: str, row: int | None = None, column: str = "") -> str:
    """Return what a field, or a cell of a table, is called in the form."""
    return "-".join([f"f-{key}", *([str(row)] if row is not None else []), *([column] if column else [])])


def mark_name(field: Field) -> str:
    """Return what the mark of a field is called in the form."""
    return f"m-{field.key}"


def read_changes(section: Section, posted: QueryDict) -> dict[str, Change]:
    """Return what was typed into the fields of a section that were sent, each with its mark."""
    sent = [field for field in section.fields if field.kind is not FieldKind.FILES and mark_name(field) in posted]
    return {field.key: Change(_read(field, posted), posted.get(mark_name(field), "")) for field in sent}


def read_files(section: Section, sent: MultiValueDict[str, Any]) -> list[tuple[str, File[bytes]]]:
    """Return the files that came for the fields of a section, each with the key of its field."""
    fields = [field for field in section.fields if field.kind is FieldKind.FILES]
    return [(field.key, file) for field in fields for file in sent.getlist(field_name(field.key))]


def _read(field: Field, posted: QueryDict) -> Value:
    name = field_name(field.key)
    if field.kind is FieldKind.ROWS:
        return read_rows(field, posted)
    if field.kind is FieldKind.CHOICES:
        return [normal(one)[:LONGEST_TEXT] for one in posted.getlist(name) if one in field.options]
    text = normal(posted.get(name, ""))[:LONGEST_TEXT]
    return text if field.kind is FieldKind.TEXT else " ".join(text.split())


def read_rows(field: Field, posted: QueryDict) -> list[Row]:
    """Return the rows of a table that hold something and are not to go, in their order."""
    rows, used = list[Row](), set[str]()
    for number in range(MOST_SENT_ROWS):
        base = field_name(field.key, number)
        if f"{base}-{ROW_ID}" not in posted:
            continue
        cells = {column.key: _cell(column.kind, posted.get(f"{base}-{column.key}", "")) for column in field.columns}
        if f"{base}-drop" in posted or not any(cells.values()):
            continue
        row_id = _row_id(posted.get(f"{base}-{ROW_ID}", ""), used)
        used.add(row_id)
        rows.append({ROW_ID: row_id, **cells})
    return rows


def _cell(kind: FieldKind, typed: str) -> str:
    text = normal(typed)[:LONGEST_TEXT]
    return text.strip() if kind is FieldKind.TEXT else " ".join(text.split())


def _row_id(typed: str, used: set[str]) -> str:
    """Return the name of a row as the page has it; a strange or doubled one is replaced."""
    is_good = 0 < len(typed) <= LONGEST_ROW_ID and ROW_LETTERS.issuperset(typed) and typed not in used
    return typed if is_good else new_token(ROW_ID_LENGTH)
