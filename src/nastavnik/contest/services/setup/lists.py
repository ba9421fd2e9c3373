"""What the lists of a contest share: rows in an order of their own, added at the end, changed, moved, removed and undone.

Only a caller that knows what the rows mean adds rules of its own: see `directions`, `criteria`, `awards`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from nastavnik.contest.models import Award, Contest, Criterion, Direction
from nastavnik.contest.selectors.typed import Typed, award_typed, criterion_typed, direction_typed
from nastavnik.contest.services.setup.locks import changed, check_seen, locked_for_setup
from nastavnik.contest.services.setup.refusals import TooMany
from nastavnik.core.ordering import Order, items_of
from nastavnik.people.permissions import Actor

Row = Direction | Criterion | Award


@dataclass(frozen=True, slots=True)
class Part:
    """A list of a contest. `name` is its word in addresses and in the journal, `most` how long it may be."""

    name: str
    model: type[Any]
    typed: Callable[[Any], Typed]
    most: int


DIRECTIONS = Part("directions", Direction, direction_typed, 20)
CRITERIA = Part("criteria", Criterion, criterion_typed, 30)
AWARDS = Part("awards", Award, award_typed, 40)
PARTS = {part.name: part for part in (DIRECTIONS, CRITERIA, AWARDS)}


def locked_row(actor: Actor, part: Part, row_id: int) -> tuple[Contest, Any]:
    """Return a row and its contest, which is locked for a change by `actor`."""
    contest_id = part.model.objects.values_list("contest_id", flat=True).get(pk=row_id)
    contest = locked_for_setup(actor, contest_id)
    return contest, part.model.objects.get(pk=row_id)


def add_row(actor: Actor, part: Part, contest: Contest, values: dict[str, Any], now: datetime) -> Any:
    """Add a row behind the others. Raises `TooMany`."""
    rows = part.model.objects.filter(contest=contest)
    if rows.count() >= part.most:
        raise TooMany
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = part.model.objects.create(contest=contest, position=last + 1, **values)
    changed(actor, contest, f"{part.name} added", now, title=row.title)
    return row


def edit_row(
    actor: Actor, part: Part, contest: Contest, row: Any, *, version: int, values: dict[str, Any], now: datetime
) -> Any:
    """Change a row. Raises `ChangedMeanwhile`."""
    check_seen(part.typed(row), version)
    names = [name for name, value in values.items() if getattr(row, name) != value]
    if names:
        before = {name: told(getattr(row, name)) for name in names}
        for name in names:
            setattr(row, name, values[name])
        row.save(update_fields=names)
        changed(actor, contest, f"{part.name} edited", now, title=row.title, before=before)
    return row


def remove_row(actor: Actor, part: Part, contest: Contest, row: Any, now: datetime) -> None:
    """Remove a row; the journal keeps it whole, so that `undo.bring_back` can put it back."""
    values = {name: told(value) for name, value in part.typed(row).items() if name != "version"}
    row.delete()
    changed(actor, contest, f"{part.name} removed", now, part=part.name, row=values | {"position": row.position})


def order_rows(
    actor: Actor, part: Part, contest: Contest, rearrange: Callable[[Order], Order], now: datetime
) -> list[Any]:
    """Put the rows into another order; `rearrange` is given one group of that name with the rows' numbers as they stand.

    Returns the rows that moved.
    """
    rows = {str(row.pk): row for row in part.model.objects.filter(contest=contest).order_by("position", "pk")}
    wanted = items_of(rearrange({part.name: list(rows)}))
    moved = []
    for position, key in enumerate(wanted, start=1):
        if rows[key].position != position:
            rows[key].position = position
            moved.append(rows[key])
    if wanted != list(rows):
        part.model.objects.bulk_update(moved, ["position"])
        changed(actor, contest, f"{part.name} put in order", now)
    return moved


def told(value: Any) -> Any:
    """Return a value as the journal keeps it."""
    return str(value) if isinstance(value, Decimal) else value
