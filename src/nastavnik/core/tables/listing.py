"""A table bound to its rows and to an address: everything its template shows, evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext

from nastavnik.core.tables.pages import PageLink, pages_of
from nastavnik.core.tables.state import State

if TYPE_CHECKING:
    from nastavnik.core.tables.table import Column, Table, Value

Row = TypeVar("Row")

CHUNK_ROWS = 2000
EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `sort_url` is where a click leads, `direction` how the table is sorted by it now."""

    label: str
    is_number: bool
    sort_url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown."""

    label: str
    text: str
    link: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter as a field of a form: free text without `choices`."""

    key: str
    label: str
    value: str
    choices: list[tuple[str, str]]


class Listing(Generic[Row]):
    """The rows that an address asks for. `is_export` tells that they are wanted as a file, then no page is read."""

    def __init__(self, table: "Table[Row]", source: QuerySet[Any] | list[Row], state: State) -> None:
        self.table = table
        self.state = state
        self._source = source
        self.is_export = bool(state.export)
        self.total = 0
        self.rows: list[list[Cell]] = []
        self.links: list[PageLink] = []
        self.previous = self.following = ""
        if not self.is_export:
            self._read_page()

    def _read_page(self) -> None:
        paginator: Paginator[Any] = Paginator(self._source, self.table.page_rows)
        page = paginator.get_page(self.state.page)
        self.total = paginator.count
        self.rows = [self._cells(row) for row in self._prepared(self._read(page.object_list))]
        pages = pages_of(page, lambda number: self.state.address(page=number))
        self.links, self.previous, self.following = pages.links, pages.previous, pages.following

    def _read(self, rows: Any) -> list[Row]:
        """Return the rows of a page with all that belongs to them."""
        if self.table.is_long and isinstance(self._source, QuerySet):
            # A million rows are sorted by their keys alone, often in an index; what belongs to a row is read of the page only.
            rows = self._source.filter(pk__in=rows.values("pk"))
        return list(rows)

    def _prepared(self, rows: list[Row]) -> list[Row]:
        if self.table.prepare:
            self.table.prepare(rows)
        return rows

    def _cells(self, row: Row) -> list[Cell]:
        return [
            Cell(
                label=str(column.label),
                text=str(column.show(row)) if column.show else shown(column.value(row)),
                link=column.link(row) if column.link else "",
                is_number=column.is_number,
            )
            for column in self.table.columns
        ]

    @property
    def caption(self) -> str:
        """What the table is of, for screen readers and print."""
        return str(self.table.caption)

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns."""
        return [self._head(column) for column in self.table.columns]

    def _head(self, column: "Column[Row]") -> Head:
        is_current = column.key == self.state.order
        url = ""
        if column.order:
            is_descending = is_current and not self.state.is_descending
            url = self.state.address(order=column.key, is_descending=is_descending, page=1)
        direction = ("descending" if self.state.is_descending else "ascending") if is_current else ""
        return Head(str(column.label), column.is_number, url, direction)

    @property
    def filters(self) -> list[FilterField]:
        """The fields of the form that narrows the table."""
        return [
            FilterField(
                key=item.key,
                label=str(item.label),
                value=self.state.filters[item.key],
                choices=[(value, str(label)) for value, label in item.choices],
            )
            for item in self.table.filters
        ]

    @property
    def kept_sort(self) -> str:
        """What the filters' form carries along so that a search does not lose the order; empty for the usual one."""
        sort = f"-{self.state.order}" if self.state.is_descending else self.state.order
        return sort if sort != self.state.default_order else ""

    @property
    def is_filtered(self) -> bool:
        """Tell whether something narrows the table."""
        return any(self.state.filters.values())

    @property
    def clear_url(self) -> str:
        """The address of the whole table in the same order."""
        return self.state.address(filters={}, page=1)

    @property
    def xlsx_url(self) -> str:
        """The address of the same rows as a workbook."""
        return self.state.address(export="xlsx", page=1)

    @property
    def csv_url(self) -> str:
        """The address of the same rows as text."""
        return self.state.address(export="csv", page=1)

    def labels(self) -> list[str]:
        """Return the heads of the exported columns."""
        return [str(column.label) for column in self.table.columns]

    def values(self) -> Iterator[list["Value"]]:
        """Yield all rows as values, in the table's order, read piece by piece."""
        rows = self._source
        source = rows.iterator(chunk_size=CHUNK_ROWS) if isinstance(rows, QuerySet) else iter(rows)
        while piece := list(islice(source, CHUNK_ROWS)):
            for row in self._prepared(piece):
                yield [column.value(row) for column in self.table.columns]


def shown(value: "Value") -> str:
    """Return a value as people read it in a table."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), gettext("j M Y, H:i"))
    if isinstance(value, date):
        return date_format(value, gettext("j M Y"))
    if isinstance(value, int | float | Decimal):
        return localize(value)
    return str(value)
