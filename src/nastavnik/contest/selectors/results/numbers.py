"""What a contest comes to in numbers: applications by direction, library and state; means of the criteria."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest
from nastavnik.contest.permissions import is_review_over
from nastavnik.contest.ranking.formula import HUNDREDTHS, half_up, shown
from nastavnik.contest.selectors.results.computed import Computed, computed_of
from nastavnik.contest.selectors.results.lookup import outcome_seen
from nastavnik.contest.selectors.setup import directions_of
from nastavnik.core.tables import Column, Listing, Table
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

STATES = tuple(ApplicationState)


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many applications are in a state."""

    label: str
    many: int


@dataclass(frozen=True, slots=True)
class DirectionNumbers:
    """A direction: how many applications were begun, came in, are admitted."""

    title: str
    begun: int
    submitted: int
    admitted: int


@dataclass(frozen=True, slots=True)
class CriterionNumbers:
    """The mean of all marks by a criterion."""

    title: str
    mean: Decimal
    highest: int


@dataclass(frozen=True, slots=True)
class LibraryNumbers:
    """A library and its applications."""

    label: str
    organisation: str
    begun: int
    submitted: int
    admitted: int


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """A contest in numbers. Means are told once the review is over."""

    contest: Contest
    states: list[StateCount]
    directions: list[DirectionNumbers]
    criteria: list[CriterionNumbers]
    listing: Listing[LibraryNumbers]


def numbers_page(actor: Actor, school: School, token: str, params: Mapping[str, str], now: datetime) -> NumbersPage:
    """Return a contest in numbers. Raises `Contest.DoesNotExist`."""
    contest = outcome_seen(actor, school, token)
    rows = Application.objects.filter(contest=contest, is_sample=False).select_related("library__organisation")
    applications = list(rows)
    states = Counter(one.state for one in applications)
    return NumbersPage(
        contest=contest,
        states=[StateCount(str(state.label), states[state]) for state in STATES if states[state]],
        directions=_directions(contest, applications),
        criteria=_criteria(computed_of(contest)) if is_review_over(contest, now) else [],
        listing=TABLE.listing(_libraries(applications), params),
    )


def _counts(applications: Sequence[Application]) -> tuple[int, int, int]:
    """Return how many were begun, how many came in, how many are admitted."""
    submitted = sum(one.number is not None and one.state != ApplicationState.WITHDRAWN for one in applications)
    admitted = sum(one.state == ApplicationState.ADMITTED for one in applications)
    return len(applications), submitted, admitted


def _directions(contest: Contest, applications: Sequence[Application]) -> list[DirectionNumbers]:
    found: dict[int | None, list[Application]] = defaultdict(list)
    for one in applications:
        found[one.direction_id].append(one)
    return [DirectionNumbers(one.title, *_counts(found[one.id])) for one in directions_of(contest)]


def _libraries(applications: Sequence[Application]) -> list[LibraryNumbers]:
    found: dict[int, list[Application]] = defaultdict(list)
    for one in applications:
        if one.library_id is not None:
            found[one.library_id].append(one)
    return [_library(rows) for rows in found.values()]


def _library(rows: Sequence[Application]) -> LibraryNumbers:
    library = rows[0].library
    assert library is not None
    return LibraryNumbers(library.label, library.organisation.name, *_counts(rows))


def _criteria(found: Computed) -> list[CriterionNumbers]:
    return [
        CriterionNumbers(
            one.title,
            shown(half_up(sum(sheet.marks[one.id] for sheet in found.sheets) * HUNDREDTHS, len(found.sheets))),
            one.highest,
        )
        for one in found.criteria
        if found.sheets
    ]


TABLE: Table[LibraryNumbers] = Table(
    name="contest-libraries",
    caption=_("Libraries that apply"),
    columns=(
        Column("library", _("Library"), lambda row: row.label, order=("library",)),
        Column("organisation", _("Organisation"), lambda row: row.organisation, order=("organisation",)),
        Column("begun", _("Begun"), lambda row: row.begun, order=("begun",), is_number=True),
        Column("submitted", _("Submitted"), lambda row: row.submitted, order=("submitted",), is_number=True),
        Column("admitted", _("Admitted"), lambda row: row.admitted, order=("admitted",), is_number=True),
    ),
    order="library",
)
