"""The hours of a person's clock: when she wants to be left alone, and when the summary of the day comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from nastavnik.people.models import NoticeHours, User

HOURS_OF_A_DAY = 24
BATCH = 500


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a clock in `zone`; `quiet_from` and `quiet_until` are both None where no hour is quiet."""

    quiet_from: int | None
    quiet_until: int | None
    digest_hour: int
    zone: ZoneInfo

    def quiet_end(self, moment: datetime) -> datetime | None:
        """Return when the quiet hours that `moment` lies in are over, None when it lies in none."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        hours_in = (moment.astimezone(self.zone).hour - self.quiet_from) % HOURS_OF_A_DAY
        if hours_in >= (self.quiet_until - self.quiet_from) % HOURS_OF_A_DAY:
            return None
        return self._next(self.quiet_until, moment)

    def next_digest(self, moment: datetime) -> datetime:
        """Return when the first summary after `moment` comes."""
        return self._next(self.digest_hour, moment)

    def _next(self, hour: int, moment: datetime) -> datetime:
        """Return the first time after `moment` at which the clock shows a full `hour`."""
        today = moment.astimezone(self.zone).date()
        days = (datetime.combine(today + timedelta(days=ahead), time(hour), self.zone) for ahead in range(3))
        return next(at for at in (day.astimezone(UTC) for day in days) if at > moment)


def hours_of(users: Iterable[User], *, zone: str = "") -> dict[int, Hours]:
    """Return the hours of each of `users`; `zone` is the clock of those who have named none."""
    people = list(users)
    said: dict[int, NoticeHours] = {}
    for start in range(0, len(people), BATCH):
        some = [user.pk for user in people[start : start + BATCH]]
        said |= {row.user_id: row for row in NoticeHours.objects.filter(user__in=some)}
    usual = zone or settings.TIME_ZONE
    return {user.pk: _hours(said.get(user.pk) or NoticeHours(), user.time_zone or usual) for user in people}


def _hours(row: NoticeHours, zone: str) -> Hours:
    return Hours(row.quiet_from, row.quiet_until, row.digest_hour, ZoneInfo(zone))
