"""The finished sheets of a contest, as results are computed of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Contest, Mark, Recusal, ScoreSheet


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A finished sheet that counts."""

    juror_id: int
    application_id: int
    # by the number of the criterion
    marks: dict[int, int]


def sheets_for_ranking(contest: Contest, of: Collection[int] | None = None) -> list[JudgedSheet]:
    """Return the sheets that count, in the order of applications and jurors; `of`: on these applications only; one query."""
    sheets = counted_sheets_of(contest)
    if of is not None:
        sheets = sheets.filter(application__in=of)
    marks: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    given = Mark.objects.filter(sheet__in=sheets, value__isnull=False)
    names = ("sheet__application_id", "sheet__juror_id", "criterion_id", "value")
    for application_id, juror_id, criterion_id, value in given.values_list(*names).iterator():
        marks[application_id, juror_id][criterion_id] = value or 0
    return [
        JudgedSheet(juror_id, application_id, marks[application_id, juror_id])
        for application_id, juror_id in sorted(marks)
    ]


def counted_sheets_of(contest: Contest) -> QuerySet[ScoreSheet]:
    """Return the finished sheets on admitted applications whose jurors are not recused, samples left out.

    A sheet that was typed from paper is finished once another person has compared it. Who left the jury keeps her vote.
    """
    recusals = Recusal.objects.filter(juror=OuterRef("juror"), application=OuterRef("application"))
    return ScoreSheet.objects.filter(
        ~Exists(recusals),
        juror__contest=contest,
        state=SheetState.FINISHED,
        application__is_sample=False,
        application__state=ApplicationState.ADMITTED,
    )
