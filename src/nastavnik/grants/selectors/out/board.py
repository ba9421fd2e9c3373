"""The board of deadlines: all applications of the network to funds, the most urgent first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.checking.numbers import write_money
from nastavnik.core.dates import zone_name
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.funds.deadline import Deadline, deadline_of
from nastavnik.grants.models import GrantApplication, ReportDue, TemplateText
from nastavnik.grants.permissions import can_see_board, grants_visible_to
from nastavnik.grants.selectors.out.calendar import calendar_key
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.models import User
from nastavnik.programme.models import School

KOPECKS = Decimal(100)
SOON = timedelta(days=14)
MONTH = timedelta(days=30)
WAITING = (GrantState.SUBMITTED, GrantState.ADMITTED)
ANSWERED = (GrantState.ADMITTED, GrantState.WON, GrantState.REFUSED)


@dataclass(frozen=True, slots=True)
class Figures:
    """The network's applications in numbers."""

    total: int
    written: int
    # their intake closes within two weeks
    soon: int
    waiting: int
    won: int
    refused: int
    # as they are shown
    requested: str
    granted: str


@dataclass(frozen=True, slots=True)
class Board:
    """The board of deadlines."""

    listing: Listing[GrantApplication]
    figures: Figures
    calendar_url: str


def board_page(user: User, school: School, params: Mapping[str, str], now: datetime) -> Board:
    """Return the board to whoever sees the desk. Raises `PermissionDenied`."""
    if not can_see_board(user, school):
        raise PermissionDenied
    grants = grants_visible_to(user, school)
    return Board(
        listing=_table(school, grants, now).listing(_rows(grants, now), params),
        figures=_figures(grants, now),
        calendar_url=reverse("grants:calendar", args=[calendar_key(user)]),
    )


