"""What was sent of a budget: its lines, each with the mark of what stood there; a table that was pasted."""

from collections.abc import Iterator
from typing import BinaryIO

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.checking.characters import normal
from nastavnik.contest.checking.posted import LONGEST_ROW_ID, LONGEST_TEXT, ROW_ID_LENGTH, ROW_LETTERS, field_name
from nastavnik.contest.checking.values import ROW_ID, Row
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field
from nastavnik.core.ids import new_token
from nastavnik.grants.funds.pasting import MOST_COLUMNS, MOST_PASTED, MOST_ROWS, Asked, Part
from nastavnik.grants.funds.rows import SentRow
from nastavnik.people.services.staff.tables import read_sheets

# with those that are to go
MOST_SENT_LINES = 300


def read_lines(field: Field, posted: QueryDict) -> list[SentRow]:
    """Return the lines that were sent, in their order; a new one that holds nothing is left out, an old one that was emptied goes.

    A script sends only the name and the mark of a line that was not touched.
    """
    return list(_lines(field, posted))


def _lines(field: Field, posted: QueryDict) -> Iterator[SentRow]:
    used = set[str]()
    for number in range(MOST_SENT_LINES):
        base = field_name(field.key, number)
        if f"{base}-{ROW_ID}" not in posted:
            continue
        row_id = _row_id(posted.get(f"{base}-{ROW_ID}", ""), used)
        used.add(row_id)
        mark = posted.get(f"{base}-mark", "")
        cells = _cells(field, base, posted)
        if cells is None:
            yield SentRow(row_id, mark, None)
            continue
        is_empty = not any(cell for key, cell in cells.items() if not _is_chosen(field, key))
        if mark or not (is_empty or f"{base}-drop" in posted):
            yield SentRow(row_id, mark, {ROW_ID: row_id, **cells}, is_dropped=is_empty or f"{base}-drop" in posted)


def _is_chosen(field: Field, key: str) -> bool:
    """Tell whether a cell is a choice: a script gives a new line its article before anything is written."""
    return any(column.key == key and column.kind is FieldKind.CHOICE for column in field.columns)


def _cells(field: Field, base: str, posted: QueryDict) -> Row | None:
    sent = {column.key: posted.get(f"{base}-{column.key}") for column in field.columns}
    if all(cell is None for cell in sent.values()):
        return None
    kinds = {column.key: column.kind for column in field.columns}
    return {key: _cell(kinds[key], cell or "") for key, cell in sent.items()}


def _cell(kind: FieldKind, typed: str) -> str:
    text = normal(typed)[:LONGEST_TEXT]
    return text.strip() if kind is FieldKind.TEXT else " ".join(text.split())


def _row_id(typed: str, used: set[str]) -> str:
    is_good = 0 < len(typed) <= LONGEST_ROW_ID and ROW_LETTERS.issuperset(typed) and typed not in used
    return typed if is_good else new_token(ROW_ID_LENGTH)


class PasteForm(forms.Form):
    """A table out of Excel: pasted, or a file."""

    table = forms.CharField(
        label=_("Cells copied in Excel"),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("XLSX or CSV; the first sheet with a table is read."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def asked_of(posted: QueryDict, text: str) -> Asked:
    """Return how a table is to be read: what somebody says its columns are, and the article of lines without one."""
    told = [posted.get(f"column-{place}") for place in range(MOST_COLUMNS)]
    known = [one for one in told if one is not None]
    parts = tuple(Part(one) if one in set(Part) else Part.NOTHING for one in known)
    return Asked(text[:MOST_PASTED], parts, posted.get("article", ""))


def text_of_file(file: BinaryIO, size: int) -> str:
    """Return the first sheet that holds a table as it would be copied. Raises what reading a table raises."""
    for sheet in read_sheets(file, size, is_computed=True):
        rows: list[str] = []
        for number, cells in sheet:
            if number > MOST_ROWS:
                break
            # rows that are left out keep their places, so that a trouble names the row that people see
            rows += [""] * (number - 1 - len(rows))
            rows.append("\t".join(cells[:MOST_COLUMNS]))
        if len([row for row in rows if row.strip()]) > 1:
            return "\n".join(rows)
    return ""
