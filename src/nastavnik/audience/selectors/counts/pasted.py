"""A table that was copied in Excel or saved as a file, laid into the cells of the sheet. Nothing is written down here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nastavnik.audience.selectors.counts.numbers import NotANumber, read_count
from nastavnik.audience.selectors.counts.sheet import Column, Sheet, SheetCell, SheetRow, Typed
from nastavnik.audience.selectors.counts.travelling import day_head

MOST_ROWS = 2000
MOST_TROUBLES = 40
MOST_SHOWN = 60
APART = re.compile(r"[^0-9a-zа-я]+")


@dataclass(frozen=True, slots=True)
class Laid:
    """A table in the cells of a sheet, and what of it did not fit."""

    typed: Typed
    count: int
    # that stand there already
    known: int
    troubles: list[str]


def lay(rows: Iterable[Sequence[str]], sheet: Sheet) -> Laid:
    """Lay a table into a sheet: its head names channels, the first cell of a line a lesson, by its title or its place in the sheet.

    A table without a head has the columns of the sheet, in their order.
    """
    table = [[cell.strip() for cell in row] for row in rows][:MOST_ROWS]
    table = [row for row in table if any(row)]
    layer = _Layer(sheet)
    if table and (columns := layer.columns_in(table[0])):
        layer.columns, table = columns, table[1:]
    for row in table:
        layer.take(row)
    return Laid(Typed(layer.texts, layer.wrong), len(layer.texts), layer.known, layer.troubles[:MOST_TROUBLES])


class _Layer:
    """Lays lines one after another."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        # by the place of a cell in its line
        self.columns: dict[int, Column] = dict(enumerate(sheet.columns, start=1))
        self.texts: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        self.troubles: list[str] = []
        self.known = 0

    def columns_in(self, head: Sequence[str]) -> dict[int, Column]:
        """Return which columns a line of heads names; nothing for a line that is none."""
        found = {place: self._column(cell) for place, cell in enumerate(head) if place}
        named = {place: column for place, column in found.items() if column}
        if named:
            strange = [cell for place, cell in enumerate(head) if place and place not in named]
            for cell in strange:
                if bare(cell) not in {"", bare(day_head())}:
                    words = _("No channel is called “%(head)s”: this column was left out.")
                    self.troubles.append(words % {"head": short(cell)})
        return named

    def take(self, row: Sequence[str]) -> None:
        """Lay a line."""
        lesson = self._lesson(row[0])
        if lesson is None:
            words = _("No lesson of this programme is called “%(title)s”: this line was left out.")
            self.troubles.append(words % {"title": short(row[0])})
            return
        cells = {cell.key: cell for cell in lesson.cells}
        for place, column in self.columns.items():
            if place < len(row) and row[place]:
                self._put(cells[column.key], row[place])

    def _put(self, cell: SheetCell, text: str) -> None:
        try:
            value = read_count(text)
        except NotANumber as error:
            self.texts[cell.name], self.wrong[cell.name] = text[:MOST_SHOWN], str(error.message)
            return
        if value is None:
            return
        if value == cell.value:
            self.known += 1
            return
        if self.texts.get(cell.name, str(value)) != str(value):
            words = _("Two numbers came for “%(cell)s”: the last one is taken.")
            self.troubles.append(words % {"cell": cell.label})
        self.texts[cell.name] = str(value)

    def _column(self, head: str) -> Column | None:
        """Return the only column that a head can mean: its whole name, or its channel where that has one column."""
        plain = bare(head)
        same = [column for column in self.sheet.columns if bare(column.head) == plain]
        alike = [column for column in self.sheet.columns if bare(column.title) == plain]
        found = same or (alike if len(alike) == 1 else [])
        return found[0] if found else None

    def _lesson(self, cell: str) -> SheetRow | None:
        """Return the only lesson that a cell can mean: by its title, by the beginning of it, by its number in the sheet."""
        plain, rows = bare(cell), self.sheet.rows
        if cell.isascii() and cell.isdigit() and len(cell) < MOST_SHOWN:
            return rows[int(cell) - 1] if 0 < int(cell) <= len(rows) else None
        same = [row for row in rows if bare(row.title) == plain]
        begins = [row for row in rows if plain and bare(row.title).startswith(plain)]
        found = same or begins
        return found[0] if len(found) == 1 else None


def bare(text: str) -> str:
    """Return words as they are compared: without signs between them, capitals and dots above."""
    return APART.sub(" ", text.casefold().replace("ё", "е")).strip()


def short(text: str) -> str:
    """Return the beginning of what somebody wrote, to name it."""
    return text[:MOST_SHOWN] if text else "…"
