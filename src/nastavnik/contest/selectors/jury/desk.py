"""A juror's own desk: the contests that she judges, and in each the applications given to her. Nothing here tells whose they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import SheetState, Stage, TieRule
from nastavnik.contest.models import Contest, Criterion, Direction, Juror, Mark, Recusal, ScoreSheet
from nastavnik.contest.permissions import contests_judged_by, is_review_over, sheets_visible_to
from nastavnik.contest.selectors.jury.open_sheets import sheets_to_judge
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.models import School

NOT_BEGUN, BEGUN, FINISHED = "new", "begun", "finished"
STATES: dict[str, Promise] = {
    NOT_BEGUN: pgettext_lazy("score sheet", "Not begun"),
    BEGUN: pgettext_lazy("score sheet", "Begun"),
    FINISHED: pgettext_lazy("score sheet", "Finished"),
}


@dataclass(frozen=True, slots=True)
class JudgedContest:
    """A contest on the desk of one of its jurors."""

    title: str
    url: str
    until: datetime | None
    is_over: bool
    given: int
    finished: int

    @property
    def marks(self) -> list[str]:
        """Return what stands in the corner of its card."""
        return [gettext("The review is over") if self.is_over else str(Stage.REVIEW.label)]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An application given to the juror, and how far her sheet is."""

    token: str
    number: int | None
    title: str
    direction: str
    state: str
    marked: int
    criteria: int
    is_sample: bool

    @property
    def url(self) -> str:
        """Return where it is judged."""
        return reverse("contest:jury_sheet", args=[self.token])

    @property
    def said(self) -> Promise:
        """Return the state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class OwnRecusal:
    """An application that the juror does not judge; she takes back what she declared herself."""

    token: str
    number: int | None
    title: str
    reason: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk of a juror in one contest."""

    contest: Contest
    juror: Juror
    listing: Listing[SheetRow]
    samples: list[SheetRow]
    recusals: list[OwnRecusal]
    given: int
    finished: int
    # of the first sheet that is open; empty when all are finished
    next_url: str
    is_over: bool
    # where the chair decides between equals, once the review is over; empty for the others
    chair_url: str
    # what the secretary keeps; empty for the others
    register_url: str
    papers_url: str


def judged_contests(actor: User, school: School, now: datetime) -> list[JudgedContest]:
    """Return the contests of the school that `actor` judges, the latest first; two queries."""
    seats = Juror.objects.filter(user=actor, left_at=None, contest__in=contests_judged_by(actor, school))
    jurors = list(seats.select_related("contest").order_by("-contest__created_at", "-contest_id"))
    sheets = sheets_to_judge().filter(juror__in=[juror.pk for juror in jurors], application__is_sample=False)
    states: dict[int, list[str]] = defaultdict(list)
    for juror_id, state in sheets.values_list("juror_id", "state"):
        states[juror_id].append(state)
    return [_judged(juror, states[juror.pk], now) for juror in jurors]


def _judged(juror: Juror, states: Collection[str], now: datetime) -> JudgedContest:
    contest = juror.contest
    return JudgedContest(
        title=contest.title,
        url=reverse("contest:jury_contest", args=[contest.token]),
        until=contest.review_until,
        is_over=is_review_over(contest, now),
        given=len(states),
        finished=sum(state == SheetState.FINISHED for state in states),
    )


def seat_in(actor: User, school: School, token: str) -> Juror:
    """Return the juror that `actor` is in a contest of the school; raises `DoesNotExist`."""
    jurors = Juror.objects.select_related("contest__school")
    return jurors.get(user=actor, left_at=None, contest__in=contests_judged_by(actor, school), contest__token=token)


def desk_page(actor: User, school: School, token: str, params: Mapping[str, str], now: datetime) -> DeskPage:
    """Return the desk of `actor` in a contest; six queries whatever was given to her."""
    juror = seat_in(actor, school, token)
    rows = sheet_rows(actor, juror.contest)
    judged = [row for row in rows if not row.is_sample]
    return DeskPage(
        contest=juror.contest,
        juror=juror,
        listing=_table(juror.contest).listing(judged, params),
        samples=[row for row in rows if row.is_sample],
        recusals=_own_recusals(juror),
        given=len(judged),
        finished=sum(row.state == FINISHED for row in judged),
        next_url=next((row.url for row in rows if row.state != FINISHED), ""),
        is_over=is_review_over(juror.contest, now),
        chair_url=reverse("contest:chair_vote", args=[token]) if _may_decide(juror, now) else "",
        register_url=reverse("contest:register", args=[token]) if juror.is_secretary else "",
        papers_url=reverse("contest:jury_paper", args=[token]) if juror.is_secretary else "",
    )


