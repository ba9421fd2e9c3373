"""When and where mentors receive: one time, and the same hours on several days. No database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nastavnik.mentoring.terms.hours import WorkingHours

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where: `starts_at` aware; `place` a `SlotPlace`; `room` the room or the address."""

    starts_at: datetime
    minutes: int
    place: str
    room: str

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Series:
    """The same hours on several days: on the `weekdays` (0 is Monday) from one day to another, by the clock of `zone`.

    Between two times lie `pause` minutes; what would end after `until` is left out. `is_working_days`: not on holidays and
    other days on which the school does not work.
    """

    first_day: date
    last_day: date
    weekdays: Collection[int]
    begins: time
    until: time
    minutes: int
    pause: int
    zone: ZoneInfo
    place: str
    room: str
    is_working_days: bool = False

    def meetings(self, hours: WorkingHours) -> Iterator[Meeting]:
        """Yield the times in their order. An hour that a change of the clock leaves out is left out here too."""
        for number in range((self.last_day - self.first_day).days + 1):
            day = self.first_day + number * DAY
            if day.weekday() in self.weekdays and (hours.is_working(day) or not self.is_working_days):
                yield from self._meetings_on(day)

    def _meetings_on(self, day: date) -> Iterator[Meeting]:
        step, length = timedelta(minutes=self.minutes + self.pause), timedelta(minutes=self.minutes)
        wall, end = datetime.combine(day, self.begins), datetime.combine(day, self.until)
        while wall + length <= end:
            starts_at = wall.replace(tzinfo=self.zone).astimezone(UTC)
            if starts_at.astimezone(self.zone).replace(tzinfo=None) == wall:
                yield Meeting(starts_at, self.minutes, self.place, self.room)
            wall += step
