"""Days that a person's applications to funds have before them: when an intake closes, when the fund tells who won, when a report is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.funds.deadline import Deadline, deadline_of
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.permissions import can_see_board, grants_visible_to, projects_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.models import User
from nastavnik.programme.models import School

SHOWN = 5
# what was missed a while ago is no news any more
MISSED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class GrantDeadline:
    """The end of an intake to which an application is still to be sent."""

    grant: GrantApplication
    title: str
    fund: str
    url: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class GrantReport:
    """A report that the fund waits for."""

    report: ReportDue
    title: str
    fund: str
    url: str
    # below nought: it should have been sent
    days: int


@dataclass(frozen=True, slots=True)
class GrantDates:
    """What comes next, each in the order of time."""

    deadlines: tuple[GrantDeadline, ...]
    reports: tuple[GrantReport, ...]

    def __bool__(self) -> bool:
        return bool(self.deadlines or self.reports)


def own_dates(user: User, school: School, now: datetime) -> GrantDates:
    """Return what the person's own projects have before them; two queries."""
    projects = projects_of(user, school)
    grants = GrantApplication.objects.filter(project__in=projects, removed_at=None, closes_at__isnull=False)
    open_ones = grants.filter(state__in=OPEN_STATES, closes_at__gt=now - MISSED).select_related("project", "template")
    reports = ReportDue.objects.filter(grant__project__in=projects, grant__removed_at=None, sent_on=None)
    due = reports.filter(grant__state=GrantState.WON).select_related("grant__project", "grant__template")
    today = now.astimezone(school.zone).date()
    return GrantDates(
        tuple(_deadline(grant, now) for grant in open_ones.order_by("closes_at", "pk")[:SHOWN]),
        tuple(_report(report, today) for report in due.order_by("due_on", "pk")[:SHOWN]),
    )


def _deadline(grant: GrantApplication, now: datetime) -> GrantDeadline:
    template = template_of(grant.template)
    assert grant.closes_at is not None
    end = deadline_of(grant.closes_at, zone=template.zone, margin_hours=template.margin_hours, now=now)
    return GrantDeadline(grant, grant.project.title, template.fund, reverse("grants:grant", args=[grant.token]), end)


def _report(report: ReportDue, today: date) -> GrantReport:
    grant = report.grant
    url = reverse("grants:papers", args=[grant.token])
    return GrantReport(report, grant.project.title, template_of(grant.template).fund, url, (report.due_on - today).days)


# --- as calendars have them ---


@dataclass(frozen=True, slots=True)
class Entry:
    """A day, or a stretch of time, for a calendar. `key` stays the same when the day is moved."""

    key: str
    # "closes", "results" or "report"
    kind: str
    grant: GrantApplication
    fund: str
    zone: ZoneInfo
    begins: datetime | date
    ends: datetime | date
    title: str
    is_sent: bool = False


def entries_for(user: User, school: School) -> list[Entry]:
    """Return what stands in a person's calendar: of her projects, and of the whole network where she sees its board; two queries."""
    grants = grants_visible_to(user, school)
    if not can_see_board(user, school):
        grants = grants.filter(project__in=projects_of(user, school))
    dated = grants.filter(Q(closes_at__isnull=False) | Q(results_on__isnull=False))
    rows = dated.select_related("project", "template").order_by("closes_at", "pk")
    reports = ReportDue.objects.filter(grant__in=grants, grant__state=GrantState.WON)
    found = [entry for grant in rows for entry in _of_grant(grant)]
    return [*found, *(_of_report(row) for row in reports.select_related("grant__project", "grant__template"))]


def _of_grant(grant: GrantApplication) -> Iterator[Entry]:
    template = template_of(grant.template)
    zone, title = ZoneInfo(template.zone), grant.project.title
    is_open = grant.state in OPEN_STATES
    if grant.closes_at is not None and is_open:
        safe_at = grant.closes_at - timedelta(hours=template.margin_hours)
        yield Entry(f"{grant.token}-closes", "closes", grant, template.fund, zone, safe_at, grant.closes_at, title)
    if grant.results_on is not None and grant.state not in {GrantState.WON, GrantState.REFUSED}:
        ends = grant.results_on + timedelta(days=1)
        yield Entry(f"{grant.token}-results", "results", grant, template.fund, zone, grant.results_on, ends, title)


def _of_report(report: ReportDue) -> Entry:
    grant, template = report.grant, template_of(report.grant.template)
    ends = report.due_on + timedelta(days=1)
    zone, is_sent = ZoneInfo(template.zone), report.sent_on is not None
    return Entry(report.token, "report", grant, template.fund, zone, report.due_on, ends, report.title, is_sent)
