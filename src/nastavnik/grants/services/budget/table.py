"""The table of costs of a locked application."""

from nastavnik.contest.checking.values import Row, rows_of
from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.models import FieldText, GrantApplication


def rows_in(grant: GrantApplication) -> list[Row]:
    """Return the lines that stand in the budget now."""
    text = FieldText.objects.filter(grant=grant, key=BUDGET).first()
    return rows_of({BUDGET: text.value}, BUDGET) if text else []
