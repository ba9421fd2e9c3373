"""A person who asked to be forgotten: what is ahead is cancelled, what was keeps neither her name nor her words."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from nastavnik.mentoring.models import Appointment, AppointmentNote, Slot
from nastavnik.mentoring.services.appointments.booking import cancel_locked


@transaction.atomic
def forget_person(*, user_id: int, now: datetime) -> None:
    """Take away what names somebody in appointments; the other of the two is told of what does not take place.

    Safe to repeat.
    """
    _cancel_what_is_ahead(user_id, now)
    AppointmentNote.objects.filter(owner=user_id).delete()
    Appointment.objects.filter(user=user_id).update(user=None, topic="", word="", word_by=None)
    Appointment.objects.filter(word_by=user_id).update(word="", word_by=None)
    slots = Slot.objects.filter(mentor=user_id)
    # a time that nobody ever booked tells nobody anything
    slots.exclude(pk__in=Appointment.objects.filter(slot__mentor=user_id).values("slot")).delete()
    slots.update(mentor=None, room="", withdrawn_at=now)


def _cancel_what_is_ahead(user_id: int, now: datetime) -> None:
    ahead = Appointment.objects.filter(Q(user=user_id) | Q(slot__mentor=user_id), cancelled_at=None, starts_at__gt=now)
    for appointment in ahead.select_related("slot__school", "slot__mentor", "user").order_by("pk"):
        if appointment.user_id == user_id:
            appointment.user = None
            is_free_again = True
        else:
            appointment.slot.mentor = None
            is_free_again = False
        cancel_locked(appointment, actor=None, word="", is_free_again=is_free_again, now=now)
