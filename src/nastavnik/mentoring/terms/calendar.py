"""The production calendar of Russia for a week of five days.

Holidays and the rule by which a day off moves are those of art. 112 of the Labour Code; the day before a holiday is an hour
shorter by its art. 95. What the government moves besides stands in `years/<year>.json`, as its decree says it. A year
without a file is reckoned by the Code alone: then days off that fall on the holidays of January are not given elsewhere.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

YEARS = Path(__file__).parent / "years"
DAY = timedelta(days=1)
SATURDAY = 5
# Month and day: New Year and Christmas, then the others.
JANUARY = frozenset((1, day) for day in range(1, 9))
HOLIDAYS = JANUARY | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


@dataclass(frozen=True, slots=True)
class Year:
    """The days of a year on which the country works. `source` names the decree; it is empty where there is none yet."""

    number: int
    source: str
    # in this year
    days_off: frozenset[date]
    # working days that end an hour earlier
    short_days: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Tell whether the country works on `day`."""
        return day not in self.days_off


@lru_cache(maxsize=64)
def year_of(number: int) -> Year:
    """Return the calendar of a year, by its decree or by the Labour Code alone."""
    said = _decree_of(number)
    moved = {date.fromisoformat(one["from"]): date.fromisoformat(one["to"]) for one in said.get("moved", ())}
    days_off = _days_off(number, moved)
    short = {day for day in _days_of(number) if day not in days_off and is_holiday(day + DAY)}
    # a working day that was exchanged for the eve of a holiday is as short as the eve would have been
    short |= {day for day, to in moved.items() if day not in days_off and is_holiday(to + DAY)}
    source = said["source"]["title"] if said else ""
    return Year(number, source, days_off=frozenset(days_off), short_days=frozenset(short))


def is_decreed(number: int) -> bool:
    """Tell whether the government's decree for a year is known here."""
    return bool(year_of(number).source)


def is_holiday(day: date) -> bool:
    """Tell whether `day` is a holiday of art. 112."""
    return (day.month, day.day) in HOLIDAYS


def _days_off(number: int, moved: Mapping[date, date]) -> set[date]:
    free = {day for day in _days_of(number) if day.weekday() >= SATURDAY or is_holiday(day)}
    free -= {day for day in moved if not is_holiday(day)}
    free |= set(moved.values())
    for day in sorted(free):
        is_lost = is_holiday(day) and day.weekday() >= SATURDAY
        if is_lost and (day.month, day.day) not in JANUARY and day not in moved:
            free.add(_next_working_day(day, free))
    return free


def _next_working_day(day: date, free: set[date]) -> date:
    while day in free:
        day += DAY
    return day


def _days_of(number: int) -> Iterator[date]:
    day = date(number, 1, 1)
    while day.year == number:
        yield day
        day += DAY


def _decree_of(number: int) -> Mapping[str, Any]:
    file = YEARS / f"{number}.json"
    if not file.exists():
        return {}
    said: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return said
