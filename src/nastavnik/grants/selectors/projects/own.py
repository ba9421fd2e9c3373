"""A person's own projects, and what of hers may become one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, When
from django.urls import reverse

from nastavnik.contest.models import Application
from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.funds.deadline import Deadline
from nastavnik.grants.models import GrantApplication, GrantProject
from nastavnik.grants.permissions import applications_promoted_by, can_see_board, libraries_begun_for_by, projects_of
from nastavnik.grants.selectors.head import BADGES, deadline
from nastavnik.grants.selectors.out.calendar import calendar_key
from nastavnik.grants.selectors.out.dates import GrantDates, own_dates
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# of the entries of a contest that may grow; a methodist finds the rest in the register
MOST_ENTRIES = 20


@dataclass(frozen=True, slots=True)
class GrantLine:
    """An application to a fund in a list."""

    token: str
    fund: str
    title: str
    url: str
    state: str
    badge: str
    percent: int
    red: int
    amber: int
    # kopecks
    requested: int
    deadline: Deadline | None
    is_open: bool
    applicant: str
    is_partner: bool


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project with its applications, the nearest end first."""

    title: str
    url: str
    library: str
    grants: list[GrantLine]


@dataclass(frozen=True, slots=True)
class Entry:
    """An application to a contest that may become a project."""

    title: str
    contest: str
    library: str
    award: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A person's own place of grants."""

    projects: list[ProjectCard]
    entries: list[Entry]
    can_begin: bool
    board_url: str
    # intakes that close, reports that are due
    dates: GrantDates
    calendar_url: str


def own_page(user: User, school: School, now: datetime) -> OwnPage:
    """Return the projects of a person, what is near, and what may become one; eight queries."""
    projects = list(projects_of(user, school).select_related("library").order_by("-changed_at", "-pk"))
    lines = lines_of([project.pk for project in projects], now)
    return OwnPage(
        projects=[_card(project, lines[project.pk]) for project in projects],
        entries=entries_of(user, school),
        can_begin=libraries_begun_for_by(user, school).exists(),
        board_url=reverse("grants:board") if can_see_board(user, school) else "",
        dates=own_dates(user, school, now),
        calendar_url=reverse("grants:calendar", args=[calendar_key(user)]),
    )


def lines_of(project_ids: Iterable[int], now: datetime) -> dict[int, list[GrantLine]]:
    """Return the applications of projects by the projects' numbers, those with the nearest end first; one query."""
    rows = GrantApplication.objects.filter(project__in=list(project_ids), removed_at=None).select_related("template")
    lines: dict[int, list[GrantLine]] = defaultdict(list)
    for row in rows.order_by("closes_at", "pk"):
        lines[row.project_id].append(line_of(row, now))
    return lines


def line_of(row: GrantApplication, now: datetime) -> GrantLine:
    """Return an application as a list shows it; its template must be loaded."""
    template, state = template_of(row.template), GrantState(row.state)
    return GrantLine(
        token=row.token,
        fund=template.fund,
        title=template.title,
        url=reverse("grants:grant", args=[row.token]),
        state=str(state.label),
        badge=BADGES[state],
        percent=row.percent,
        red=row.red,
        amber=row.amber,
        requested=row.requested,
        deadline=deadline(row, template, now),
        is_open=state in OPEN_STATES,
        applicant=row.applicant,
        is_partner=row.is_partner,
    )


def entries_of(actor: Actor, school: School) -> list[Entry]:
    """Return the applications to contests that have not grown yet, the newest contests and their winners first; one query."""
    grown = GrantProject.objects.filter(application=OuterRef("pk"), removed_at=None)
    rows = applications_promoted_by(actor, school).filter(~Exists(grown))
    # nobody may tell from an order what the jury has decided before the release
    won = Case(When(contest__released_at__isnull=False, then=F("decision__award__position")))
    known = rows.select_related("contest", "library", "decision__award")
    return [_entry(row) for row in known.order_by("-contest", won.asc(nulls_last=True), "number")[:MOST_ENTRIES]]


def _entry(row: Application) -> Entry:
    award = row.decision.award if row.contest.released_at and hasattr(row, "decision") else None
    return Entry(
        title=row.title,
        contest=row.contest.title,
        library=row.library.label if row.library else "",
        award=award.title if award else "",
        url=promotion_url(row.token),
    )


def promotion_url(token: str) -> str:
    """Return the address at which an application to a contest begins to grow."""
    return f"{reverse('grants:begin')}?from={token}"


def _card(project: GrantProject, grants: list[GrantLine]) -> ProjectCard:
    return ProjectCard(
        title=project.title,
        url=reverse("grants:project", args=[project.token]),
        library=project.library.label if project.library else "",
        grants=grants,
    )
