"""What a person's own study shows of mentoring: questions, the next appointments, mentorships. One query for all three."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse

from nastavnik.core.connections import Written, moment_of, rows_of
from nastavnik.mentoring.enums import ConsultationState, MentorshipState
from nastavnik.mentoring.models import Appointment, Consultation, Slot, Theme
from nastavnik.mentoring.selectors.appointments.calendar import name_shown
from nastavnik.mentoring.selectors.appointments.pages import AppointmentCard, place_shown
from nastavnik.mentoring.selectors.own_questions import QuestionRow, question_row
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import User
from nastavnik.programme.models import School

# of her questions to mentors
MOST_QUESTIONS = 4
MOST_APPOINTMENTS = 2
QUESTION, APPOINTMENT, MENTORSHIP = "question", "appointment", "mentorship"

# What `consultations_of`, `appointments_of` and `mentorships_of` admit, of each its first rows, in the columns of `OwnRow`.
# What a part does not have is said outside of its inner query: there PostgreSQL takes its type from the first part.
OWN = """
    SELECT 'question', asked.place, asked.token, asked.state, asked.title, asked.words, asked.other, 0,
        asked.number, asked.has_helped, asked.asked_at, asked.changed_at, asked.due_at
    FROM (
        SELECT own.token, own.state, own.subject AS title, SUBSTR(own.text, 1, 80) AS words, theme.title AS other,
            own.number, own.has_helped, own.asked_at, own.changed_at, own.due_at,
            ROW_NUMBER() OVER (
                ORDER BY CASE
                    WHEN own.state = %s OR (own.state = %s AND own.has_helped IS NULL) THEN 0 ELSE 1
                END, own.changed_at DESC, own.id DESC
            ) AS place
        FROM mentoring_consultation own LEFT JOIN mentoring_theme theme ON theme.id = own.theme_id
        WHERE own.asker_id = %s AND own.school_id = %s AND (own.number IS NOT NULL OR own.state = %s)
    ) asked
    WHERE asked.place <= %s
    UNION ALL
    SELECT 'appointment', ahead.place, ahead.token, '', ahead.room, ahead.way, ahead.other, ahead.is_hers,
        NULL, NULL, ahead.starts_at, NULL, NULL
    FROM (
        SELECT own.token, slot.room, slot.place AS way, own.starts_at,
            CASE WHEN own.user_id = %s THEN mentor.full_name ELSE visitor.full_name END AS other,
            CASE WHEN slot.mentor_id = %s THEN 1 ELSE 0 END AS is_hers,
            ROW_NUMBER() OVER (ORDER BY own.starts_at, own.id) AS place
        FROM mentoring_appointment own JOIN mentoring_slot slot ON slot.id = own.slot_id
        LEFT JOIN people_user mentor ON mentor.id = slot.mentor_id
        LEFT JOIN people_user visitor ON visitor.id = own.user_id
        WHERE slot.school_id = %s AND (own.user_id = %s OR slot.mentor_id = %s)
            AND own.cancelled_at IS NULL AND own.ends_at > %s
    ) ahead
    WHERE ahead.place <= %s
    UNION ALL
    SELECT 'mentorship', ROW_NUMBER() OVER (ORDER BY own.due_on, own.id), own.token, own.state, own.title, '',
        CASE WHEN own.mentor_id <> %s THEN mentor.full_name ELSE (
            SELECT person.full_name FROM mentoring_mentee led JOIN people_user person ON person.id = led.user_id
            WHERE led.mentorship_id = own.id AND led.left_at IS NULL ORDER BY led.id LIMIT 1
        ) END,
        CASE WHEN own.mentor_id = %s THEN 1 ELSE 0 END, NULL, NULL, NULL, NULL, NULL
    FROM mentoring_mentorship own LEFT JOIN people_user mentor ON mentor.id = own.mentor_id
    WHERE own.school_id = %s AND own.state IN (%s, %s) AND ((own.mentor_id = %s AND EXISTS (
        SELECT 1 FROM people_roleassignment held
        WHERE held.user_id = own.mentor_id AND held.role = %s AND held.place_kind = %s AND held.place_id = own.school_id
    )) OR EXISTS (
        SELECT 1 FROM mentoring_mentee hers WHERE hers.mentorship_id = own.id AND hers.user_id = %s AND hers.left_at IS NULL
    ))
