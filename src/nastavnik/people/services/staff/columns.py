"""What the columns of a staff list are, by their Russian headings in any order and wording."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.core.text import search_key
from nastavnik.people.services.staff.tables import Row, Sheet

# The first pattern that fits decides; "номер телефона" is a telephone, "№ п/п" is nothing. A key has "no" for "№".
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("", r"^(no?|номер)?\s*(п\s*/?\s*п|пп)$|^(no?|#|номер)$|дата|рожден|стаж|образован"),
        ("email", r"e-?\s?mail|емейл|имейл|мейл|почт|электронн\w* адрес|эл\.? ?адрес"),
        ("phone", r"телеф|^тел\b|моб|сотов|phone"),
        ("position", r"должност|position"),
        ("library_number", r"(no?|номер)\s*(филиал|библиотек)|(филиал|библиотек)\w*\s*(no|номер)"),
        ("library", r"филиал|библиотек|подразделен|место работы|отдел|library"),
        ("full_name", r"ф\.? ?и\.? ?о\b|фамил.*имя|имя.*фамил|сотрудник|работник|full name"),
        ("last_name", r"фамил|last name"),
        ("middle_name", r"отчеств"),
        ("first_name", r"^имя\b|first name"),
        ("full_name", r"^name$"),
    )
)
NAME_COLUMNS = ("full_name", "last_name")
# A heading may stand below a title and a date.
HEADING_WITHIN_ROWS = 20
FORMULA = "="


class NoHeadings(Refusal):
    """No row of the table names the columns that are needed."""

    message = _(
        "No headings were found in the table. Name the columns in the first row: “ФИО”, “E-mail”, “Должность”, "
        "“Филиал”, “Телефон”, in any order. Nothing was read."
    )


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column means what: indexes by our names, the headings as they stand, and those not understood."""

    indexes: dict[str, int]
    titles: dict[str, str]
    ignored: list[str] = field(default_factory=list)

    def cells_of(self, row: Row) -> dict[str, str]:
        """Return the cells of a row by our names; missing ones are empty."""
        return {name: row[index] if index < len(row) else "" for name, index in self.indexes.items()}


def read_headings(rows: Sheet) -> Headings | None:
    """Read on in the sheet up to its heading and return what it says; None when none is found."""
    for looked_at, (_number, row) in enumerate(rows, start=1):
        headings = headings_in(row)
        if headings is not None:
            return headings
        if looked_at >= HEADING_WITHIN_ROWS:
            return None
    return None


def headings_in(row: Row) -> Headings | None:
    """Return the meaning of a row as headings; None when it does not name people and something else of them."""
    indexes: dict[str, int] = {}
    ignored: list[str] = []
    for index, title in enumerate(row):
        name = column_of(title)
        if name and name not in indexes:
            indexes[name] = index
        elif title:
            ignored.append(title)
    has_name = any(name in indexes for name in NAME_COLUMNS)
    if not has_name or len(indexes) < 2:  # noqa: PLR2004 -- a name and one thing more make a list of people
        return None
    return Headings(indexes=indexes, titles={name: row[index] for name, index in indexes.items()}, ignored=ignored)


def column_of(title: str) -> str:
    """Return our name for the column with this heading; empty when it means nothing to us."""
    key = search_key(title).strip(" .:*")
    if not key or key.startswith(FORMULA):
        return ""
    return next((name for name, pattern in PATTERNS if pattern.search(key)), "")
