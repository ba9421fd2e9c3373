"""Diplomas are given out with the release: each has a code of its own from then on."""

from datetime import datetime

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest, Diploma, Juror, ScoreSheet


def issue_diplomas(contest: Contest, *, now: datetime) -> None:
    """Give every admitted application and every juror who has judged a diploma or certificate with a code."""
    admitted = Application.objects.filter(contest=contest, state=ApplicationState.ADMITTED, is_sample=False)
    worked = ScoreSheet.objects.filter(juror__contest=contest, finished_at__isnull=False).values("juror")
    jurors = Juror.objects.filter(contest=contest, pk__in=worked)
    given = [Diploma(contest=contest, application=one, issued_at=now) for one in admitted.only("pk")]
    given += [Diploma(contest=contest, juror=one, issued_at=now) for one in jurors.only("pk")]
    Diploma.objects.bulk_create(given)
