"""Reading a table out of a file that people give: XLSX or CSV, nothing trusted."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal

MAX_BYTES = 10 * 2**20
# 20,000 rows of eight columns unpack to about 15 MB of XML; what unpacks to more than this is not a staff list.
MAX_UNPACKED_BYTES = 32 * 2**20
MAX_PARTS = 500
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 1000
ZIP_MARK, OLE_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ";,\t"
BROKEN = (OSError, zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, IndexError, EOFError)

Row = list[str]
Sheet = Iterator[tuple[int, Row]]


class TableTooLarge(Refusal):
    """The file is larger than any staff list."""

    message = _("The file is larger than 10 MB. Nothing was read: leave only the table of people in it.")


class TableUnpacksTooLarge(Refusal):
    """The file unpacks to far more than a staff list holds."""

    message = _("The file unpacks to far more than a list of people holds, so it was not opened. Save the table anew.")


class TableTooLong(Refusal):
    """More rows than the largest network has people."""

    message = _("There are more than 20,000 rows in the table. Nothing was kept: divide it into several files.")


class OldFormat(Refusal):
    """The old binary XLS, or a file protected by a password."""

    message = _("This is an old XLS or a file with a password. Save it as “Excel workbook (XLSX)” without a password.")


class NotATable(Refusal):
    """Neither XLSX nor CSV, or damaged."""

    message = _("This file cannot be read as a table. Save the list as XLSX or CSV and choose it again.")


def read_sheets(file: BinaryIO, size: int, *, is_computed: bool = False) -> Iterator[Sheet]:
    """Yield the sheets of a file, each as (row number as people see it, cells as text); empty rows are left out.

    A CSV is one sheet. Sheets must be read in turn. A formula is its own text, or, with `is_computed`, what the program that saved the
    file has made of it; nothing is computed here. Raises the refusals above, also while rows are read.
    """
    if size > MAX_BYTES:
        raise TableTooLarge
    mark = file.read(4)
    file.seek(0)
    if mark == OLE_MARK:
        raise OldFormat
    if mark == ZIP_MARK:
        yield from _xlsx_sheets(file, is_computed=is_computed)
    else:
        yield _filled(_csv_rows(file.read()))


def _filled(rows: Iterator[Row]) -> Sheet:
    """Number the rows, drop empty ones, and stop at the limits."""
    count = 0
    try:
        for number, row in enumerate(rows, start=1):
            if number > MAX_ROWS * 5:
                raise TableTooLong
            if any(row):
                count += 1
                if count > MAX_ROWS:
                    raise TableTooLong
                yield number, row
    except (*BROKEN, csv.Error) as error:
        raise NotATable from error


def _xlsx_sheets(file: BinaryIO, *, is_computed: bool) -> Iterator[Sheet]:
    """Read the sheets of a workbook; openpyxl is loaded with the first one: 13 MB and a seventh of a second."""
    import openpyxl  # noqa: PLC0415 -- see above

    _check_package(file)
    try:
        # nothing is computed, and whoever looks at the preview sees what stands there
        book = openpyxl.load_workbook(file, read_only=True, data_only=is_computed, keep_links=False)
    except BROKEN as error:
        raise NotATable from error
    for sheet in book.worksheets:
        # the size written in the file may be a lie
        sheet.reset_dimensions()
        yield _filled(
            [text_of(value) for value in row] for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        )


def _check_package(file: BinaryIO) -> None:
    """Look into the package before anything unpacks it: sizes in the directory are what Python's zipfile obeys."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except BROKEN as error:
        raise NotATable from error
    file.seek(0)
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NotATable
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TableUnpacksTooLarge


def text_of(value: object) -> str:
    """Return a cell as people see it: whole numbers without a fraction, spaces evened out."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())[:MAX_CELL]


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    if "\x00" in text:
        raise NotATable
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    for row in reader:
        yield [text_of(value) for value in row[:MAX_COLUMNS]]


def _decoded(content: bytes) -> str:
    """Decode by mark, else as UTF-8, else as the Windows encoding that Excel writes in Russia."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable


def _delimiter(text: str) -> str:
    """Return the separator that stands most often in the first lines."""
    head = text[:4000]
    return max(DELIMITERS, key=head.count)
