"""The criteria of a contest. Once a mark is given by them their number, order, scale and weight stay; words can be corrected."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction

from nastavnik.contest.models import Contest, Criterion
from nastavnik.contest.selectors.usage import has_marks
from nastavnik.contest.services.setup.lists import CRITERIA, add_row, edit_row, locked_row, order_rows, remove_row
from nastavnik.contest.services.setup.locks import locked_for_setup
from nastavnik.contest.services.setup.refusals import JuryHasBegun
from nastavnik.core.ordering import Order
from nastavnik.people.permissions import Actor

FIXED_BY_MARKS = ("weight", "lowest", "highest", "needs_comment")


class CriterionFields(TypedDict):
    """A criterion; `levels` says what a mark means, by the mark as text."""

    title: str
    help: str
    weight: Decimal
    lowest: int
    highest: int
    levels: dict[str, str]
    needs_comment: bool


@transaction.atomic
def add_criterion(*, actor: Actor, contest_id: int, now: datetime, **fields: Unpack[CriterionFields]) -> Criterion:
    """Add a criterion behind the others. Raises `JuryHasBegun`, `TooMany`, `ContestReleased`."""
    contest = locked_for_setup(actor, contest_id)
    _check_no_marks(contest)
    row: Criterion = add_row(actor, CRITERIA, contest, _within_scale(fields), now)
    return row


@transaction.atomic
def edit_criterion(
    *, actor: Actor, criterion_id: int, version: int, now: datetime, **fields: Unpack[CriterionFields]
) -> Criterion:
    """Change a criterion. Raises `ChangedMeanwhile`, `JuryHasBegun` (of scale and weight), `ContestReleased`."""
    contest, row = locked_row(actor, CRITERIA, criterion_id)
    values = _within_scale(fields)
    if any(values[name] != getattr(row, name) for name in FIXED_BY_MARKS):
        _check_no_marks(contest)
    edited: Criterion = edit_row(actor, CRITERIA, contest, row, version=version, values=values, now=now)
    return edited


@transaction.atomic
def remove_criterion(*, actor: Actor, criterion_id: int, now: datetime) -> Contest:
    """Remove a criterion. Raises `JuryHasBegun`."""
    contest, row = locked_row(actor, CRITERIA, criterion_id)
    _check_no_marks(contest)
    remove_row(actor, CRITERIA, contest, row, now)
    return contest


@transaction.atomic
def order_criteria(
    *, actor: Actor, contest_id: int, rearrange: Callable[[Order], Order], now: datetime
) -> list[Criterion]:
    """Put the criteria into another order; the first decides ties. Raises `JuryHasBegun`."""
    contest = locked_for_setup(actor, contest_id)
    _check_no_marks(contest)
    return order_rows(actor, CRITERIA, contest, rearrange, now)


def _check_no_marks(contest: Contest) -> None:
    if has_marks(contest):
        raise JuryHasBegun


def _within_scale(fields: CriterionFields) -> dict[str, Any]:
    """Return the values of a criterion with words only for the marks that its scale has."""
    scale = range(fields["lowest"], fields["highest"] + 1)
    levels = {mark: words for mark, words in fields["levels"].items() if words and int(mark) in scale}
    return {**fields, "levels": levels}
