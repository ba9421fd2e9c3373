"""How far the jury is: how many sheets each has finished, never what stands in them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Contest, Juror, ScoreSheet
from nastavnik.contest.permissions import is_review_over
from nastavnik.contest.selectors.jury.members import contest_looked_at, name_of
from nastavnik.contest.selectors.jury.needs import admitted, recused_of
from nastavnik.contest.selectors.jury.open_sheets import judged_sheets
from nastavnik.core.tables import Column, Listing, Table
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

WHOLE = 100
FINISHED = Count("pk", filter=Q(state=SheetState.FINISHED))
NOTHING: Mapping[str, Any] = {"given": 0, "begun": 0, "finished": 0, "last": None, "last_finished": None}


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
    """Return how far the jury is, for who may look at the contest; five queries whatever its size, besides the right."""
    contest = contest_looked_at(actor, school, token)
    rows = _rows(contest)
    applications, (judged, given) = admitted(contest).count(), _of_applications(contest)
    return ProgressPage(
        contest=contest,
        listing=TABLE.listing(rows, params),
        is_over=is_review_over(contest, now),
        given=sum(row.given for row in rows),
        finished=sum(row.finished for row in rows),
        judged=judged,
        applications=applications,
        lacking=contest.sheets_each * applications - given,
    )


def _own(contest: Contest) -> QuerySet[ScoreSheet]:
    """Return the sheets of the contest's own applications; the database counts them, there may be tens of thousands."""
    return judged_sheets(contest).filter(application__is_sample=False).order_by()


def _of_applications(contest: Contest) -> tuple[int, int]:
    """Return how many applications have all their finished sheets, and how many sheets of those that are needed are given."""
    stays = Q(juror__left_at=None) | Q(state=SheetState.FINISHED)
    counts = _own(contest).values("application").annotate(given=Count("pk", filter=stays), finished=FINISHED)
    found = list(counts.values_list("given", "finished"))
    each = contest.sheets_each
    return sum(finished >= each for _given, finished in found), sum(min(given, each) for given, _finished in found)


def _rows(contest: Contest) -> list[ProgressRow]:
    counts = (
        _own(contest)
        .values("juror")
        .annotate(
            given=Count("pk"),
            begun=Count("pk", filter=Q(state=SheetState.OPEN, version__gt=0)),
            finished=FINISHED,
            last=Max("changed_at", filter=Q(version__gt=0)),
            last_finished=Max("changed_at", filter=Q(version__gt=0, state=SheetState.FINISHED)),
        )
    )
    sheets = {one["juror"]: one for one in counts}
    recused = Counter(juror_id for juror_id, _application_id in recused_of(contest))
    jurors = Juror.objects.filter(contest=contest)
    return [
        _row(one, sheets.get(one.pk, NOTHING), recused[one.pk])
        for one in jurors
        if one.left_at is None or one.pk in sheets
    ]


def _row(juror: Juror, counts: Mapping[str, Any], recused: int) -> ProgressRow:
    """Return how far a juror is. Of who left the jury only what she has finished counts."""
    is_in = juror.left_at is None
    return ProgressRow(
        name=name_of(juror),
        given=counts["given" if is_in else "finished"],
        begun=counts["begun"] if is_in else 0,
        finished=counts["finished"],
        recused=recused,
        changed_at=counts["last" if is_in else "last_finished"],
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