"""
IN_ORDER = " ORDER BY 1, 2"


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A mentorship in my study; `is_mine_to_answer`: it waits for her yes."""

    heading: str
    url: str
    state: MentorshipState
    is_led: bool

    @property
    def is_mine_to_answer(self) -> bool:
        """Whether it waits for the person's own yes."""
        return self.is_led and self.state == MentorshipState.WAITING


class OwnRow(NamedTuple):
    """A row of any kind; `is_hers`: she is the mentor of it."""

    kind: str
    place: int
    token: str
    state: str
    title: str
    words: str
    other: str | None
    is_hers: int
    number: int | None
    has_helped: bool | None
    at: Any
    changed_at: Any
    due_at: Any


@dataclass(frozen=True, slots=True)
class OwnMentoring:
    """What mentoring has of a person."""

    # those that wait for her first, then the newest
    questions: list[QuestionRow] = field(default_factory=list)
    # the next ones, as either of the two
    appointments: list[AppointmentCard] = field(default_factory=list)
    # those that go on or wait
    mentorships: list[StudyRow] = field(default_factory=list)
    # what was asked beside, of other kinds
    others: list[OwnRow] = field(default_factory=list)


def own_mentoring(user: User, school: School, now: datetime, *, beside: Written | None = None) -> OwnMentoring:
    """Return the first of a person's questions and appointments, and her mentorships, by one query.

    `beside` is asked in the same one: it has the columns of `OwnRow` and a kind of its own.
    """
    if not user.is_active:
        return OwnMentoring()
    me, at = user.pk, connection.ops.adapt_datetimefield_value(now)
    questions = (ConsultationState.ASKED_BACK.value, ConsultationState.ANSWERED.value, me, school.pk)
    appointments = (me, me, school.pk, me, me, at, MOST_APPOINTMENTS)
    states = (MentorshipState.WAITING.value, MentorshipState.ACTIVE.value)
    draft = ConsultationState.DRAFT.value
    asked: list[str | int | datetime | None] = [
        *questions,
        draft,
        MOST_QUESTIONS,
        *appointments,
        me,
        me,
        school.pk,
        *states,
        me,
        Role.MENTOR.value,
        PlaceKind.SCHOOL.value,
        me,
    ]
    query = OWN
    if beside is not None:
        query = f"{OWN} UNION ALL SELECT * FROM ({beside.query}) beside"  # noqa: S608 -- written by the app above, its values are filled in
        asked += beside.values
    rows = [OwnRow(*row) for row in rows_of(query + IN_ORDER, asked)]
    return OwnMentoring(
        questions=[_question(row) for row in rows if row.kind == QUESTION],
        appointments=[_appointment(row) for row in rows if row.kind == APPOINTMENT],
        mentorships=[_mentorship(row) for row in rows if row.kind == MENTORSHIP],
        others=[row for row in rows if row.kind not in {QUESTION, APPOINTMENT, MENTORSHIP}],
    )


def _question(row: OwnRow) -> QuestionRow:
    changed_at = moment_of(row.changed_at)
    assert changed_at is not None  # a question always has it
    asked = Consultation(
        token=row.token,
        state=row.state,
        subject=row.title,
        text=row.words,
        theme=Theme(title=row.other) if row.other is not None else None,
        number=row.number,
        has_helped=row.has_helped,
        asked_at=moment_of(row.at),
        changed_at=changed_at,
        due_at=moment_of(row.due_at),
    )
    return question_row(asked)


def _appointment(row: OwnRow) -> AppointmentCard:
    starts_at = moment_of(row.at)
    assert starts_at is not None  # an appointment always has it
    return AppointmentCard(
        other=name_shown(row.other),
        is_mentor=bool(row.is_hers),
        starts_at=starts_at,
        place=place_shown(Appointment(slot=Slot(place=row.words, room=row.title))),
        url=reverse("mentoring:appointment", args=[row.token]),
    )


def _mentorship(row: OwnRow) -> StudyRow:
    """Return a mentorship: by its title, else by the other side's name."""
    url = reverse("mentoring:mentorship", args=[row.token])
    return StudyRow(row.title or row.other or "", url, MentorshipState(row.state), bool(row.is_hers))
