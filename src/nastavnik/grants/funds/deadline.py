"""How long an intake is still open: by the fund's clock, with the margin by which one should be in before everybody else is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of an intake as it looks at a moment."""

    closes_at: datetime
    # by which it should be in: sites of funds are slow on the last day
    safe_at: datetime
    zone: str
    # whole days of the fund's calendar until the last one; below nought when it is past
    days: int
    is_over: bool
    # the margin is all that is left
    is_in_margin: bool


def deadline_of(closes_at: datetime, *, zone: str, margin_hours: int, now: datetime) -> Deadline:
    """Return how an intake that closes at a moment looks at `now`; the moment itself still belongs to it."""
    place = ZoneInfo(zone)
    safe_at = closes_at - timedelta(hours=margin_hours)
    return Deadline(
        closes_at=closes_at,
        safe_at=safe_at,
        zone=zone,
        days=(closes_at.astimezone(place).date() - now.astimezone(place).date()).days,
        is_over=now > closes_at,
        is_in_margin=safe_at < now <= closes_at,
    )