def _may_decide(juror: Juror, now: datetime) -> bool:
    """Tell whether equals may wait for the vote of this juror: the chair of a contest whose rules leave it to her."""
    contest = juror.contest
    is_time = is_review_over(contest, now) and contest.released_at is None
    return juror.is_chair and is_time and TieRule.CHAIR in contest.tie_rules


def sheet_rows(actor: User, contest: Contest) -> list[SheetRow]:
    """Return the sheets of `actor` in the order in which she goes through them: samples, then by number; three queries."""
    sheets = sheets_visible_to(actor, contest).select_related("application__direction")
    ordered = sheets.order_by("-application__is_sample", "application__number", "application_id")
    marks = Mark.objects.filter(sheet__in=sheets.order_by(), value__isnull=False)
    marked = dict(marks.order_by().values_list("sheet").annotate(many=Count("pk")))
    criteria = Criterion.objects.filter(contest=contest).count()
    return [_row(sheet, marked.get(sheet.pk, 0), criteria) for sheet in ordered]


def state_of(sheet: ScoreSheet) -> str:
    """Return how far a sheet is."""
    if sheet.state == SheetState.FINISHED:
        return FINISHED
    return BEGUN if sheet.version else NOT_BEGUN


def _row(sheet: ScoreSheet, marked: int, criteria: int) -> SheetRow:
    application = sheet.application
    return SheetRow(
        token=sheet.token,
        number=application.number,
        title=application.title,
        direction=application.direction.title if application.direction else "",
        state=state_of(sheet),
        marked=marked,
        criteria=criteria,
        is_sample=application.is_sample,
    )


def _own_recusals(juror: Juror) -> list[OwnRecusal]:
    rows = Recusal.objects.filter(juror=juror).select_related("application").order_by("application__number", "pk")
    return [_own_recusal(juror, row) for row in rows]


def _own_recusal(juror: Juror, row: Recusal) -> OwnRecusal:
    """Return a recusal as its juror sees it.

    Of what others declared she has the number alone: she may never have read it, and their reason may tell who applies.
    """
    is_own = row.declared_by_id == juror.user_id
    return OwnRecusal(
        token=row.application.token,
        number=row.application.number,
        title=row.application.title if is_own else "",
        reason=row.reason if is_own or not juror.contest.is_blind else "",
        is_own=is_own,
    )


def own_recusal(actor: User, school: School, token: str, application: str) -> Recusal:
    """Return a recusal of `actor` in a contest; raises `DoesNotExist`."""
    return Recusal.objects.get(application__token=application, juror=seat_in(actor, school, token))


def _table(contest: Contest) -> Table[SheetRow]:
    directions = Direction.objects.filter(contest=contest).order_by("position", "pk").values_list("title", flat=True)
    return Table(
        name="my-sheets",
        columns=(
            Column("number", _("№"), lambda row: row.number, order=("number",), is_number=True),
            Column("title", _("Project"), lambda row: row.title, order=("title",), link=lambda row: row.url),
            Column("direction", _("Direction"), lambda row: row.direction, order=("direction",)),
            Column("state", _("Sheet"), lambda row: row.said, order=("state",)),
            Column("marked", _("Marked"), lambda row: f"{row.marked} / {row.criteria}"),
        ),
        filters=(
            Filter("q", _("Search"), keep=lambda row, text: search_key(text) in search_key(row.title)),
            Filter(
                "direction",
                _("Direction"),
                keep=lambda row, text: row.direction == text,
                choices=tuple((title, title) for title in directions),
            ),
            Filter("state", _("Sheet"), keep=lambda row, text: row.state == text, choices=tuple(STATES.items())),
        ),
        order="number",
    )
