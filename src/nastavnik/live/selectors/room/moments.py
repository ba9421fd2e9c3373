"""Which second of the recording shows a moment of the room."""

from datetime import datetime

from nastavnik.live.models import Broadcast, Part


def parts_of(broadcast: Broadcast) -> list[Part]:
    """Return the parts of the recording in order; none while there is no recording to show."""
    if broadcast.finished_at is None:
        return []
    return list(Part.objects.filter(broadcast=broadcast).order_by("number"))


def second_of(parts: list[Part], broadcast: Broadcast, at: datetime) -> float:
    """Return the second that shows `at`; what happened between two parts belongs to the beginning of the later one."""
    second = 0.0
    for part in parts:
        passed = (at - part.started_at).total_seconds()
        if passed < 0:
            break
        second = part.offset_seconds + min(passed, part.duration_seconds)
    return max(0.0, second - broadcast.head_seconds + broadcast.shift_seconds)
