"""What calendars have in common (RFC 5545): the zones that their events name."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from icalendar import Calendar, Timezone

# zones of a country, each with the few spans of years that its calendars have
KEPT_ZONES = 256


def add_zones(calendar: Calendar, moments: Iterable[datetime]) -> None:
    """Describe the zones that the events of `calendar` name, from the year before the first of `moments` to the year after the last."""
    years = [moment.year for moment in moments]
    if years:
        spans = [zone_of(name, min(years) - 1, max(years) + 1) for name in sorted(calendar.get_missing_tzids())]
        calendar.subcomponents[:0] = spans


@lru_cache(maxsize=KEPT_ZONES)
def zone_of(name: str, first_year: int, last_year: int) -> Timezone:
    """Return a zone as it is in these years, for reading alone.

    icalendar looks for its changes minute by minute, a tenth of a second of a processor: as long as all else of a letter.
    """
    return Timezone.from_tzid(name, first_date=date(first_year, 1, 1), last_date=date(last_year, 12, 31))
