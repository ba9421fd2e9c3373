"""How far the jury is: how many sheets each has finished, never what stands in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Contest, Juror, ScoreSheet
from nastavnik.contest.permissions import is_review_over
from nastavnik.contest.selectors.jury.members import contest_looked_at, name_of
from nastavnik.contest.selectors.jury.needs import admitted_of, counted_sheets, recused_of
from nastavnik.contest.selectors.jury.open_sheets import judged_sheets
from nastavnik.core.tables import Column, Listing, Table
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

WHOLE = 100


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How far a juror is."""

    name: str
    given: int
    begun: int
    finished: int
    recused: int
    changed_at: datetime | None
    reminded_at: datetime | None

    @property
    def percent(self) -> int:
        """Return which part of her sheets is finished."""
        return WHOLE * self.finished // self.given if self.given else WHOLE


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """How far the jury of a contest is."""

    contest: Contest
    listing: Listing[ProgressRow]
    is_over: bool
    given: int
    finished: int
    # applications that have all their finished sheets, of all that are judged
    judged: int
    applications: int
    lacking: int

    @property
    def percent(self) -> int:
        """Return which part of all sheets is finished."""
        return WHOLE * self.finished // self.given if self.given else 0

    @property
    def has_open(self) -> bool:
        """Tell whether somebody has an open sheet."""
        return self.finished < self.given


def progress_page(actor: Actor, school: School, token: str, params: Mapping[str, str], now: datetime) -> ProgressPage:
    """Return how far the jury is, for who may look at the contest; seven queries whatever its size."""
    contest = contest_looked_at(actor, school, token)
    sheets: dict[int, list[ScoreSheet]] = defaultdict(list)
    done: dict[int, int] = defaultdict(int)
    for sheet in judged_sheets(contest).filter(application__is_sample=False).defer("advice", "notes"):
        sheets[sheet.juror_id].append(sheet)
        done[sheet.application_id] += sheet.state == SheetState.FINISHED
    jurors = list(Juror.objects.filter(contest=contest))
    recused = recused_of(contest)
    many = Counter(juror_id for juror_id, _application_id in recused)
    rows = [_row(one, sheets[one.pk], many[one.pk]) for one in jurors if one.left_at is None or sheets[one.pk]]
    applications, given = admitted_of(contest), counted_sheets(contest, recused)
    return ProgressPage(
        contest=contest,
        listing=TABLE.listing(rows, params),
        is_over=is_review_over(contest, now),
        given=sum(row.given for row in rows),
        finished=sum(row.finished for row in rows),
        judged=sum(done[one.pk] >= contest.sheets_each for one in applications),
        applications=len(applications),
        lacking=sum(max(contest.sheets_each - len(given.get(one.pk, ())), 0) for one in applications),
    )


def _row(juror: Juror, sheets: Iterable[ScoreSheet], recused: int) -> ProgressRow:
    counted = [one for one in sheets if juror.left_at is None or one.state == SheetState.FINISHED]
    touched = [one.changed_at for one in counted if one.version]
    return ProgressRow(
        name=name_of(juror),
        given=len(counted),
        begun=sum(one.state == SheetState.OPEN and one.version > 0 for one in counted),
        finished=sum(one.state == SheetState.FINISHED for one in counted),
        recused=recused,
        changed_at=max(touched, default=None),
        reminded_at=juror.reminded_at,
    )


TABLE: Table[ProgressRow] = Table(
    name="jury-progress",
    caption=_("How far each is. Marks are shown to nobody before the review is over."),
    columns=(
        Column("name", _("Juror"), lambda row: row.name, order=("name",)),
        Column("given", _("Given"), lambda row: row.given, order=("given",), is_number=True),
        Column("begun", _("Begun"), lambda row: row.begun, order=("begun",), is_number=True),
        Column("finished", _("Finished"), lambda row: row.finished, order=("finished",), is_number=True),
        Column("percent", _("Finished, %"), lambda row: row.percent, order=("percent",), is_number=True),
        Column("recused", _("Recused"), lambda row: row.recused, order=("recused",), is_number=True),
        Column("changed", _("Last at work"), lambda row: row.changed_at, order=("changed",)),
        Column("reminded", _("Reminded"), lambda row: row.reminded_at, order=("reminded",)),
    ),
    order="percent",
)
