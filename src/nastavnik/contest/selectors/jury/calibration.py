"""The calibration round: how far the jury is, and once everybody has finished, how far apart its marks are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Application, Contest, ScoreSheet
from nastavnik.contest.permissions import contests_at_desk_of
from nastavnik.contest.selectors.jury.desk import seat_in
from nastavnik.contest.selectors.jury.open_sheets import judged_sheets
from nastavnik.contest.selectors.jury.others import Spread, marks_by_sheet, spreads_of
from nastavnik.contest.selectors.setup import CriterionRead, criteria_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample: who is still at it is told by a number alone. `spreads` is empty until everybody has finished."""

    title: str
    given: int
    finished: int
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration round of a contest."""

    contest: Contest
    samples: list[SampleRow]
    is_over: bool

    @property
    def is_started(self) -> bool:
        """Tell whether samples were given."""
        return any(sample.given for sample in self.samples)


def is_calibrated(contest: Contest) -> bool:
    """Tell whether everybody who has samples, and is still in the jury, has finished them."""
    states = set(_sheets(contest).values_list("state", flat=True))
    return states == {SheetState.FINISHED}


def calibration_at_desk(actor: Actor, school: School, token: str) -> Calibration:
    """Return the calibration round for who may look at the contest; raises `DoesNotExist`."""
    contest = contests_at_desk_of(actor, school).select_related("school").get(token=token)
    return _calibration(contest, juror_id=None)


def calibration_of_juror(actor: User, school: School, token: str) -> Calibration:
    """Return it for one of the jury, her own marks told apart; raises `DoesNotExist`."""
    juror = seat_in(actor, school, token)
    return _calibration(juror.contest, juror_id=juror.pk)


def _calibration(contest: Contest, *, juror_id: int | None) -> Calibration:
    sheets = list(_sheets(contest))
    is_over = {sheet.state for sheet in sheets} == {SheetState.FINISHED}
    criteria = criteria_of(contest) if is_over else []
    marks = marks_by_sheet(_sheets(contest)) if is_over else {}
    samples = Application.objects.filter(contest=contest, is_sample=True).order_by("pk")
    by_sample = {sample.pk: [one for one in sheets if one.application_id == sample.pk] for sample in samples}
    rows = [_row(sample.title, by_sample[sample.pk], criteria, marks, juror_id) for sample in samples]
    return Calibration(contest, rows, is_over)


def _sheets(contest: Contest) -> QuerySet[ScoreSheet]:
    return judged_sheets(contest).filter(application__is_sample=True, juror__left_at=None)


def _row(
    title: str,
    sheets: Sequence[ScoreSheet],
    criteria: Sequence[CriterionRead],
    marks: Mapping[int, Mapping[int, int]],
    juror_id: int | None,
) -> SampleRow:
    given = {sheet.pk: marks[sheet.pk] for sheet in sheets if sheet.pk in marks}
    own = next((sheet.pk for sheet in sheets if sheet.juror_id == juror_id), None)
    finished = sum(sheet.state == SheetState.FINISHED for sheet in sheets)
    return SampleRow(title, len(sheets), finished, spreads_of(criteria, given, own=own))
