"""The rows of a table as a file: XLSX for people, CSV for programs. Neither can carry a formula that somebody typed."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from nastavnik.core.http.requests import Request
from nastavnik.core.tables.listing import CHUNK_ROWS, Listing

if TYPE_CHECKING:
    from nastavnik.core.tables.table import Value

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CELL_CHARACTERS = 32_767  # the most that a cell of a workbook may hold
MEMORY_BYTES = 4 * 2**20
WIDTHS = (10, 48)
BOM = "\ufeff"  # tells Excel that the text is UTF-8


def answer(request: Request, listing: Listing[Any], template: str, context: dict[str, Any]) -> HttpResponseBase:
    """Answer with the page, or with the file when the address asks for one. The template gets `listing`."""
    if listing.state.export == "xlsx":
        return as_xlsx(listing)
    if listing.state.export == "csv":
        return as_csv(listing)
    return render(request, template, {**context, "listing": listing})


def as_csv(listing: Listing[Any]) -> StreamingHttpResponse:
    """Stream the rows as CSV with semicolons, as Excel with Russian settings opens them."""
    response = StreamingHttpResponse(csv_pieces(listing), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{listing.table.name}.csv"'
    return response


class Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """Return `line`."""
        return line


def csv_pieces(listing: Listing[Any]) -> Iterator[str]:
    """Return the pieces of the CSV file, the heads first, in the language and zone of the present request.

    The server asks for the pieces when the request is over, so both are remembered here and in force only while a piece is made.
    """
    return _csv_pieces(listing, get_language(), timezone.get_current_timezone())


def _csv_pieces(listing: Listing[Any], language: str | None, zone: tzinfo) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    rows = listing.values()
    with override(language), timezone.override(zone):
        piece = BOM + writer.writerow(harmless(label) for label in listing.labels())
    while piece:
        yield piece
        with override(language), timezone.override(zone):
            piece = "".join(writer.writerow(csv_text(value) for value in row) for row in islice(rows, CHUNK_ROWS))


def csv_text(value: "Value") -> str:
    """Return a value as text of a CSV file: moments in local time, decimal comma, words that no program computes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return harmless(str(value))


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before a sign that makes a spreadsheet compute it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_SIGNS) or text.startswith(FORMULA_SIGNS) else text


def as_xlsx(listing: Listing[Any]) -> FileResponse:
    """Send the rows as a workbook, written row by row and not held in memory."""
    file = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 -- the answer closes it when it was sent
    write_workbook(listing, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{listing.table.name}.xlsx", content_type=XLSX_TYPE)


def write_workbook(listing: Listing[Any], file: SpooledTemporaryFile[bytes]) -> None:
    """Write the workbook: bold heads that stay in sight, filters, dates as dates, text as text."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet()
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats: dict[type, Any] = {
            datetime: workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            date: workbook.add_format({"num_format": "dd.mm.yyyy"}),
        }
        labels = listing.labels()
        for column, label in enumerate(labels):
            sheet.set_column(column, column, min(max(len(label) + 4, WIDTHS[0]), WIDTHS[1]))
            sheet.write_string(0, column, label, bold)
        sheet.freeze_panes(1, 1)
        last_row = 0
        for last_row, values in enumerate(listing.values(), start=1):
            for column, value in enumerate(values):
                write_cell(sheet, last_row, column, value, formats)
        sheet.autofilter(0, 0, last_row, max(len(labels) - 1, 0))


def write_cell(sheet: Any, row: int, column: int, value: "Value", formats: dict[type, Any]) -> None:
    """Write one value by its type; a workbook knows no zones, so moments are written in local time."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, gettext("yes") if value else gettext("no"))
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[date])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value)[:CELL_CHARACTERS])
