"""Reports that the fund expects after a win."""

from datetime import date, datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.permissions import can_steer_project
from nastavnik.grants.services.locking import locked
from nastavnik.grants.services.onward.refusals import NotWon, TooManyReports
from nastavnik.people.models import User

MOST_REPORTS = 40


@transaction.atomic
def add_report(*, actor: User, grant_id: int, title: str, due_on: date, now: datetime) -> ReportDue:
    """Note a report that is due. Raises `NotWon`, `TooManyReports`."""
    grant = locked(actor, grant_id, right=can_steer_project)
    if grant.state != GrantState.WON:
        raise NotWon
    if ReportDue.objects.filter(grant=grant).count() >= MOST_REPORTS:
        raise TooManyReports
    report = ReportDue.objects.create(grant=grant, title=title, due_on=due_on)
    journal.record(actor=actor, verb="report_added", subject=grant, now=now, title=title, due_on=due_on.isoformat())
    return report


@transaction.atomic
def mark_report(*, actor: User, grant_id: int, report: str, sent_on: date | None, now: datetime) -> ReportDue:
    """Note that a report was sent on a day, or that it was not after all (None). Raises `ReportDue.DoesNotExist`."""
    grant = locked(actor, grant_id, right=can_steer_project)
    row = _report(grant, report)
    row.sent_on = sent_on
    row.save(update_fields=["sent_on"])
    journal.record(
        actor=actor, verb="report_sent" if sent_on else "report_not_sent", subject=grant, now=now, title=row.title
    )
    return row


@transaction.atomic
def remove_report(*, actor: User, grant_id: int, report: str, now: datetime) -> ReportDue:
    """Take a report off the list. Raises `ReportDue.DoesNotExist`."""
    grant = locked(actor, grant_id, right=can_steer_project)
    row = _report(grant, report)
    row.delete()
    journal.record(actor=actor, verb="report_removed", subject=grant, now=now, title=row.title)
    return row


def _report(grant: GrantApplication, token: str) -> ReportDue:
    return ReportDue.objects.get(grant=grant, token=token)
