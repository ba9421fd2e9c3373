"""The description of a table: its columns, filters and usual order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, OrderBy, Q, QuerySet
from django.utils.functional import Promise

from nastavnik.core.tables.listing import Listing
from nastavnik.core.tables.state import State, read_state
from nastavnik.core.text import search_key

Row = TypeVar("Row")
Text = str | Promise
Value = Text | int | float | Decimal | date | datetime | None

PAGE_ROWS = 50


# Without slots: a frozen generic dataclass with slots cannot be written as `Table[Row](...)` on Python 3.11.
@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column. `value` is what is exported and, unless `show` says otherwise, what is shown.

    A column sorts when it has an `order`: the model fields for a table over a query; for a table over a list any word will
    do, because lists are sorted by `value`.
    """

    key: str
    label: Text
    value: Callable[[Row], Value]
    order: tuple[str, ...] = ()
    link: Callable[[Row], str] | None = None
    show: Callable[[Row], Text] | None = None
    is_number: bool = False


@dataclass(frozen=True)
class Filter(Generic[Row]):
    """A filter: free text, or one of `choices` when there are any. A query is narrowed by `query`, a list by `keep`."""

    key: str
    label: Text
    query: Callable[[str], Q] | None = None
    keep: Callable[[Row, str], bool] | None = None
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A table. `name` names the exported file; `order` is the column usually sorted by, with a minus for descending."""

    name: str
    columns: tuple[Column[Row], ...]
    order: str
    filters: tuple[Filter[Row], ...] = ()
    caption: Text = ""
    page_rows: int = PAGE_ROWS
    # what the cells of a page, or of a piece of a file, need besides: asked for all its rows at once
    prepare: Callable[[list[Row]], None] | None = None
    # its rows may be a million: those of a page are found first, and then read
    is_long: bool = False

    def __post_init__(self) -> None:
        if self.order.removeprefix("-") not in self.sortable:
            raise ImproperlyConfigured(f"Table {self.name!r} cannot be sorted by {self.order!r}")

    @property
    def sortable(self) -> frozenset[str]:
        """The keys of the columns that sort."""
        return frozenset(column.key for column in self.columns if column.order)

    def listing(self, rows: QuerySet[Any] | Sequence[Row], params: Mapping[str, str]) -> Listing[Row]:
        """Bind the table to its rows and to what the address says; the rows of the page are read at once."""
        choices = {item.key: frozenset(value for value, _label in item.choices) for item in self.filters}
        state = read_state(params, sortable=self.sortable, filters=choices, default_order=self.order)
        chosen = self._of_query(rows, state) if isinstance(rows, QuerySet) else self._of_list(rows, state)
        return Listing(self, chosen, state)

    def _of_query(self, rows: QuerySet[Any], state: State) -> QuerySet[Any]:
        for item in self.filters:
            if item.query and (text := state.filters[item.key]):
                rows = rows.filter(item.query(text))
        ordering = [field_order(name, is_reversed=state.is_descending) for name in self._column(state.order).order]
        return rows.order_by(*ordering, "pk")

    def _of_list(self, rows: Sequence[Row], state: State) -> list[Row]:
        for item in self.filters:
            if item.keep and (text := state.filters[item.key]):
                keep = item.keep
                rows = [row for row in rows if keep(row, text)]
        value = self._column(state.order).value
        known = sorted((row for row in rows if value(row) is not None), key=lambda row: value_key(value(row)))
        unknown = [row for row in rows if value(row) is None]
        return [*(reversed(known) if state.is_descending else known), *unknown]

    def _column(self, key: str) -> Column[Row]:
        return next(column for column in self.columns if column.key == key)


def field_order(name: str, *, is_reversed: bool) -> OrderBy:
    """Return the order by a model field; rows without a value come last on every database."""
    is_descending = name.startswith("-") != is_reversed
    expression = F(name.removeprefix("-"))
    return expression.desc(nulls_last=True) if is_descending else expression.asc(nulls_last=True)


def value_key(value: Value) -> Any:
    """Return what values of one column are compared by."""
    return search_key(str(value)) if isinstance(value, str | Promise) else value
