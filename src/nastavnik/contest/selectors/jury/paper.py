"""Sheets on paper: which wait to be typed, which to be compared, and what is printed for jurors."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Contest, ScoreSheet
from nastavnik.contest.permissions import can_type_sheet, is_review_over
from nastavnik.contest.selectors.jury.members import contest_kept, name_of
from nastavnik.contest.selectors.jury.open_sheets import judged_sheets, waiting_jurors
from nastavnik.contest.selectors.jury.printing import IN_A_FILE
from nastavnik.contest.selectors.jury.sheet import CriterionRow, Typed, criterion_rows, marks_of, with_typed_rows
from nastavnik.contest.selectors.setup import criteria_of
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

WAITING, TYPED, COMPARED = "waiting", "typed", "compared"
STATES: dict[str, Promise] = {
    WAITING: pgettext_lazy("paper sheet", "Waits for the paper"),
    TYPED: pgettext_lazy("paper sheet", "Typed, waits for a second look"),
    COMPARED: pgettext_lazy("paper sheet", "Compared"),
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A sheet that comes on paper, or may."""

    token: str
    number: int | None
    title: str
    juror: str
    state: str
    typed_by: str
    url: str

    @property
    def said(self) -> Promise:
        """Return the state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class PrintedFor:
    """Somebody for whom sheets can be printed; many sheets come in several files."""

    token: str
    name: str
    open: int

    @property
    def parts(self) -> range:
        """Return the numbers of her files."""
        return range(1, -(-self.open // IN_A_FILE) + 1)


@dataclass(frozen=True, slots=True)
class PaperPage:
    """All sheets on paper of a contest."""

    contest: Contest
    listing: Listing[PaperRow]
    counts: dict[str, int]
    printed: list[PrintedFor]


@dataclass(frozen=True, slots=True)
class TypingPage:
    """A sheet beside its paper: to be typed, or to be compared."""

    contest: Contest
    sheet: ScoreSheet
    juror: str
    rows: list[CriterionRow]
    state: str
    # somebody else typed it: she may say that it is the same
    can_compare: bool
    typed_by: str
    back_url: str

    @property
    def is_open(self) -> bool:
        """Tell whether it can be typed."""
        return self.state != COMPARED


def paper_page(actor: Actor, school: School, token: str, params: Mapping[str, str]) -> PaperPage:
    """Return the sheets on paper for who keeps the register; three queries."""
    contest = contest_kept(actor, school, token)
    rows = [_row(contest, sheet) for sheet in _on_paper(contest)]
    return PaperPage(
        contest=contest,
        listing=TABLE.listing(rows, params),
        counts={state: sum(row.state == state for row in rows) for state in STATES},
        printed=[PrintedFor(one.juror.token, name_of(one.juror), one.open) for one in waiting_jurors(contest)],
    )


def _on_paper(contest: Contest) -> list[ScoreSheet]:
    """Return the sheets of who has no account, those that were typed, and those that nobody has begun."""
    is_on_paper = Q(juror__user=None) | Q(typed_by__isnull=False) | Q(version=0, state=SheetState.OPEN)
    is_hers = Q(juror__left_at=None) | Q(state=SheetState.FINISHED)
    sheets = judged_sheets(contest).filter(is_on_paper, is_hers).defer("advice", "notes")
    order = ("juror__name", "juror_id", "-application__is_sample", "application__number", "pk")
    return list(sheets.select_related("juror", "application", "typed_by").order_by(*order))


def paper_state(sheet: ScoreSheet) -> str:
    """Return how far a sheet on paper is."""
    if sheet.state == SheetState.FINISHED:
        return COMPARED
    return TYPED if sheet.typed_by_id is not None else WAITING


def _row(contest: Contest, sheet: ScoreSheet) -> PaperRow:
    return PaperRow(
        token=sheet.token,
        number=sheet.application.number,
        title=sheet.application.title,
        juror=name_of(sheet.juror),
        state=paper_state(sheet),
        typed_by=str(sheet.typed_by) if sheet.typed_by else "",
        url=reverse("contest:jury_typing", args=[contest.token, sheet.token]),
    )


def typing_page(actor: Actor, school: School, token: str, sheet_token: str, now: datetime) -> TypingPage:
    """Return a sheet to be typed or compared; raises `DoesNotExist` for what `actor` may not see.

    Nobody has to read a compared one any more: its marks are shown when the review is over, as those of the others are.
    """
    contest = contest_kept(actor, school, token)
    sheets = judged_sheets(contest).select_related("juror__contest__school", "application", "typed_by")
    sheet = sheets.get(token=sheet_token)
    if not can_type_sheet(actor, sheet) or _is_at_desk(sheet):
        raise ScoreSheet.DoesNotExist
    state = paper_state(sheet)
    is_closed = state == COMPARED and not is_review_over(contest, now)
    return TypingPage(
        contest=contest,
        sheet=sheet,
        juror=name_of(sheet.juror),
        rows=[] if is_closed else criterion_rows(criteria_of(contest), marks_of(sheet)),
        state=state,
        can_compare=state == TYPED and sheet.typed_by_id != actor.pk,
        typed_by=str(sheet.typed_by) if sheet.typed_by else "",
        back_url=reverse("contest:jury_paper", args=[contest.token]),
    )


def typing_again(actor: Actor, school: School, page: TypingPage, typed: Typed, now: datetime) -> TypingPage:
    """Return the page as it is saved now, with what was typed in its fields."""
    fresh = typing_page(actor, school, page.contest.token, page.sheet.token, now)
    if typed.advice is not None:
        fresh.sheet.advice = typed.advice
    return replace(fresh, rows=with_typed_rows(fresh.rows, typed))


def _is_at_desk(sheet: ScoreSheet) -> bool:
    """Tell whether the juror fills the sheet in herself: then its marks are nobody's before the review is over."""
    return sheet.juror.user_id is not None and sheet.typed_by_id is None and sheet.version > 0


TABLE: Table[PaperRow] = Table(
    name="paper-sheets",
    columns=(
        Column("number", _("№"), lambda row: row.number, order=("number",), is_number=True),
        Column("title", _("Project"), lambda row: row.title, order=("title",), link=lambda row: row.url),
        Column("juror", _("Juror"), lambda row: row.juror, order=("juror",)),
        Column("state", _("Sheet"), lambda row: row.said, order=("state",)),
        Column("typed", _("Typed by"), lambda row: row.typed_by, order=("typed",)),
    ),
    filters=(
        Filter("q", _("Search"), keep=lambda row, text: search_key(text) in search_key(f"{row.title} {row.juror}")),
        Filter("state", _("Sheet"), keep=lambda row, text: row.state == text, choices=tuple(STATES.items())),
    ),
    order="juror",
)
