"""Appointments: mentors' times, and what the learner of the world has booked at its mentor's."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import OWN, RUN_HIDDEN, Answer, Row, get, post, who
from tests.mentoring.appointments.factories import AppointmentFactory, SlotFactory

MISSING, FORBIDDEN = Answer.MISSING, Answer.FORBIDDEN
MENTOR = who("mentor", others=FORBIDDEN)
HER_SLOT = who("mentor", others=MISSING)
# whoever belongs to the school may book; never a mentor her own time
BOOKING = who("learner", "head", "juror", "methodist", "director", others=MISSING)
TWO_AND_METHODIST = who("learner", "mentor", "methodist", others=MISSING)
TWO = who("learner", "mentor", others=MISSING)
WHO_COMES = who("learner", others=MISSING)

APPOINTMENTS: tuple[Row, ...] = (
    get("mentoring:appointments", OWN),
    get("mentoring:past_appointments", OWN),
    get("mentoring:mentor_times", BOOKING, "receiving_mentor"),
    get("mentoring:book_appointment", BOOKING, "free_slot"),
    get("mentoring:appointment", TWO_AND_METHODIST, "appointment"),
    get("mentoring:cancel_appointment", TWO_AND_METHODIST, "appointment"),
    get("mentoring:move_appointment", WHO_COMES, "appointment"),
    get("mentoring:appointment_calendar", TWO, "appointment"),
    post("mentoring:keep_appointment_note", TWO, "past_appointment"),
    get("mentoring:slots", MENTOR),
    get("mentoring:publish_slot", MENTOR),
    get("mentoring:publish_slots", MENTOR),
    get("mentoring:slot", HER_SLOT, "free_slot"),
    post("mentoring:withdraw_slot", HER_SLOT, "free_slot"),
    post("mentoring:restore_slot", HER_SLOT, "free_slot"),
    post("mentoring:withdraw_series", MENTOR, "slot_series"),
    get("mentoring:all_appointments", RUN_HIDDEN),
)


def things_of_appointments(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a free time of the mentor, one that the learner has booked, and one that was."""
    mentor, learner, now = people["mentor"], people["learner"], timezone.now()
    assert mentor is not None
    words = {"school": school, "mentor": mentor}
    free = SlotFactory(**words, starts_at=now + timedelta(days=3), series=f"series-{school.pk}")
    booked = SlotFactory(**words, starts_at=now + timedelta(days=4))
    over = SlotFactory(**words, starts_at=now - timedelta(days=4))
    return {
        "receiving_mentor": mentor.token,
        "free_slot": free.token,
        "slot_series": free.series,
        "appointment": AppointmentFactory(slot=booked, user=learner).token,
        "past_appointment": AppointmentFactory(slot=over, user=learner).token,
    }
