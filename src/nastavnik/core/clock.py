"""The one clock. Services take `now` as an argument; only the edges (views, tasks, commands) ask for it."""

from datetime import datetime

from django.utils import timezone

# of the WSGI environment: when the whole of a request had come, in seconds of the epoch, before it waited for a thread
ARRIVED = "nastavnik.arrived"


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()
