"""What the answer desk needs beside the question and its words, read at once: who has it, the school's rules, what the asker may see."""

from dataclasses import dataclass
from datetime import date, time

from nastavnik.core.connections import rows_of
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.term_words import Reckoner
from nastavnik.mentoring.selectors.terms import Rules
from nastavnik.mentoring.terms import WorkingHours
from nastavnik.people.permissions import remember_roles
from nastavnik.programme.models import School

# Five short lists below one another; a number or text that a list has not is nought or empty. Who got a question first comes first.
BESIDE = """
    SELECT 'mentor' AS list, held.id AS one, held.mentor_id AS two, 0 AS three, mentor.full_name AS first, '' AS second
    FROM mentoring_assignment held JOIN people_user mentor ON mentor.id = held.mentor_id
    WHERE held.consultation_id = %s AND held.ended_at IS NULL
    UNION ALL
    SELECT 'rules', term_days, warn_hours, version, CAST(opens_at AS text), CAST(closes_at AS text)
    FROM mentoring_consultationsettings WHERE school_id = %s
    UNION ALL
    SELECT 'day', CASE WHEN is_working THEN 1 ELSE 0 END, 0, 0, CAST(day AS text), ''
    FROM mentoring_calendarday WHERE school_id = %s
    UNION ALL
    SELECT 'role', place_id, 0, 0, role, place_kind FROM people_roleassignment WHERE user_id = %s
    UNION ALL
    SELECT 'programme', programme_id, 0, 0, '', '' FROM programme_enrolment WHERE user_id = %s AND left_at IS NULL
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """Who has a question now, by what the school reckons its term, and in which programmes the asker has a place."""

    # each with her number, the earliest first
    mentors: tuple[tuple[int, str], ...]
    reckoner: Reckoner
    asker_programmes: frozenset[int]


def beside(school: School, consultation: Consultation) -> Beside:
    """Return what stands beside a question of `school`, whose asker is joined: her roles are known from now on. One query."""
    asker = consultation.asker
    assert asker is not None  # as `consultations_answered_by` asks for
    rows = rows_of(BESIDE, [consultation.pk, school.pk, school.pk, asker.pk, asker.pk])
    days = {date.fromisoformat(day): bool(works) for kind, works, _two, _three, day, _second in rows if kind == "day"}
    remember_roles(asker, [(role, place, pk) for kind, pk, _two, _three, role, place in rows if kind == "role"])
    rules = next((_rules(*row) for kind, *row in rows if kind == "rules"), Rules())
    return Beside(
        mentors=tuple((pk, name) for kind, _one, pk, _three, name, _second in rows if kind == "mentor"),
        reckoner=Reckoner(rules, WorkingHours(school.zone, rules.opens_at, rules.closes_at, days)),
        asker_programmes=frozenset(pk for kind, pk, *_others in rows if kind == "programme"),
    )


def _rules(term_days: int, warn_hours: int, version: int, opens_at: str, closes_at: str) -> Rules:
    return Rules(term_days, warn_hours, time.fromisoformat(opens_at), time.fromisoformat(closes_at), version)
