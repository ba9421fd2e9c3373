"""When a room takes words in: from half an hour before the lesson, or from the first minute on air, until the end."""

from datetime import datetime, timedelta
from enum import StrEnum

from nastavnik.live.models import Broadcast

OPENS_BEFORE = timedelta(minutes=30)


class Hours(StrEnum):
    """Whether a room takes words in."""

    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


def hours_of(broadcast: Broadcast, now: datetime) -> Hours:
    """Return whether the room of `broadcast` is open at `now`; its lesson must be joined."""
    if broadcast.is_over:
        return Hours.OVER
    opens_at = opening_of(broadcast)
    if broadcast.is_on_air or (opens_at is not None and opens_at <= now):
        return Hours.OPEN
    return Hours.BEFORE


def opening_of(broadcast: Broadcast) -> datetime | None:
    """Return when the room opens by the plan; its lesson must be joined."""
    starts_at = broadcast.lesson.starts_at
    return starts_at - OPENS_BEFORE if starts_at is not None else None
