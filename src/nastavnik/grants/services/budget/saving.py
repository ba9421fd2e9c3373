"""Writing in a budget together: line by line, so that only a line that both changed is a conflict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.contest.checking.gaps import LARGEST_TABLE
from nastavnik.contest.checking.values import Row
from nastavnik.grants.enums import OPEN_STATES
from nastavnik.grants.funds.rows import SentRow, merge_rows
from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.selectors.check.sheet import budget_field
from nastavnik.grants.services.budget.refusals import TooManyLines
from nastavnik.grants.services.budget.table import rows_in
from nastavnik.grants.services.fields import put_values, set_aside
from nastavnik.grants.services.locking import locked
from nastavnik.people.models import User


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the lines that were sent: the budget as it stands, and the lines that another has changed meanwhile."""

    rows: list[Row]
    theirs: dict[str, Row]
    mine: list[Row]
    # it was submitted meanwhile: what was typed is set aside, and nothing else was done
    is_closed: bool = False


@transaction.atomic
def save_lines(*, actor: User, grant_id: int, lines: Sequence[SentRow], now: datetime) -> Saved:
    """Keep what was typed into the budget.

    Lines that this page did not touch stay as they are now. A line that both changed is not touched either: one's own budget is set
    aside among the revisions, and saving again with the mark of what stands there puts one's own line in its place, with open eyes.
    What is typed into an application that was submitted meanwhile is set aside as well. Raises `NoBudget`, `TooManyLines`, `GrantIsFuller`.
    """
    grant = locked(actor, grant_id)
    budget_field(grant)
    present = rows_in(grant)
    merged = merge_rows(present, lines)
    if grant.state not in OPEN_STATES:
        if merged.mine != present:
            set_aside(grant, {BUDGET: list(merged.mine)}, actor=actor, now=now)
        return Saved(present, {}, merged.mine, is_closed=True)
    if len(merged.rows) > max(len(present), LARGEST_TABLE):
        raise TooManyLines
    put_values(grant, {BUDGET: list(merged.rows)}, actor=actor, now=now)
    if merged.theirs:
        set_aside(grant, {BUDGET: list(merged.mine)}, actor=actor, now=now)
    return Saved(merged.rows, merged.theirs, merged.mine)
