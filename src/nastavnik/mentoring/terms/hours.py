"""Working hours of a school: how much of them lies between two moments, and where so much of them ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nastavnik.mentoring.terms.calendar import DAY, year_of

HOUR = timedelta(hours=1)
NOTHING = timedelta()


@dataclass(frozen=True)
class WorkingHours:
    """When a school works: hours of its own clock, days by the country's calendar and its own exceptions to it."""

    zone: ZoneInfo
    opens_at: time
    closes_at: time
    # the school's own word about a day, before the country's
    own_days: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Tell whether the school works on `day`."""
        own = self.own_days.get(day)
        return year_of(day.year).is_working(day) if own is None else own

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Return when work begins and ends on a working day, in UTC. The eve of a holiday is an hour shorter."""
        begin, end = self._moment(day, self.opens_at), self._moment(day, self.closes_at)
        if day in year_of(day.year).short_days and day not in self.own_days:
            end = max(begin, end - HOUR)
        return begin, end

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two moments; nothing when `end` is not later."""
        total = NOTHING
        for opened, closed in self._spans_from(begin):
            if opened >= end:
                break
            total += max(NOTHING, min(closed, end) - max(opened, begin))
        return total

    def after(self, begin: datetime, amount: timedelta) -> datetime:
        """Return the first moment by which `amount` of working time has passed since `begin`."""
        if amount <= NOTHING:
            return begin
        left = amount
        for opened, closed in self._spans_from(begin):
            from_here = max(opened, begin)
            if closed - from_here >= left:
                return from_here + left
            left -= max(NOTHING, closed - from_here)
        raise AssertionError("unreachable: the days never end")

    def end_of_term(self, begin: datetime, days: int) -> datetime:
        """Return the end of the last of `days` working days; the day of `begin` is not counted, as the Civil Code has it."""
        day = self._day_of(begin)
        while days > 0:
            day += DAY
            days -= self.is_working(day)
        return self.span(day)[1]

    def _spans_from(self, begin: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans of the working days from that of `begin` on, without end."""
        day = self._day_of(begin)
        while True:
            if self.is_working(day):
                yield self.span(day)
            day += DAY

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _moment(self, day: date, at: time) -> datetime:
        """Return a moment of the school's clock in UTC, where moments can be subtracted."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)
