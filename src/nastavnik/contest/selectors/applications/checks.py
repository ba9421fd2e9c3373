"""When the formal check may speak of an application, and of which submission."""

from datetime import datetime

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Submission

CHECKABLE = frozenset({ApplicationState.SUBMITTED, ApplicationState.ADMITTED, ApplicationState.REJECTED})


def may_be_checked(application: Application, now: datetime) -> bool:
    """Tell whether the formal check may speak: also anew, and of what was returned and did not come back in time."""
    if application.is_sample or application.contest.released_at is not None:
        return False
    if application.state == ApplicationState.RETURNED:
        return application.return_until is not None and application.return_until <= now
    return application.state in CHECKABLE


def last_turn(application: Application) -> int:
    """Return the turn of the last submission; 0: there is none."""
    return Submission.objects.filter(application=application).count()
