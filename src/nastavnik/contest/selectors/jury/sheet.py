"""One application beside its score sheet: all that the page of a juror shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from django.urls import reverse

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Contest, Mark, ScoreSheet, Submission
from nastavnik.contest.permissions import contests_judged_by, is_review_over, sheets_visible_to
from nastavnik.contest.selectors.applications.reading import Reading, application_to_read
from nastavnik.contest.selectors.jury.calibration import is_calibrated
from nastavnik.contest.selectors.jury.others import Others, others_of
from nastavnik.contest.selectors.setup import CriterionRead, criteria_of
from nastavnik.people.models import User
from nastavnik.programme.models import School

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Option:
    """A mark that can be given, and what it means where the regulation says so."""

    value: int
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of the sheet with what the juror has given."""

    criterion: CriterionRead
    number: int
    mark: int | None
    comment: str
    options: tuple[Option, ...]
    # what is saved, where something else was typed
    stored: str = ""

    @property
    def field(self) -> str:
        """Return under which name the mark is sent."""
        return f"mark-{self.criterion.id}"

    @property
    def comment_field(self) -> str:
        """Return under which name the comment is sent."""
        return f"why-{self.criterion.id}"

    @property
    def is_long(self) -> bool:
        """Tell whether every mark has its words: then they stand one under another."""
        return all(option.words for option in self.options)


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The page on which an application is judged."""

    sheet: ScoreSheet
    contest: Contest
    reading: Reading
    rows: list[CriterionRow]
    is_over: bool
    # she has finished and not looked at the others
    can_reopen: bool
    can_look: bool
    others: Others | None
    desk_url: str
    previous_url: str
    next_url: str
    place: int
    many: int

    @property
    def is_open(self) -> bool:
        """Tell whether it can be written in."""
        return self.sheet.state == SheetState.OPEN and not self.is_over

    @property
    def is_finished(self) -> bool:
        """Tell whether it counts."""
        return self.sheet.state == SheetState.FINISHED

    @property
    def crumbs(self) -> list[dict[str, str]]:
        """Return the way to it."""
        return [{"label": self.contest.title, "url": self.desk_url}]

    @property
    def marked(self) -> int:
        """Return how many criteria have a mark."""
        return sum(row.mark is not None for row in self.rows)


def sheet_of(actor: User, school: School, token: str) -> ScoreSheet:
    """Return a sheet of `actor` with its contest and application; raises `DoesNotExist` for what is not hers to judge."""
    sheet = ScoreSheet.objects.select_related("juror__contest__school", "application__direction").get(
        token=token, juror__user=actor, juror__contest__in=contests_judged_by(actor, school)
    )
    sheets_visible_to(actor, sheet.juror.contest).only("pk").get(pk=sheet.pk)
    return sheet


def sheet_page(actor: User, school: School, token: str, now: datetime) -> SheetPage:
    """Return one application beside its sheet; eight queries at most, ten when the others are shown."""
    sheet = sheet_of(actor, school, token)
    contest, application = sheet.juror.contest, sheet.application
    submission = Submission.objects.filter(application=application).order_by("-turn")[0]
    order = list(
        sheets_visible_to(actor, contest)
        .order_by("-application__is_sample", "application__number", "application_id")
        .values_list("token", flat=True)
    )
    place, is_over = order.index(sheet.token), is_review_over(contest, now)
    is_finished, criteria = sheet.state == SheetState.FINISHED, criteria_of(contest)
    has_seen = sheet.saw_others_at is not None
    is_fixed = has_seen or (application.is_sample and is_finished and is_calibrated(contest))
    return SheetPage(
        sheet=sheet,
        contest=contest,
        reading=application_to_read(submission, is_blind=contest.is_blind),
        rows=criterion_rows(criteria, marks_of(sheet)),
        is_over=is_over,
        can_reopen=is_finished and not is_over and not is_fixed,
        can_look=is_finished and not has_seen and not application.is_sample,
        others=others_of(actor, sheet, criteria, now) if is_finished and has_seen else None,
        desk_url=reverse("contest:jury_contest", args=[contest.token]),
        previous_url=_url(order, place - 1),
        next_url=_url(order, place + 1),
        place=place + 1,
        many=len(order),
    )


class Typed(Protocol):
    """What was typed into a sheet and could not be kept; a text that is None was not typed."""

    @property
    def marks(self) -> Mapping[int, int | None]: ...

    @property
    def comments(self) -> Mapping[int, str]: ...

    @property
    def advice(self) -> str | None: ...

    @property
    def notes(self) -> str | None: ...


def with_typed(page: SheetPage, typed: Typed) -> SheetPage:
    """Return the page with what was typed in its fields, beside what is saved where that is something else."""
    texts = {"advice": typed.advice, "notes": typed.notes}
    for name, text in texts.items():
        if text is not None:
            setattr(page.sheet, name, text)
    return replace(page, rows=with_typed_rows(page.rows, typed))


def with_typed_rows(rows: Iterable[CriterionRow], typed: Typed) -> list[CriterionRow]:
    """Return the rows of a sheet with what was typed in them."""
    return [_with_typed(row, typed) for row in rows]


def _with_typed(row: CriterionRow, typed: Typed) -> CriterionRow:
    key = row.criterion.id
    mark, comment = typed.marks.get(key, row.mark), typed.comments.get(key, row.comment)
    if (mark, comment.strip()) == (row.mark, row.comment):
        return row
    stored = " — ".join(word for word in ("" if row.mark is None else str(row.mark), row.comment) if word)
    return replace(_row(row.criterion, row.number, mark, comment), stored=stored or NOTHING)


def rows_of(sheet: ScoreSheet) -> list[CriterionRow]:
    """Return the rows of a sheet; two queries."""
    return criterion_rows(criteria_of(sheet.juror.contest), marks_of(sheet))


def marks_of(sheet: ScoreSheet) -> dict[int, tuple[int | None, str]]:
    """Return marks and comments of a sheet by the number of the criterion."""
    rows = Mark.objects.filter(sheet=sheet).values_list("criterion_id", "value", "comment")
    return {criterion_id: (value, comment) for criterion_id, value, comment in rows}


def criterion_rows(
    criteria: Iterable[CriterionRead], marks: Mapping[int, tuple[int | None, str]]
) -> list[CriterionRow]:
    """Return the rows of a sheet."""
    return [
        _row(criterion, number, *marks.get(criterion.id, (None, "")))
        for number, criterion in enumerate(criteria, start=1)
    ]


def _row(criterion: CriterionRead, number: int, mark: int | None, comment: str) -> CriterionRow:
    words = {level.mark: level.words for level in criterion.levels}
    scale = range(criterion.lowest, criterion.highest + 1)
    options = tuple(Option(value, words.get(value, ""), is_chosen=value == mark) for value in scale)
    return CriterionRow(criterion, number, mark, comment, options)


def _url(order: Sequence[str], place: int) -> str:
    is_there = 0 <= place < len(order)
    return reverse("contest:jury_sheet", args=[order[place]]) if is_there else ""
