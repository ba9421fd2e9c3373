"""The term of a consultation: begun when it is asked, standing still while the asker is asked back.

Functions that take a consultation change the row that is passed and save nothing: the caller saves `TERM_FIELDS`.
"""

from datetime import datetime, timedelta

from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.terms import rules_of, time_left, working_hours_of
from nastavnik.mentoring.terms import HOUR
from nastavnik.programme.models import School

TERM_FIELDS = ["due_at", "paused_at", "warned_at"]


def due_at(*, school: School, asked_at: datetime) -> datetime:
    """Return by when a question that is asked at `asked_at` should be answered: the end of the last working day of the term."""
    rules = rules_of(school)
    return working_hours_of(school, rules).end_of_term(asked_at, rules.term_days)


def begin(consultation: Consultation, now: datetime) -> None:
    """Let a whole term begin, also where one ran before; the school must be loaded."""
    consultation.due_at = due_at(school=consultation.school, asked_at=now)
    consultation.paused_at = consultation.warned_at = None


def pause(consultation: Consultation, now: datetime) -> None:
    """Let the term stand still from now on."""
    if consultation.paused_at is None:
        consultation.paused_at = now


def resume(consultation: Consultation, now: datetime) -> None:
    """Let what was left of the term go on from now; the school must be loaded.

    A term that had run out before stays so. The methodists are warned anew only where more is left than they are warned by.
    """
    if consultation.paused_at is None:
        return
    rules = rules_of(consultation.school)
    hours = working_hours_of(consultation.school, rules)
    left = time_left(consultation, hours, now)
    consultation.paused_at = None
    if left:
        consultation.due_at = hours.after(now, left)
        if left > rules.warn_hours * HOUR:
            consultation.warned_at = None


def hours_left(school: School, consultation: Consultation, now: datetime) -> timedelta | None:
    """Return how much working time is left to answer; None where no term runs."""
    return time_left(consultation, working_hours_of(school, rules_of(school)), now)
