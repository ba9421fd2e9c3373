"""Who writes is reminded before the end of the intake, with the margin taken off; and before reports are due.

Of several days that have passed at once only the nearest is told: an application begun two days before the end is told of three, not of
fourteen.
"""

from datetime import datetime, timedelta

from django.db import transaction

from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.funds.deadline import Deadline, deadline_of
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.onward import telling

DAYS_BEFORE = (1, 3, 7, 14)
# of the longest margin that a fund's template may sensibly ask for
FURTHEST = timedelta(days=60)


def remind_of_deadlines(*, now: datetime) -> int:
    """Remind of applications that are not submitted; return of how many. Safe to repeat."""
    rows = GrantApplication.objects.filter(state__in=OPEN_STATES, removed_at=None, project__removed_at=None)
    near = rows.filter(closes_at__gt=now, closes_at__lte=now + FURTHEST).order_by("pk")
    return sum(_remind_of_deadline(pk, now) for pk in near.values_list("pk", flat=True))


@transaction.atomic
def _remind_of_deadline(grant_id: int, now: datetime) -> bool:
    rows = GrantApplication.objects.select_for_update(of=("self",), no_key=True)
    grant = rows.select_related("project__school", "template").get(pk=grant_id)
    if grant.closes_at is None or grant.state not in OPEN_STATES:
        return False
    template = template_of(grant.template)
    deadline = deadline_of(grant.closes_at, zone=template.zone, margin_hours=template.margin_hours, now=now)
    days = nearest(deadline_days(deadline, now))
    if not _is_new(grant, days):
        return False
    assert days is not None
    telling.tell_of_deadline(grant, deadline, days=days, now=now)
    return True


def deadline_days(deadline: Deadline, now: datetime) -> int:
    """Return the days, begun ones too, until the last safe moment."""
    return -((now - deadline.safe_at) // timedelta(days=1))


def nearest(days: int) -> int | None:
    """Return the reminder whose day has come: the smallest that is not below `days`; None: it is too early."""
    return next((before for before in DAYS_BEFORE if days <= before), None)


def _is_new(row: GrantApplication | ReportDue, days: int | None) -> bool:
    """Note which reminder's time it is; tell whether it is one that was not given. A day that was moved further away begins anew."""
    before = row.reminded_days
    if before != days:
        row.reminded_days = days
        row.save(update_fields=["reminded_days"])
    return days is not None and (before is None or days < before)


def remind_of_reports(*, now: datetime) -> int:
    """Remind of reports that were not sent, until they are due; return of how many. Safe to repeat."""
    rows = ReportDue.objects.filter(sent_on=None, grant__state=GrantState.WON, grant__removed_at=None)
    near = rows.filter(
        grant__project__removed_at=None,
        due_on__gte=(now - timedelta(days=1)).date(),
        due_on__lte=(now + timedelta(days=max(DAYS_BEFORE) + 1)).date(),
    )
    return sum(_remind_of_report(pk, now) for pk in near.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind_of_report(report_id: int, now: datetime) -> bool:
    rows = ReportDue.objects.select_for_update(of=("self",), no_key=True)
    report = rows.select_related("grant__project__school", "grant__template").get(pk=report_id)
    days = (report.due_on - now.astimezone(report.grant.project.school.zone).date()).days
    if report.sent_on is not None or days < 0 or not _is_new(report, nearest(days)):
        return False
    telling.tell_of_report(report, days=days, now=now)
    return True
