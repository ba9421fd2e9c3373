"""Which second of the recording shows a moment of the broadcast."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from nastavnik.live.models import Broadcast, Part


def parts_of(broadcast: Broadcast) -> list[Part]:
    """Return the parts of the recording in order; none while there is no recording to show."""
    if broadcast.finished_at is None:
        return []
    return list(Part.objects.filter(broadcast=broadcast).order_by("number"))


def second_of(parts: Sequence[Part], broadcast: Broadcast, at: datetime) -> float:
    """Return the second of what is shown now at which `at` is seen; what was cut off at the beginning is second 0.

    What happened between two parts belongs to the beginning of the later one, unless people gave a file that goes on there.
    """
    return max(0.0, shown_second(parts, broadcast, at))


def shown_second(parts: Sequence[Part], broadcast: Broadcast, at: datetime) -> float:
    """Return the second as `second_of` does, negative for what was cut off at the beginning."""
    second = parts[0].shown_from_seconds if parts else 0.0
    for part, following in zip_longest(parts, parts[1:]):
        passed = (at - part.started_at).total_seconds()
        if passed < 0:
            break
        # with a file of people's own the part may go on after what was recorded of it
        until = following.shown_from_seconds if following is not None else 0.0
        lasts = max(part.duration_seconds, until - part.shown_from_seconds)
        second = part.shown_from_seconds + min(passed, lasts)
    return second - broadcast.head_seconds + broadcast.shift_seconds
