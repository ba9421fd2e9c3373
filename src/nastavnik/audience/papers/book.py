"""A report as a workbook: a sheet of figures, and a sheet for each table behind them. Numbers are numbers, days are days."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext, pgettext

from nastavnik.audience.papers.kept import MOST_ROWS, KeptRows
from nastavnik.audience.papers.told import ToldReport
from nastavnik.core.tables.export import write_cell

# Excel takes neither longer names of sheets nor these signs in them.
LONGEST_NAME = 31
NO_NAME = re.compile(r"[\[\]:*?/\\']")
WIDTHS = (24, 52, 14, 16, 14, 34, 90)
ROWS_COLUMN = 5
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_book(file: IO[bytes], told: ToldReport, tables: Iterable[KeptRows], *, made_at: datetime) -> None:
    """Write the workbook. Rows that several figures share stand once, and parts of a figure stand in its own table.

    The same report, rows and moment make the same file.
    """
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": told.title, "created": made_at.astimezone(UTC)})
        formats: dict[type, Any] = {
            datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            date: book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        figures = book.add_worksheet(gettext("Figures"))
        names = _Names(gettext("Figures"))
        where: dict[str, str] = {}
        titles = {one.code: one.title for one in told.figures}
        for table, place in _distinct(tables, titles):
            if place is None:
                name = where[table.code] = names.new(titles[table.code])
                _write_table(book.add_worksheet(name), table, bold, formats)
            else:
                where[table.code] = where[place]
        _write_figures(figures, told, where, bold)


class _Names:
    """Names of sheets: short, without signs that Excel refuses, each once."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.lower() for name in taken}

    def new(self, title: str) -> str:
        clean = " ".join(NO_NAME.sub(" ", title).split()) or "_"
        name, number = clean[:LONGEST_NAME].strip(), 1
        while name.lower() in self._taken:
            number += 1
            name = f"{clean[: LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
        self._taken.add(name.lower())
        return name


def _distinct(tables: Iterable[KeptRows], codes: Iterable[str]) -> Iterator[tuple[KeptRows, str | None]]:
    """Yield tables that have rows; with the code of another whose sheet has those rows already."""
    known, seen = set(codes), dict[bytes, str]()
    shown: set[str] = set()
    for table in tables:
        rows = list(islice(table.rows, MOST_ROWS))
        whole = table.code.rpartition(".")[0]
        mark = hashlib.sha256(repr((table.heads, [[str(cell) for cell in row] for row in rows])).encode()).digest()
        if not rows:
            continue
        if mark in seen:
            yield table, seen[mark]
        elif whole in known and whole in shown:
            yield table, whole
        else:
            seen[mark] = table.code
            yield KeptRows(table.code, table.heads, table.numbers, rows, table.is_cut), None
        shown.add(table.code)


def _write_table(sheet: Any, table: KeptRows, bold: Any, formats: dict[type, Any]) -> None:
    rows = list(table.rows)
    for column, head in enumerate(table.heads):
        sheet.set_column(column, column, min(max(len(head) + 4, 12), 48))
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 1)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write_cell(sheet, place, column, value, formats)
    sheet.autofilter(0, 0, len(rows), len(table.heads) - 1)


def unit_words(unit: str) -> str:
    """Return what a number counts in; nothing of things that are counted."""
    words = {
        "hours": gettext("hours of 60 minutes"),
        "academic": gettext("academic hours"),
        "roubles": gettext("roubles"),
        "mean": gettext("mean"),
    }
    return words.get(unit, "")


def _write_figures(sheet: Any, told: ToldReport, where: dict[str, str], bold: Any) -> None:
    heads = (
        gettext("Section"),
        pgettext("report", "Figure"),
        gettext("Value"),
        gettext("Unit"),
        gettext("A year before"),
        gettext("Rows on the sheet"),
        gettext("What is counted"),
    )
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 2)
    for place, one in enumerate(told.figures, start=1):
        cells = (one.section, one.title, one.value, unit_words(one.unit), one.before, None, one.footnote)
        for column, value in enumerate(cells):
            write_cell(sheet, place, column, value, {})
            if column == ROWS_COLUMN and one.code in where:
                sheet.write_url(place, column, f"internal:'{where[one.code]}'!A1", string=where[one.code])
    sheet.autofilter(0, 0, len(told.figures), len(heads) - 1)
