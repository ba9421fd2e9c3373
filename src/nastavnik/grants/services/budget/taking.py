"""Lines out of Excel put into a budget."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.contest.checking.gaps import LARGEST_TABLE
from nastavnik.contest.checking.values import Row
from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.selectors.check.sheet import budget_field
from nastavnik.grants.services.budget.refusals import NothingPasted, TooManyLines
from nastavnik.grants.services.budget.table import rows_in
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.locking import open_locked
from nastavnik.people.models import User


@transaction.atomic
def take_lines(*, actor: User, grant_id: int, lines: Sequence[Row], is_replacing: bool, now: datetime) -> int:
    """Put lines after those of the budget, or in their place (what stood there stays as a revision); return how many were put.

    Raises `GrantClosed`, `NoBudget`, `NothingPasted`, `TooManyLines`, `GrantIsFuller`.
    """
    grant = open_locked(actor, grant_id)
    budget_field(grant)
    if not lines:
        raise NothingPasted
    rows = [*([] if is_replacing else rows_in(grant)), *lines]
    if len(rows) > LARGEST_TABLE:
        raise TooManyLines
    put_values(grant, {BUDGET: rows}, actor=actor, now=now, note=_("a table of Excel"))
    return len(lines)
