"""What can be won in a contest."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from nastavnik.contest.models import Award, Contest
from nastavnik.contest.services.setup.lists import AWARDS, add_row, edit_row, locked_row, order_rows, remove_row
from nastavnik.contest.services.setup.locks import locked_for_setup
from nastavnik.core.ordering import Order
from nastavnik.people.permissions import Actor


@transaction.atomic
def add_award(
    *, actor: Actor, contest_id: int, title: str, now: datetime, prize: str = "", place: int | None = None
) -> Award:
    """Add an award; without a place it is a special one. Raises `TooMany`, `ContestReleased`."""
    contest = locked_for_setup(actor, contest_id)
    row: Award = add_row(actor, AWARDS, contest, {"title": title, "prize": prize, "place": place}, now)
    return row


@transaction.atomic
def edit_award(
    *, actor: Actor, award_id: int, version: int, title: str, prize: str, place: int | None, now: datetime
) -> Award:
    """Change an award. Raises `ChangedMeanwhile`, `ContestReleased`."""
    contest, row = locked_row(actor, AWARDS, award_id)
    values = {"title": title, "prize": prize, "place": place}
    edited: Award = edit_row(actor, AWARDS, contest, row, version=version, values=values, now=now)
    return edited


@transaction.atomic
def remove_award(*, actor: Actor, award_id: int, now: datetime) -> Contest:
    """Remove an award; decisions that name it stay without one until somebody chooses again."""
    contest, row = locked_row(actor, AWARDS, award_id)
    remove_row(actor, AWARDS, contest, row, now)
    return contest


@transaction.atomic
def order_awards(*, actor: Actor, contest_id: int, rearrange: Callable[[Order], Order], now: datetime) -> list[Award]:
    """Put the awards into another order."""
    return order_rows(actor, AWARDS, locked_for_setup(actor, contest_id), rearrange, now)
