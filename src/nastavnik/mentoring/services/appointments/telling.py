"""News of appointments for the two: written in the transaction of the change, so that none is lost.

What an appointment is about stands in none of them.
"""

from datetime import datetime
from functools import partial

from django.urls import reverse

from nastavnik.mentoring.models import Appointment
from nastavnik.mentoring.selectors.appointments.calendar import letter_calendar, other_name
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services.notices import notify, take_back
from nastavnik.programme.permissions import place_of

BOOKED, MOVED, CANCELLED = "booked", "moved", "cancelled"


def tell_both(appointment: Appointment, news: str, *, now: datetime, was: datetime | None = None) -> None:
    """Tell the two what became of their appointment; the letter brings it for calendars.

    What of older news has not left yet does not leave. `was`: when it was to begin before it was moved.
    """
    take_back(keys_begin=keys_of(appointment))
    for reader in readers_of(appointment):
        is_mentor = reader.pk == appointment.slot.mentor_id
        tell(
            appointment,
            news,
            reader=reader,
            kind=NoticeKind.MENTORING if is_mentor else NoticeKind.LESSONS,
            now=now,
            useless_at=appointment.ends_at,
            was=was,
        )


def tell(
    appointment: Appointment,
    news: str,
    *,
    reader: User,
    kind: NoticeKind,
    now: datetime,
    useless_at: datetime,
    was: datetime | None = None,
) -> int:
    """Tell one of the two something of this very plan of the appointment, once; return how many were told."""
    school = appointment.slot.school
    word_by = appointment.word_by
    return notify(
        user_ids=[reader.pk],
        kind=kind,
        template=f"mentoring/notices/appointment_{news}",
        now=now,
        context={
            "appointment": appointment,
            "slot": appointment.slot,
            "school": school,
            "name": other_name(appointment, reader),
            "is_mentor": reader.pk == appointment.slot.mentor_id,
            "word_by": str(word_by) if word_by else "",
            "was": was,
        },
        link=school.address_of(reverse("mentoring:appointment", args=[appointment.token])),
        key=f"{keys_of(appointment)}{appointment.sequence}:{news}",
        place=place_of(school),
        zone=school.time_zone,
        useless_at=useless_at,
        calendar=partial(letter_calendar, appointment, reader=reader),
    )


def keys_of(appointment: Appointment) -> str:
    """Return how the keys of all news of an appointment begin."""
    return f"appointment:{appointment.uid}:"


def readers_of(appointment: Appointment) -> list[User]:
    """Return those of the two who are known."""
    return [person for person in (appointment.user, appointment.slot.mentor) if person is not None]
