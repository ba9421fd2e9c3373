"""Authors are reminded once of what they have not submitted, some days before its time is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from nastavnik.contest.enums import OPEN_STATES, ApplicationState
from nastavnik.contest.models import Application
from nastavnik.contest.services.applications import telling

BEFORE_DEADLINE = timedelta(days=3)
BEFORE_RETURN = timedelta(days=1)
# whoever is writing is not interrupted
QUIET = timedelta(hours=2)


def remind_of_drafts(*, now: datetime) -> int:
    """Remind the authors of drafts, of withdrawn and of returned applications; return of how many. Safe to repeat."""
    waiting = Application.objects.filter(reminded_at=None, is_sample=False, typed_by=None, changed_at__lte=now - QUIET)
    standing = waiting.filter(contest__removed_at=None, contest__opened_at__isnull=False, contest__released_at=None)
    is_draft = Q(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))
    is_near = Q(contest__deadline_at__gt=now, contest__deadline_at__lte=now + BEFORE_DEADLINE)
    is_returned = Q(state=ApplicationState.RETURNED, return_until__gt=now, return_until__lte=now + BEFORE_RETURN)
    due = standing.filter((is_draft & is_near) | is_returned).order_by("pk")
    return sum(_remind(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(application_id: int, now: datetime) -> bool:
    """Remind of one, unless somebody else does or it was submitted meanwhile."""
    if not Application.objects.filter(pk=application_id, reminded_at=None).update(reminded_at=now):
        return False
    application = Application.objects.select_related("contest__school").get(pk=application_id)
    until = application.return_until or application.contest.deadline_at
    if until is None or application.state not in OPEN_STATES:
        return False
    telling.tell_of_draft(application=application, until=until, now=now)
    return True
