"""By which hours and which term a school answers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import CalendarDay, Consultation, ConsultationSettings
from nastavnik.mentoring.terms import HOUR, WorkingHours
from nastavnik.programme.models import School

# What holds in a school that has set nothing.
TERM_DAYS, WARN_HOURS = 3, 8
OPENS_AT, CLOSES_AT = time(9), time(18)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a school's consultations."""

    term_days: int = TERM_DAYS
    warn_hours: int = WARN_HOURS
    opens_at: time = OPENS_AT
    closes_at: time = CLOSES_AT
    version: int = 0


def rules_of(school: School) -> Rules:
    """Return the school's own rules, or the usual ones."""
    row = ConsultationSettings.objects.filter(school=school).first()
    if row is None:
        return Rules()
    return Rules(row.term_days, row.warn_hours, row.opens_at, row.closes_at, row.version)


def own_days_of(school: School) -> dict[date, bool]:
    """Return the days on which the school works or not, whatever the country does."""
    return dict(CalendarDay.objects.filter(school=school).values_list("day", "is_working"))


def working_hours_of(school: School, rules: Rules) -> WorkingHours:
    """Return the hours that the school's terms are reckoned by. One query."""
    return WorkingHours(school.zone, rules.opens_at, rules.closes_at, own_days_of(school))


def time_left(consultation: Consultation, hours: WorkingHours, now: datetime) -> timedelta | None:
    """Return how much working time is left to answer: nothing once it is over, None where no term runs.

    While the asker is asked back, it is what was left then.
    """
    if consultation.due_at is None:
        return None
    return hours.between(consultation.paused_at or now, consultation.due_at)


def whole_hours(left: timedelta | None) -> int:
    """Return how many full hours an amount of time is."""
    return left // HOUR if left else 0


def is_overdue(consultation: Consultation, now: datetime) -> bool:
    """Tell whether the term has run out while a mentor had to answer."""
    is_waiting = consultation.state == ConsultationState.WAITING
    return is_waiting and consultation.due_at is not None and consultation.due_at <= now
