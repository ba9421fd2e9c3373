"""Who is a mentor no more receives nobody: what was booked does not take place, and what is free is offered no longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from nastavnik.core import journal
from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.services.appointments.booking import cancel_locked
from nastavnik.mentoring.services.appointments.slots import lock_mentor
from nastavnik.mentoring.services.sweeping import apart
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import RoleAssignment


def leave_appointments(*, now: datetime) -> int:
    """Let everybody who is a mentor no more receive nobody; return how many times that were. Safe to repeat."""
    left = 0
    for mentor_id, school_id in list(_left(now).order_by().values_list("mentor", "school").distinct()):
        with apart("leave_appointments", school=school_id, mentor=mentor_id):
            left += leave_person(user_id=mentor_id, now=now)
    return left


@transaction.atomic
def leave_person(*, user_id: int, now: datetime) -> int:
    """Let one person receive nobody where she is a mentor no more; return how many times that were. Who booked one is told."""
    lock_mentor(user_id)
    slots = list(_left(now).filter(mentor=user_id).order_by("pk"))
    booked = Appointment.objects.filter(slot__in=slots, cancelled_at=None)
    for appointment in booked.select_related("slot__school", "slot__mentor", "user").order_by("pk"):
        word = gettext("The mentor does not receive in this school any more.")
        cancel_locked(appointment, actor=None, word=word, is_free_again=False, now=now)
    free = list(Slot.objects.filter(pk__in=[slot.pk for slot in slots], withdrawn_at=None))
    Slot.objects.filter(pk__in=[slot.pk for slot in free]).update(withdrawn_at=now)
    journal.record_many(actor=None, verb="slot_withdrawn", subjects=free, now=now)
    return len(slots)


def _left(now: datetime) -> QuerySet[Slot]:
    """Return what is ahead of mentors who are none any more in the school of it, or cannot sign in."""
    roles = RoleAssignment.objects.filter(
        user=OuterRef("mentor"),
        user__is_active=True,
        role=Role.MENTOR,
        place_kind=PlaceKind.SCHOOL,
        place_id=OuterRef("school"),
    )
    return Slot.objects.filter(~Exists(roles), mentor__isnull=False, withdrawn_at=None, starts_at__gt=now)
