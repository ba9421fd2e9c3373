"""The ranking of a contest as the desk reads it: the official totals, and beside them how firm they are."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import TieRule
from nastavnik.contest.models import Application, Contest
from nastavnik.contest.permissions import can_run_contest, is_review_over
from nastavnik.contest.ranking.formula import Place, half_up, shown, shown_mean
from nastavnik.contest.selectors.results.computed import Computed, computed_of
from nastavnik.contest.selectors.results.lookup import outcome_seen
from nastavnik.contest.selectors.setup import CriterionRead
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# in two words, for a cell; in full they stand below the table
DECIDED_BY: dict[TieRule, Any] = {
    TieRule.MAIN_CRITERION: _("main criterion"),
    TieRule.NEXT_CRITERIA: _("other criteria"),
    TieRule.MEDIAN: _("median"),
    TieRule.CHAIR: _("the chair"),
}


@dataclass(frozen=True, slots=True)
class RankingRow:
    """An application in the ranking."""

    place: Place
    application: Application
    # among those of its own direction; who shares one has the same
    place_in_direction: int
    # so many sheets are missing against the regulation
    lacking: int
    contest_token: str

    @property
    def url(self) -> str:
        """Return where the application is read."""
        return reverse("contest:check_application", args=[self.contest_token, self.application.token])

    @property
    def number(self) -> int:
        """Return its number in the contest."""
        return self.place.score.application

    @property
    def direction(self) -> str:
        """Return the title of its direction."""
        return self.application.direction.title if self.application.direction else ""

    @property
    def inside(self) -> str:
        """Return its direction and its place there."""
        return f"{self.direction} · {self.place_in_direction}" if self.direction else ""

    @property
    def library(self) -> str:
        """Return who applies."""
        return self.application.library.label if self.application.library else ""

    @property
    def total(self) -> Decimal:
        """Return the official total."""
        return shown(self.place.score.total)

    @property
    def median(self) -> Decimal:
        """Return the middle of the sheets' totals."""
        middle = self.place.score.median
        return shown(half_up(middle.numerator, middle.denominator))

    @property
    def lowest(self) -> Decimal:
        """Return the total of the severest sheet."""
        return shown(self.place.score.sheets[0])

    @property
    def highest(self) -> Decimal:
        """Return the total of the kindest sheet."""
        return shown(self.place.score.sheets[-1])

    @property
    def spread(self) -> str:
        """Return the totals of the severest and of the kindest sheet."""
        lowest, highest = (number_format(one, 2) for one in (self.lowest, self.highest))
        return lowest if lowest == highest else f"{lowest}–{highest}"

    @property
    def counted(self) -> str:
        """Return how many sheets count, and of how many where some are missing."""
        return f"{self.sheets} / {self.sheets + self.lacking}" if self.lacking else str(self.sheets)

    @property
    def whose(self) -> str:
        """Return number and title, as they are called on the page."""
        return f"№ {self.number} · {self.application.title}"

    @property
    def sheets(self) -> int:
        """Return how many sheets count."""
        return len(self.place.score.sheets)

    @property
    def why(self) -> str:
        """Return what decided between equals, or that nothing did."""
        if self.place.is_undecided:
            return gettext("undecided")
        if self.place.is_shared:
            return gettext("the place is shared")
        return str(DECIDED_BY[self.place.decided_by]) if self.place.decided_by else ""


