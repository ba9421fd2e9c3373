"""What a contest comes to in numbers: applications by direction, library and state; means of the criteria."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext
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
    # all of it in one table, for a file
    whole: Listing["Figure"] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the file with all numbers: of a state, a direction, a library or a criterion."""

    group: str
    title: str
    begun: int | None = None
    submitted: int | None = None
    admitted: int | None = None
    mean: Decimal | None = None


def numbers_page(actor: Actor, school: School, token: str, params: Mapping[str, str], now: datetime) -> NumbersPage:
    """Return a contest in numbers. Raises `Contest.DoesNotExist`."""
    contest = outcome_seen(actor, school, token)
    rows = Application.objects.filter(contest=contest, is_sample=False).select_related("library__organisation")
    applications = list(rows)
    states = Counter(one.state for one in applications)
    counts = [StateCount(str(state.label), states[state]) for state in STATES if states[state]]
    directions, libraries = _directions(contest, applications), _libraries(applications)
    criteria = _criteria(computed_of(contest)) if is_review_over(contest, now) else []
    figures = _figures(counts, directions, libraries, criteria)
    return NumbersPage(
        contest=contest,
        states=counts,
        directions=directions,
        criteria=criteria,
        listing=TABLE.listing(libraries, params),
        whole=WHOLE.listing(figures, params) if "whole" in params else None,
    )


def _figures(
    states: Sequence[StateCount],
    directions: Sequence[DirectionNumbers],
    libraries: Sequence[LibraryNumbers],
    criteria: Sequence[CriterionNumbers],
) -> list[Figure]:
    """Return all numbers one below the other."""
    by_direction, by_library = gettext("Direction"), gettext("Library")
    return [
        *(Figure(gettext("State"), one.label, one.many) for one in states),
        *(Figure(by_direction, one.title, one.begun, one.submitted, one.admitted) for one in directions),
        *(Figure(by_library, one.label, one.begun, one.submitted, one.admitted) for one in libraries),
        *(Figure(gettext("Criterion"), one.title, mean=one.mean) for one in criteria),
    ]


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
    many = len(found.sheets)
    return [
        CriterionNumbers(
            one.title,
            shown(half_up(sum(place.score.sums[index] for place in found.places) * HUNDREDTHS, many)),
            one.highest,
        )
        for index, one in enumerate(found.criteria)
        if many
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


WHOLE: Table[Figure] = Table(
    name="contest-numbers",
    caption=_("All numbers of the contest"),
    columns=(
        Column("group", _("Of what"), lambda row: row.group, order=("group",)),
        Column("title", _("Title"), lambda row: row.title),
        Column("begun", _("Begun"), lambda row: row.begun, is_number=True),
        Column("submitted", _("Submitted"), lambda row: row.submitted, is_number=True),
        Column("admitted", _("Admitted"), lambda row: row.admitted, is_number=True),
        Column("mean", _("Mean"), lambda row: row.mean, is_number=True),
    ),
    order="group",
)