def _rows(grants: QuerySet[GrantApplication], now: datetime) -> QuerySet[GrantApplication]:
    reports = ReportDue.objects.filter(grant=OuterRef("pk"), sent_on=None).order_by("due_on", "pk")
    is_open = Q(state__in=OPEN_STATES)
    urgency = Case(
        When(is_open & Q(closes_at__gte=now), then=Value(0)),
        When(Q(state=GrantState.WON, next_report__isnull=False), then=Value(1)),
        When(is_open & Q(closes_at=None), then=Value(2)),
        When(Q(state__in=WAITING), then=Value(3)),
        When(is_open, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    rows = grants.annotate(next_report=Subquery(reports.values("due_on")[:1])).annotate(urgency=urgency)
    # a text of a template is long, and many rows have the same one
    return rows.select_related("project__library", "template").defer("template__text", "answer")


def _with_templates(rows: list[GrantApplication]) -> None:
    """Give rows their templates, each read once."""
    known = TemplateText.objects.in_bulk({row.template_id for row in rows})
    for row in rows:
        row.template = known[row.template_id]


def _figures(grants: QuerySet[GrantApplication], now: datetime) -> Figures:
    is_open = Q(state__in=OPEN_STATES)
    known: dict[str, Any] = grants.aggregate(
        total=Count("pk"),
        written=Count("pk", filter=is_open),
        soon=Count("pk", filter=is_open & Q(closes_at__gte=now, closes_at__lte=now + SOON)),
        waiting=Count("pk", filter=Q(state__in=WAITING)),
        won=Count("pk", filter=Q(state=GrantState.WON)),
        refused=Count("pk", filter=Q(state=GrantState.REFUSED)),
        requested=Sum("requested", filter=~is_open),
        granted=Sum("granted", filter=Q(state=GrantState.WON)),
    )
    requested, granted = known.pop("requested"), known.pop("granted")
    return Figures(**known, requested=_shown(requested), granted=_shown(granted))


def _shown(kopecks: int | None) -> str:
    return f"{write_money(max(kopecks or 0, 0))} ₽"


# --- the table ---


def _table(school: School, grants: QuerySet[GrantApplication], now: datetime) -> Table[GrantApplication]:
    """Return the table for a moment: what is left of an intake hangs on it."""
    return Table[GrantApplication](
        name="grants",
        caption=_("Applications to funds"),
        columns=(
            Column("title", _("Project"), lambda row: row.project.title, order=("project__title_key",), link=_url),
            Column("library", _("Library"), _library, order=("project__library__name_key",)),
            Column("fund", _("Fund"), lambda row: row.template.fund, order=("template__fund",)),
            Column("sum", _("Asked, ₽"), _asked, order=("requested",), show=_asked_shown, is_number=True),
            Column("percent", _("Ready, %"), lambda row: row.percent, order=("percent",), is_number=True),
            Column(
                "closes",
                _("Intake closes"),
                lambda row: row.closes_at,
                order=("closes_at",),
                show=lambda row: _closes(row, school.zone),
            ),
            Column("left", _("Time left"), lambda row: left(row, now), order=("urgency", "closes_at")),
            Column("state", _("State and answer"), _state, order=("state", "answered_on")),
            Column("report", _("Next report"), lambda row: row.next_report, order=("next_report",)),  # type: ignore[attr-defined]  # annotated by `_rows`
        ),
        filters=(
            Filter("q", _("Project or library"), query=_found),
            Filter("state", _("State"), query=lambda state: Q(state=state), choices=tuple(GrantState.choices)),
            Filter("fund", _("Fund"), query=lambda fund: Q(template__fund=fund), choices=_funds(grants)),
            Filter("when", _("When"), query=lambda when: _when(when, school, now), choices=WHEN),
        ),
        order="left",
        prepare=_with_templates,
    )


WHEN = (
    ("soon", _("closes within two weeks")),
    ("over", _("closed, and not submitted")),
    ("reports", _("a report is due within a month")),
)


def _when(when: str, school: School, now: datetime) -> Q:
    is_open = Q(state__in=OPEN_STATES)
    if when == "soon":
        return is_open & Q(closes_at__gte=now, closes_at__lte=now + SOON)
    if when == "over":
        return is_open & Q(closes_at__lt=now)
    return Q(state=GrantState.WON, next_report__lte=(now + MONTH).astimezone(school.zone).date())


def _funds(grants: QuerySet[GrantApplication]) -> tuple[tuple[str, str], ...]:
    funds = grants.order_by("template__fund").values_list("template__fund", flat=True).distinct()
    return tuple((fund, fund) for fund in funds)


def _found(text: str) -> Q:
    key = search_key(text)
    return Q(project__title_key__contains=key) | Q(project__library__name_key__contains=key)


def _url(row: GrantApplication) -> str:
    return reverse("grants:grant", args=[row.token])


def _library(row: GrantApplication) -> str:
    return row.project.library.label if row.project.library else ""


def _asked(row: GrantApplication) -> Decimal:
    return row.requested / KOPECKS


def _asked_shown(row: GrantApplication) -> str:
    return write_money(max(row.requested, 0))


def _closes(row: GrantApplication, school_zone: tzinfo) -> str:
    """Return the end of the intake by the fund's clock; its zone is named where the school has another one."""
    if row.closes_at is None:
        return gettext("day not known")
    local = row.closes_at.astimezone(ZoneInfo(template_of(row.template).zone))
    told = f"{local:%d.%m.%Y, %H:%M}"
    is_ours = local.utcoffset() == row.closes_at.astimezone(school_zone).utcoffset()
    return told if is_ours else f"{told} ({zone_name(local)})"


def left(row: GrantApplication, now: datetime) -> str:
    """Return how long there is, as far as it is still to be sent."""
    if row.closes_at is None or row.state not in OPEN_STATES:
        return ""
    template = template_of(row.template)
    return left_words(deadline_of(row.closes_at, zone=template.zone, margin_hours=template.margin_hours, now=now))


def left_words(deadline: Deadline) -> str:
    """Return how long an intake is open in words."""
    if deadline.is_over:
        return gettext("it is over")
    if deadline.is_in_margin:
        return gettext("send it now")
    return ngettext("%(days)d day", "%(days)d days", deadline.days) % {"days": deadline.days}


def _state(row: GrantApplication) -> str:
    """Return where an application is, its number at the fund, and what the fund has said."""
    granted = f"{write_money(row.granted)} ₽" if row.state == GrantState.WON and row.granted is not None else ""
    number = f"№ {row.fund_number}" if row.fund_number else ""
    day = f"{row.answered_on:%d.%m.%Y}" if row.answered_on and row.state in ANSWERED else ""
    return ", ".join(part for part in (str(GrantState(row.state).label), granted, day, number) if part)
