"""A table of somebody's own: read from a form, shown, found among those that are saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.models import SavedTable
from nastavnik.audience.permissions import can_see_report, tables_visible_to
from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.selectors.figures.page import read_day
from nastavnik.audience.selectors.figures.plan import Rows
from nastavnik.audience.selectors.tables.sets import SETS, RowSet
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.tables.state import read_filter
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PREVIEW_ROWS = 10
PERIOD = ("from", "to")

TABLES = Table[SavedTable](
    name="own-tables",
    columns=(
        Column(
            "title",
            _("Table"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("audience:own_table", args=[one.token]),
        ),
        Column("rows", _("Rows"), lambda one: SETS[one.rows].title),
        Column("owner", _("Made by"), lambda one: one.owner.full_name, order=("owner__name_key",)),
        Column("shared", _("The whole desk sees it"), lambda one: one.is_shared),
        Column("changed", _("Saved"), lambda one: one.changed_at, order=("changed_at",)),
    ),
    order="title",
    caption=_("Own tables"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a table is made of: a set, some of its columns, and what narrows it. Only what a set describes gets in here."""

    rows: RowSet
    columns: tuple[str, ...]
    filters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A saved table with its rows."""

    table: SavedTable
    about: str
    listing: Listing[Any]
    again_url: str
    is_own: bool


def read_choice(key: str, columns: Sequence[str], filters: Mapping[str, Any]) -> Choice:
    """Return what is asked for, without what no set describes; no known column: all of them. Raises `Http404`."""
    if key not in SETS:
        raise Http404
    rows = SETS[key]
    chosen = tuple(name for name in rows.columns if name in columns)
    kept = {name: str(value) for name, value in filters.items() if value}
    return Choice(rows, chosen or tuple(rows.columns), kept)


def set_filters(rows: RowSet, school: School, now: datetime) -> tuple[Filter[Any], ...]:
    """Return the filters of a set."""
    table, _rows = rows.rows(Scope(school, now))
    return table.filters


def listing_of(
    actor: Actor, school: School, choice: Choice, params: Mapping[str, str], now: datetime, *, page_rows: int = 50
) -> Listing[Any]:
    """Return the rows of a table, sorted as `params` say. Raises `PermissionDenied`."""
    if not can_see_report(actor, school):
        raise PermissionDenied
    begins_on, ends_on = (read_day(choice.filters.get(name, "")) for name in PERIOD)
    table, rows = _narrowed(choice, choice.rows.rows(Scope(school, now, begins_on, ends_on)))
    columns = tuple(one for one in table.columns if one.key in choice.columns)
    if not any(one.order for one in columns):
        columns = (replace(columns[0], order=("pk",)), *columns[1:])
    order = next(one.key for one in columns if one.order)
    own = Table[Any](name="own-table", columns=columns, order=order, caption=table.caption, page_rows=page_rows)
    return own.listing(rows, params)


def _narrowed(choice: Choice, asked: Rows) -> Rows:
    table, rows = asked
    for one in table.filters:
        text = read_filter(choice.filters.get(one.key, ""), frozenset(value for value, _label in one.choices))
        if text and one.query and isinstance(rows, QuerySet):
            rows = rows.filter(one.query(text))
    return table, rows


def tables_page(actor: Actor, school: School, params: Mapping[str, str]) -> Listing[SavedTable]:
    """Return the tables that `actor` may open. Raises `PermissionDenied`."""
    if not can_see_report(actor, school):
        raise PermissionDenied
    return TABLES.listing(tables_visible_to(actor, school).filter(rows__in=SETS).select_related("owner"), params)


def saved_table(actor: Actor, school: School, token: str) -> SavedTable:
    """Return a saved table that `actor` may open. Raises `Http404`."""
    found = (
        tables_visible_to(actor, school).filter(rows__in=SETS, token=token).select_related("owner", "school").first()
    )
    if found is None:
        raise Http404
    return found


def own_table_page(actor: Actor, table: SavedTable, params: Mapping[str, str], now: datetime) -> OwnTable:
    """Return a saved table with its rows of now."""
    choice = read_choice(table.rows, table.columns, table.filters)
    return OwnTable(
        table=table,
        about=str(choice.rows.about),
        listing=listing_of(actor, table.school, choice, params, now),
        again_url=f"{reverse('audience:build_table', args=[table.rows])}?like={table.token}",
        is_own=table.owner_id == actor.pk,
    )
