"""The page of what goes to the fund: papers, texts, files, the fund's answer, reports."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.values import rows_of
from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.head import GrantHead, head_of
from nastavnik.grants.selectors.out.budget import BUDGET
from nastavnik.grants.selectors.out.files import Attachments, attachments_of
from nastavnik.grants.selectors.out.steps import Move, Step, moves_of, steps_of
from nastavnik.people.permissions import Actor

SOON = 14


@dataclass(frozen=True, slots=True)
class ReportRead:
    """A report as it is listed."""

    token: str
    title: str
    due_on: date
    sent_on: date | None
    # below nought: late
    days: int
    badge: str


@dataclass(frozen=True, slots=True)
class OutPage:
    """What goes to the fund, and what comes back."""

    head: GrantHead
    steps: list[Step]
    # the first is the verb of the page; empty for who only reads
    moves: list[Move]
    attachments: Attachments
    # of the workbook; empty without a budget
    budget_url: str
    # the fund has it
    is_away: bool
    is_won: bool
    granted: str
    reports: list[ReportRead]

    @property
    def verb(self) -> Move | None:
        """Return the one thing to do next, if it is a step forward."""
        return next((move for move in self.moves if not move.is_back), None)

    @property
    def others(self) -> list[Move]:
        """Return the other steps."""
        return [move for move in self.moves if move is not self.verb]


def out_page(actor: Actor, grant: GrantApplication, now: datetime) -> OutPage:
    """Return the page, by eight queries at most."""
    head = head_of(actor, grant, "grants:papers", now)
    content = content_of(grant)
    is_won = grant.state == GrantState.WON
    return OutPage(
        head=head,
        steps=steps_of(grant),
        moves=moves_of(grant) if head.can_steer else [],
        attachments=attachments_of(grant, content),
        budget_url=reverse("grants:budget_file", args=[grant.token]) if rows_of(content.values, BUDGET) else "",
        is_away=grant.state not in OPEN_STATES,
        is_won=is_won,
        granted=f"{write_money(grant.granted)} ₽" if is_won and grant.granted is not None else "",
        reports=reports_of(grant, now) if is_won else [],
    )


def reports_of(grant: GrantApplication, now: datetime) -> list[ReportRead]:
    """Return the reports of an application; one query."""
    today = now.astimezone(grant.project.school.zone).date()
    return [_report(row, today) for row in ReportDue.objects.filter(grant=grant)]


def _report(row: ReportDue, today: date) -> ReportRead:
    days = (row.due_on - today).days
    badge = "ok" if row.sent_on else "wrong" if days < 0 else "warn" if days <= SOON else "plain"
    return ReportRead(row.token, row.title, row.due_on, row.sent_on, days, badge)
