"""Sessions that nobody can use any more."""

from datetime import datetime

from django.contrib.sessions.models import Session


def forget_old_sessions(*, now: datetime) -> int:
    """Delete the sessions whose time is over; return how many. Run daily; safe to repeat."""
    count, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return count
