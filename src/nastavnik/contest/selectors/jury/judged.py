"""The finished sheets of a contest, as results are computed of them."""

from collections import defaultdict
from dataclasses import dataclass

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Contest, Mark, Recusal, ScoreSheet


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A finished sheet. One whose juror is recused counts no more, and is told so that the minutes can say why."""

    juror_id: int
    application_id: int
    # by the number of the criterion
    marks: dict[int, int]
    is_recused: bool


def sheets_for_ranking(contest: Contest) -> list[JudgedSheet]:
    """Return the finished sheets on admitted applications, samples left out; three queries.

    A sheet that was typed from paper is finished once another person has compared it. Who left the jury keeps her vote.
    """
    sheets = ScoreSheet.objects.filter(
        juror__contest=contest,
        state=SheetState.FINISHED,
        application__is_sample=False,
        application__state=ApplicationState.ADMITTED,
    )
    marks: dict[int, dict[int, int]] = defaultdict(dict)
    given = Mark.objects.filter(sheet__in=sheets, value__isnull=False).order_by("criterion__position", "criterion_id")
    for sheet_id, criterion_id, value in given.values_list("sheet_id", "criterion_id", "value"):
        marks[sheet_id][criterion_id] = value or 0
    recused = set(Recusal.objects.filter(juror__contest=contest).values_list("juror_id", "application_id"))
    return [
        JudgedSheet(juror_id, application_id, marks[pk], is_recused=(juror_id, application_id) in recused)
        for pk, juror_id, application_id in sheets.order_by("application_id", "juror_id").values_list(
            "pk", "juror_id", "application_id"
        )
    ]
