"""Cells of a table that was copied in Excel: taken apart, and freed of what a program would compute."""

import re
from collections.abc import Iterator
from decimal import Decimal

from nastavnik.contest.checking.characters import normal
from nastavnik.contest.checking.numbers import read_money, read_number

MOST_CELL = 4000
FORMULA_SIGNS = ("=", "+", "@")
# a cell ends at the sign between cells or at the end of its row
ENDS = {"\t": re.compile("[\t\n]"), ";": re.compile("[;\n]")}
# what stands around a number: the currency, a unit
AROUND = re.compile(r"(?i)[\s\u00a0\u202f']+|(?:₽|руб(?:\.|лей|ля|ль)?|р\.|rub\.?|шт\.?|%)$")
# 1,234,567.50 and 1.234.567,50: both signs, the one that stands last divides
ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
GERMAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)


def split_cells(text: str, most_rows: int, most_columns: int) -> Iterator[list[str]]:
    """Yield the rows of a copied table, at most so many, each with at most so many cells.

    Excel puts a cell with a line break into quotes and doubles the quotes in it. A quote that nothing closes is a quote.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    tab = "\t" if "\t" in plain or ";" not in plain else ";"
    place = count = 0
    while place <= len(plain) and plain and count < most_rows:
        cells, place = _row(plain, place, tab)
        count += 1
        yield [tidy(cell) for cell in cells[:most_columns]]


def _row(text: str, place: int, tab: str) -> tuple[list[str], int]:
    """Return the cells of the row that begins at a place, and where the next one begins."""
    cells = list[str]()
    while True:
        cell, place = _cell(text, place, tab)
        cells.append(cell)
        if place >= len(text) or text[place] == "\n":
            return cells, place + 1
        place += 1


def _cell(text: str, place: int, tab: str) -> tuple[str, int]:
    end = _closing(text, place, tab) if text.startswith('"', place) else None
    if end is not None:
        return text[place + 1 : end].replace('""', '"'), end + 1
    found = ENDS[tab].search(text, place)
    stop = found.start() if found else len(text)
    return text[place:stop], stop


def _closing(text: str, place: int, tab: str) -> int | None:
    """Return where the quote that ends a cell stands; None: the first quote begins nothing."""
    at = place + 1
    while (at := text.find('"', at, place + MOST_CELL)) >= 0:
        if text.startswith('""', at):
            at += 2
        elif at + 1 == len(text) or text[at + 1] in {tab, "\n"}:
            return at
        else:
            return None
    return None


def tidy(cell: str) -> str:
    """Return a cell as the school keeps it."""
    return normal(cell).replace("\t", " ").strip()[:MOST_CELL]


def is_formula(cell: str) -> bool:
    """Tell whether a program could compute a cell: a dash and a space are a dash, a number below nought is a number."""
    if cell.startswith("-"):
        return not cell[1:2].isspace() and number_in(cell) is None
    return cell.startswith(FORMULA_SIGNS)


def harmless(cell: str) -> str:
    """Return a cell without the signs by which a program would compute it, in whatever program it is opened later."""
    while is_formula(cell):
        cell = cell[1:].lstrip()
    return cell


def number_in(cell: str) -> Decimal | None:
    """Return a number as Excel shows it: 1 234,50 or 1,234.50, with a unit; None for anything else."""
    return read_number(_bare(cell))


def money_in(cell: str) -> int | None:
    """Return a sum in kopecks as Excel shows it; a tail of noughts is none."""
    bare = _bare(cell)
    head, point, tail = bare.replace(",", ".").partition(".")
    return read_money(f"{head}.{tail[:2]}" if point and not tail[2:].strip("0") else bare)


def _bare(cell: str) -> str:
    bare, before = cell.strip(), ""
    while bare != before:
        before, bare = bare, AROUND.sub("", bare)
    if ENGLISH.fullmatch(bare):
        return bare.replace(",", "")
    return bare.replace(".", "") if GERMAN.fullmatch(bare) else bare
