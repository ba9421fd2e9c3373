"""The one clock. Services take `now` as an argument; only the edges (views, tasks, commands) ask for it."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()
