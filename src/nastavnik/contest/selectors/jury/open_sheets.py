"""Who has sheets that are not finished."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Contest, Juror, Recusal, ScoreSheet


@dataclass(frozen=True, slots=True)
class Waiting:
    """A juror, and how many sheets she has still to finish."""

    juror: Juror
    open: int


def sheets_to_judge() -> QuerySet[ScoreSheet]:
    """Return the sheets that somebody is to fill in or has filled in: none of the recused, none on what is not admitted."""
    recused = Recusal.objects.filter(juror=OuterRef("juror"), application=OuterRef("application"))
    is_judged = Q(application__is_sample=True) | Q(application__state=ApplicationState.ADMITTED)
    return ScoreSheet.objects.filter(is_judged & ~Q(Exists(recused)))


def judged_sheets(contest: Contest) -> QuerySet[ScoreSheet]:
    """Return such sheets of a contest."""
    return sheets_to_judge().filter(juror__contest=contest)


def waiting_jurors(contest: Contest) -> list[Waiting]:
    """Return who of the jury has open sheets, and how many."""
    sheets = judged_sheets(contest).filter(state=SheetState.OPEN, juror__left_at=None)
    counts = dict(sheets.order_by().values_list("juror").annotate(many=Count("pk")))
    jurors = Juror.objects.filter(pk__in=counts).select_related("user").order_by("name", "pk")
    return [Waiting(juror, counts[juror.pk]) for juror in jurors]
