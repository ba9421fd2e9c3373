"""One line that holds the insurance contributions of all pay, by the rate of the day on which the project begins."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.posted import ROW_ID_LENGTH
from nastavnik.contest.checking.values import ROW_ID, Row
from nastavnik.core.ids import new_token
from nastavnik.grants.funds.budget import Due, contributions_due
from nastavnik.grants.funds.project import line_of, project_of
from nastavnik.grants.funds.rules_budget import BUDGET, PAY
from nastavnik.grants.funds.template import ArticleKind, FundTemplate, Rate
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.sheet import budget_field
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.budget.refusals import NoContributions, NoPay, SeveralContributions
from nastavnik.grants.services.budget.table import rows_in
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.locking import open_locked
from nastavnik.people.models import User


@dataclass(frozen=True, slots=True)
class Basis:
    """By what contributions are reckoned."""

    article: str
    rate: Rate
    due: Due


@transaction.atomic
def renew_contributions(*, actor: User, grant_id: int, now: datetime) -> int:
    """Add the line of contributions, or give it the sum that is due; return that sum in kopecks.

    Raises `GrantClosed`, `NoBudget`, `NoContributions`, `NoPay`, `SeveralContributions`, `GrantIsFuller`.
    """
    grant = open_locked(actor, grant_id)
    budget_field(grant)
    basis = _basis(grant)
    rows = rows_in(grant)
    old = next((row for row in rows if row.get("article") == basis.article), None)
    others = sum(line_of(row).cost for row in rows if row is not old and row.get("article") == basis.article)
    if others > basis.due.cost:
        raise SeveralContributions
    line = _line(
        basis, rows, old or {ROW_ID: new_token(ROW_ID_LENGTH)}, basis.due.cost - others, template_of(grant.template)
    )
    lines = [line if row is old else row for row in rows] + ([] if old else [line])
    put_values(grant, {BUDGET: lines}, actor=actor, now=now, note=_("insurance contributions were reckoned"))
    return basis.due.cost


def _basis(grant: GrantApplication) -> Basis:
    template = template_of(grant.template)
    article = next((one.key for one in template.articles if one.kind is ArticleKind.CONTRIBUTIONS), None)
    project = project_of(template, content_of(grant).values)
    rate = template.rate_on(project.starts_on) if project.starts_on else None
    if article is None or rate is None:
        raise NoContributions
    due = contributions_due(project.sheet.lines, template.articles, rate)
    if not due.cost:
        raise NoPay
    return Basis(article, rate, due)


def _line(basis: Basis, rows: list[Row], old: Row, price: int, template: FundTemplate) -> Row:
    """Return the line with what is due; what somebody has written in it stays, as far as it still fits."""
    own = line_of(old).own if old.get("name") else basis.due.own
    pay = {article.key for article in template.articles if article.kind in PAY}
    activity = next((row["activity"] for row in rows if row.get("article") in pay and row.get("activity")), "")
    percents = {"staff": number_format(basis.rate.staff), "people": number_format(basis.rate.people)}
    reason = _("%(staff)s %% of the pay of employees, %(people)s %% of the pay by contract") % percents
    return {
        "activity": activity,
        "name": _("Insurance contributions"),
        "comment": f"{reason} ({basis.rate.source})",
        **{key: cell for key, cell in old.items() if cell},
        "article": basis.article,
        "quantity": "1",
        "price": write_money(price),
        "own": write_money(min(own, price)) if own else "",
    }