@dataclass(frozen=True, slots=True)
class CloseGroup:
    """Neighbours whose order hangs on one juror."""

    first_place: int
    last_place: int
    titles: list[str]


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The ranking of a contest; without a listing while the review goes on."""

    contest: Contest
    can_run: bool
    listing: Listing[RankingRow] | None
    ranked: int
    groups: list[CloseGroup]
    unjudged: list[Application]
    lacking: int
    needs_chair: bool
    ties: list[str]


def ranking_page(actor: Actor, school: School, token: str, params: Mapping[str, str], now: datetime) -> RankingPage:
    """Return the ranking of a contest to its desk. Raises `Contest.DoesNotExist`."""
    contest = outcome_seen(actor, school, token)
    can_run = can_run_contest(actor, contest)
    if not is_review_over(contest, now):
        return RankingPage(contest, can_run, None, 0, [], [], 0, needs_chair=False, ties=[])
    found = computed_of(contest)
    rows = rows_of(contest, found)
    return RankingPage(
        contest=contest,
        can_run=can_run,
        listing=table_of(rows, found.criteria, is_file="export" in params).listing(rows, params),
        ranked=len(rows),
        groups=groups_of(found),
        unjudged=found.unjudged,
        lacking=sum(row.lacking > 0 for row in rows),
        needs_chair=found.needs_chair,
        ties=[str(rule.label) for rule in found.rules.ties],
    )


def rows_of(contest: Contest, found: Computed) -> list[RankingRow]:
    """Return the ranking, the best first, each with its place in its own direction."""
    above, last, rows = Counter[int | None](), dict[int | None, tuple[int, int]](), list[RankingRow]()
    for place in found.places:
        application = found.applications[place.score.application]
        direction = application.direction_id
        above[direction] += 1
        is_equal = direction in last and last[direction][0] == place.place
        inside = last[direction][1] if is_equal else above[direction]
        last[direction] = (place.place, inside)
        lacking = max(contest.sheets_each - len(place.score.sheets), 0)
        rows.append(RankingRow(place, application, inside, lacking, contest.token))
    return rows


def groups_of(found: Computed) -> list[CloseGroup]:
    """Return the rows of neighbours that cannot honestly be told apart."""
    return [
        CloseGroup(one.first_place, one.last_place, [found.applications[number].title for number in one.applications])
        for one in found.groups
    ]


def table_of(rows: Sequence[RankingRow], criteria: Sequence[CriterionRead], *, is_file: bool) -> Table[RankingRow]:
    """Return the table of a ranking with a filter of its directions: on the page what is looked at, in a file everything."""
    directions = {str(row.application.direction_id): row.direction for row in rows if row.application.direction}
    return Table(
        name="ranking",
        caption=_(
            "The ranking by the regulation’s formula. Median, lowest and highest sheet stand beside it and decide nothing."
        ),
        columns=_file_columns(criteria) if is_file else _page_columns(),
        filters=(
            Filter("q", _("Search"), keep=lambda row, text: search_key(text) in search_key(row.application.title)),
            Filter(
                "direction",
                _("Direction"),
                keep=lambda row, chosen: str(row.application.direction_id) == chosen,
                choices=tuple(directions.items()),
            ),
        ),
        order="place",
    )


def _page_columns() -> tuple[Column[RankingRow], ...]:
    return (
        _number("place", _("Place"), lambda row: row.place.place),
        Column("title", _("Project"), lambda row: row.whose, order=("title",), link=lambda row: row.url),
        Column("direction", _("Direction, place in it"), lambda row: row.inside, order=("direction",)),
        _mark("total", _("Total"), lambda row: row.total),
        _mark("median", _("Median"), lambda row: row.median),
        Column("spread", _("Sheets from – to"), lambda row: row.spread, is_number=True),
        Column(
            "sheets", _("Sheets"), lambda row: row.sheets, ("sheets",), show=lambda row: row.counted, is_number=True
        ),
        Column("why", _("Decided by"), lambda row: row.why),
    )


def _file_columns(criteria: Sequence[CriterionRead]) -> tuple[Column[RankingRow], ...]:
    return (
        _number("place", _("Place"), lambda row: row.place.place),
        _number("number", _("№"), lambda row: row.number),
        Column("title", _("Project"), lambda row: row.application.title, order=("title",)),
        Column("direction", _("Direction"), lambda row: row.direction, order=("direction",)),
        _number("inside", _("Place in the direction"), lambda row: row.place_in_direction),
        Column("library", _("Library"), lambda row: row.library, order=("library",)),
        _mark("total", _("Total"), lambda row: row.total),
        Column("why", _("Decided by"), lambda row: row.why),
        _mark("median", _("Median"), lambda row: row.median),
        _mark("lowest", _("Lowest sheet"), lambda row: row.lowest),
        _mark("highest", _("Highest sheet"), lambda row: row.highest),
        _number("sheets", _("Sheets"), lambda row: row.sheets),
        _number("lacking", _("Sheets missing"), lambda row: row.lacking),
        *(_mean(index, criterion) for index, criterion in enumerate(criteria)),
    )


def _number(key: str, label: Any, value: Callable[[RankingRow], int]) -> Column[RankingRow]:
    return Column(key, label, value, order=(key,), is_number=True)


def _mark(key: str, label: Any, value: Callable[[RankingRow], Decimal]) -> Column[RankingRow]:
    return Column(key, label, value, order=(key,), show=lambda row: number_format(value(row), 2), is_number=True)


def _mean(index: int, criterion: CriterionRead) -> Column[RankingRow]:
    return _mark(f"c{index + 1}", criterion.title, lambda row: shown_mean(row.place.score.means[index]))
