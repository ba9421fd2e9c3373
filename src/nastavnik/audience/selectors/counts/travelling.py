"""The sheet as a table that travels: to Excel, where it is filled, and back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nastavnik.audience.selectors.counts.sheet import Sheet, SheetRow
from nastavnik.core.tables import Column, Listing, Table
from nastavnik.core.tables.table import Value


def travelling(sheet: Sheet, params: Mapping[str, str]) -> Listing[SheetRow]:
    """Return the numbers that hold as a table: a lesson a line, its title first, a channel a column."""
    columns = tuple[Column[SheetRow], ...](
        Column(column.key, column.head, _number_of(place), is_number=True) for place, column in enumerate(sheet.columns)
    )
    table = Table[SheetRow](
        name="views",
        columns=(
            Column("lesson", _("Lesson"), lambda row: row.title),
            Column("day", day_head(), lambda row: row.starts_at, order=("starts_at",)),
            *columns,
        ),
        order="day",
    )
    return table.listing(sheet.rows, params)


def day_head() -> str:
    """Return the head of the column that is no channel."""
    return _("Held on")


def _number_of(place: int) -> Any:
    def number(row: SheetRow) -> Value:
        return row.cells[place].value

    return number
