"""A deadline was moved later: whoever has not submitted hears of it, and is reminded once more before the new one."""

from datetime import datetime

from django.db.models import Q

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest
from nastavnik.contest.services.applications import telling
from nastavnik.contest.services.applications.reminders import BEFORE_DEADLINE


def tell_of_prolonging(*, contest: Contest, now: datetime) -> int:
    """Tell the authors of drafts and of withdrawn applications of the new deadline, which is set; return of how many.

    Runs in the transaction that moves the deadline. Where the new one is so near that a reminder would follow at once, this
    stands in its place.
    """
    until = contest.deadline_at
    assert until is not None
    unsent = Q(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))
    waiting = Application.objects.filter(unsent, contest=contest, is_sample=False, typed_by=None).order_by("pk")
    is_near = until <= now + BEFORE_DEADLINE
    waiting.update(reminded_at=now if is_near else None)
    applications = list(waiting)
    for application in applications:
        application.contest = contest
        telling.tell_of_prolonging(application=application, until=until, now=now)
    return len(applications)
