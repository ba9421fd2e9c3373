"""What the report is asked for, and what it answers with."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, pgettext

from nastavnik.programme.models import Programme, School

Number = int | float
EMPTY = "—"
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
LEAP_DAY = (2, 29)
TEN_THOUSAND = 10_000
KOPECK_DIGITS = 2


class Unit(StrEnum):
    """What a value counts in."""

    COUNT = "count"
    # of 60 minutes
    HOURS = "hours"
    # hours of 45 minutes
    ACADEMIC = "academic"
    ROUBLES = "roubles"
    # a mean
    MEAN = "mean"


class Adds(StrEnum):
    """How the rows behind a figure make its value."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what the figures are: a school, the days from … to … (both included; nothing: without that end), and what was known when.

    `as_of` bounds everything that has a moment: what came later is not counted. With a programme, figures about lessons, their
    films and their people are of that programme alone; all others keep to the days.
    """

    school: School
    as_of: datetime
    begins_on: date | None = None
    ends_on: date | None = None
    programme: Programme | None = None

    @property
    def begins_at(self) -> datetime:
        """Return the first moment of the period by the school's clock."""
        if self.begins_on is None:
            return LONG_AGO
        return datetime.combine(self.begins_on, time(), self.school.zone)

    @property
    def last_at(self) -> datetime:
        """Return the last moment of the period, known or still to come; of one without an end, the last known one."""
        if self.ends_on is None:
            return self.as_of
        return datetime.combine(self.ends_on + timedelta(days=1), time(), self.school.zone) - MOMENT

    @property
    def ends_at(self) -> datetime:
        """Return the last moment of the period that was known."""
        return min(self.last_at, self.as_of)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the first and the last moment, as `__range` takes them."""
        return self.begins_at, self.ends_at

    @property
    def year_before(self) -> "Scope | None":
        """Return the same days a year earlier; None where the period has no beginning, or is of one programme.

        What it is compared with was known a year earlier too, so that the views of both are of the same age.
        """
        if self.begins_on is None or self.programme is not None:
            return None
        ends_on = self.ends_on or self.as_of.astimezone(self.school.zone).date()
        return replace(
            self,
            as_of=datetime.combine(year_earlier(self.as_of.date()), self.as_of.timetz()),
            begins_on=year_earlier(self.begins_on),
            ends_on=year_earlier(ends_on),
        )

    @property
    def words(self) -> str:
        """Return the period in words."""
        first = date_format(self.begins_on, "j E Y") if self.begins_on else ""
        last = date_format(self.ends_on, "j E Y") if self.ends_on else ""
        if first and last:
            said = gettext("from %(first)s to %(last)s") % {"first": first, "last": last}
        elif first:
            said = gettext("from %(first)s on") % {"first": first}
        elif last:
            said = gettext("until %(last)s") % {"last": last}
        else:
            said = gettext("for the whole time")
        if self.programme is None:
            return said
        return gettext("of the programme “%(title)s”, %(period)s") % {"title": self.programme.title, "period": said}


def year_earlier(day: date) -> date:
    """Return the same day a year earlier; 29 February becomes 28."""
    if (day.month, day.day) == LEAP_DAY:
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure with its value: everything that a page, a paper or a program tells of it. All texts are in the present language."""

    code: str
    # key and title of the section that it belongs to
    section: str
    section_title: str
    title: str
    # in words: what is counted and what is not
    rule: str
    unit: Unit
    # None: there is nothing to tell, as the mean of no answers
    value: Number | None
    # a year before; None: unknown, or there is nothing to compare with
    before: Number | None = None
    # of counts of views: of how many lessons, told when at the earliest and at the latest
    lessons: int | None = None
    oldest: datetime | None = None
    newest: datetime | None = None

    @property
    def text(self) -> str:
        """Return the value as people read it, with its unit."""
        return text_of(self.value, self.unit)

    @property
    def before_text(self) -> str:
        """Return the value of the year before as people read it."""
        return text_of(self.before, self.unit)


def text_of(value: Number | None, unit: Unit) -> str:
    """Return a value as people read it, with its unit."""
    if value is None:
        return EMPTY
    # four figures stand together, as Russian print has them
    digits = (
        0 if isinstance(value, int) else KOPECK_DIGITS if unit is Unit.ROUBLES else len(str(value).partition(".")[2])
    )
    words = number_format(value, digits, force_grouping=abs(value) >= TEN_THOUSAND)
    if unit is Unit.HOURS:
        return pgettext("hours", "%(number)s h") % {"number": words}
    if unit is Unit.ACADEMIC:
        return pgettext("academic hours", "%(number)s acad. h") % {"number": words}
    if unit is Unit.ROUBLES:
        return pgettext("roubles", "%(number)s ₽") % {"number": words}
    return words
