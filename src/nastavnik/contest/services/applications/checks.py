"""The formal check: admit, return for correction, reject. What was decided before stays on record."""

from datetime import datetime

from django.db import transaction

from nastavnik.contest.enums import ApplicationState, FormalVerdict
from nastavnik.contest.events import ApplicationAdmitted, ApplicationReturned
from nastavnik.contest.models import Application, FormalCheck, ScoreSheet
from nastavnik.contest.permissions import can_check_application
from nastavnik.contest.selectors.applications.checks import last_turn, may_be_checked
from nastavnik.contest.services.applications import telling
from nastavnik.contest.services.applications.locking import locked
from nastavnik.contest.services.applications.refusals import AlreadyJudged, NotSubmitted, UntilIsPast
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User

STATES = {
    FormalVerdict.ADMIT: ApplicationState.ADMITTED,
    FormalVerdict.RETURN: ApplicationState.RETURNED,
    FormalVerdict.REJECT: ApplicationState.REJECTED,
}


@transaction.atomic
def check_application(
    *,
    actor: User,
    application_id: int,
    verdict: FormalVerdict,
    message: str,
    now: datetime,
    turn: int,
    until: datetime | None = None,
) -> FormalCheck:
    """Say what the formal check found in the submission that was looked at (`turn`), and tell the authors.

    Raises `NotSubmitted` when it was withdrawn or corrected meanwhile, `UntilIsPast` for a return, `AlreadyJudged` when the
    jury has it and it should be admitted no more.
    """
    application = locked(actor, application_id, right=can_check_application)
    _check_state(application, verdict, turn, now)
    if verdict is FormalVerdict.RETURN and (until is None or until <= now):
        raise UntilIsPast
    check = FormalCheck.objects.create(
        application=application,
        verdict=verdict,
        message=message,
        until=until if verdict is FormalVerdict.RETURN else None,
        checked_by=actor,
        checked_at=now,
    )
    application.state, application.changed_at = STATES[verdict], now
    application.return_until, application.reminded_at = check.until, None
    application.save(update_fields=["state", "changed_at", "return_until", "reminded_at"])
    journal.record(actor=actor, verb=f"checked_{verdict}", subject=application, now=now)
    _publish(application, verdict)
    telling.tell_of_check(application=application, check=check, now=now)
    return check


def _check_state(application: Application, verdict: FormalVerdict, turn: int, now: datetime) -> None:
    if not may_be_checked(application, now) or last_turn(application) != turn:
        raise NotSubmitted
    is_judged = ScoreSheet.objects.filter(application=application).exists()
    if is_judged and verdict is not FormalVerdict.ADMIT:
        raise AlreadyJudged


def _publish(application: Application, verdict: FormalVerdict) -> None:
    if verdict is FormalVerdict.ADMIT:
        publish(ApplicationAdmitted(application_id=application.pk))
    elif verdict is FormalVerdict.RETURN:
        publish(ApplicationReturned(application_id=application.pk))
