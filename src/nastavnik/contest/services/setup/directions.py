"""The directions of a contest."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from nastavnik.contest.enums import Target
from nastavnik.contest.models import Application, Contest, Direction
from nastavnik.contest.services.setup.lists import DIRECTIONS, add_row, edit_row, locked_row, order_rows, remove_row
from nastavnik.contest.services.setup.locks import locked_for_setup
from nastavnik.contest.services.setup.refusals import DirectionInUse, TitleTaken
from nastavnik.core.ordering import Order
from nastavnik.people.permissions import Actor


@transaction.atomic
def add_direction(*, actor: Actor, contest_id: int, title: str, target: Target, now: datetime) -> Direction:
    """Add a direction behind the others. Raises `TitleTaken`, `TooMany`, `ContestReleased`."""
    contest = locked_for_setup(actor, contest_id)
    _check_title(contest, title)
    row: Direction = add_row(actor, DIRECTIONS, contest, {"title": title, "target": target}, now)
    return row


@transaction.atomic
def edit_direction(
    *, actor: Actor, direction_id: int, version: int, title: str, target: Target, now: datetime
) -> Direction:
    """Call a direction otherwise, also for the applications that stand in it. Raises `ChangedMeanwhile`, `TitleTaken`."""
    contest, row = locked_row(actor, DIRECTIONS, direction_id)
    _check_title(contest, title, but=direction_id)
    values = {"title": title, "target": target}
    edited: Direction = edit_row(actor, DIRECTIONS, contest, row, version=version, values=values, now=now)
    return edited


@transaction.atomic
def remove_direction(*, actor: Actor, direction_id: int, now: datetime) -> Contest:
    """Remove a direction in which no application stands. Raises `DirectionInUse`."""
    contest, row = locked_row(actor, DIRECTIONS, direction_id)
    if Application.objects.filter(direction=row).exists():
        raise DirectionInUse
    remove_row(actor, DIRECTIONS, contest, row, now)
    return contest


@transaction.atomic
def order_directions(
    *, actor: Actor, contest_id: int, rearrange: Callable[[Order], Order], now: datetime
) -> list[Direction]:
    """Put the directions into another order."""
    return order_rows(actor, DIRECTIONS, locked_for_setup(actor, contest_id), rearrange, now)


def _check_title(contest: Contest, title: str, but: int = 0) -> None:
    if Direction.objects.filter(contest=contest, title=title).exclude(pk=but).exists():
        raise TitleTaken
