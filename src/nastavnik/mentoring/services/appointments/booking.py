"""Somebody books a time of a mentor; either of the two moves or cancels it, with a word to the other."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.mentoring.events import AppointmentBooked, AppointmentCancelled
from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.models.appointments import LEAD
from nastavnik.mentoring.permissions import can_ask, can_see_appointment, slots_offered_to
from nastavnik.mentoring.services.appointments.refusals import (
    AppointmentOver,
    BusyThen,
    SlotTaken,
    SlotTooSoon,
    TooManyAppointments,
)
from nastavnik.mentoring.services.appointments.slots import keep_move
from nastavnik.mentoring.services.appointments.telling import BOOKED, CANCELLED, MOVED, tell_both
from nastavnik.mentoring.services.locks import lock_people
from nastavnik.people.models import User
from nastavnik.programme.models import School

# Of one person ahead in a school: others want to come too.
MOST_AHEAD = 5


@transaction.atomic
def book(*, actor: User, school: School, slot_token: str, topic: str, now: datetime) -> Appointment:
    """Take a mentor's time for the actor; of two who want it at once one gets it. Both of the two are told.

    Raises `SlotTaken`, `SlotTooSoon`, `TooManyAppointments`, `BusyThen`, `Slot.DoesNotExist`.
    """
    slot = _free_slot(actor, school, Slot.objects.filter(school=school, token=slot_token), now)
    ahead = _ahead_of(actor, now)
    if ahead.filter(slot__school=school).count() >= MOST_AHEAD:
        raise TooManyAppointments
    if ahead.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).exists():
        raise BusyThen
    appointment = Appointment.objects.create(
        slot=slot,
        user=actor,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        topic=topic.strip(),
        booked_at=now,
        changed_at=now,
    )
    journal.record(actor=actor, verb="appointment_booked", subject=appointment, now=now)
    publish(AppointmentBooked(appointment_id=appointment.pk))
    tell_both(appointment, BOOKED, now=now)
    return appointment


@transaction.atomic
def move(*, actor: User, appointment_id: int, slot_token: str, word: str, now: datetime) -> Appointment:
    """Let who comes come at another free time of the same mentor; the former one is free again. Both are told.

    Raises `AppointmentOver`, `SlotTaken`, `SlotTooSoon`, `BusyThen`, `Slot.DoesNotExist`, `Appointment.DoesNotExist`.
    """
    appointment = _locked(actor, appointment_id, now, actor.pk)
    if appointment.user_id != actor.pk:
        raise Appointment.DoesNotExist
    school = appointment.slot.school
    wanted = Slot.objects.filter(school=school, token=slot_token, mentor=appointment.slot.mentor_id)
    slot = _free_slot(actor, school, wanted, now)
    others = _ahead_of(actor, now).exclude(pk=appointment.pk)
    if others.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).exists():
        raise BusyThen
    was = appointment.starts_at
    appointment.slot, appointment.starts_at, appointment.ends_at = slot, slot.starts_at, slot.ends_at
    keep_move(appointment, actor, word, now)
    tell_both(appointment, MOVED, now=now, was=was)
    return appointment


@transaction.atomic
def cancel(*, actor: User, appointment_id: int, word: str, now: datetime) -> Appointment:
    """Let an appointment not take place, with a word to the other.

    When who comes cancels, the time is free again; when the mentor or a methodist does, it is withdrawn. Raises
    `AppointmentOver`, `Appointment.DoesNotExist`.
    """
    appointment = _locked(actor, appointment_id, now)
    is_free_again = appointment.user_id == actor.pk
    cancel_locked(appointment, actor=actor, word=word, is_free_again=is_free_again, now=now)
    return appointment


def cancel_locked(
    appointment: Appointment, *, actor: User | None, word: str, is_free_again: bool, now: datetime
) -> None:
    """Cancel an appointment whose mentor is locked, and tell the two. Calendars cross it out by the grown sequence."""
    appointment.cancelled_at = appointment.changed_at = now
    appointment.sequence += 1
    appointment.word, appointment.word_by = word.strip(), actor
    appointment.save(update_fields=["cancelled_at", "changed_at", "sequence", "word", "word_by"])
    if not is_free_again:
        Slot.objects.filter(pk=appointment.slot_id, withdrawn_at=None).update(withdrawn_at=now)
    journal.record(actor=actor, verb="appointment_cancelled", subject=appointment, now=now)
    publish(AppointmentCancelled(appointment_id=appointment.pk))
    tell_both(appointment, CANCELLED, now=now)


def _free_slot(actor: User, school: School, wanted: QuerySet[Slot], now: datetime) -> Slot:
    """Return a slot that nobody has, with the locks of its mentor and of who comes: neither has two people at one time.

    Raises `SlotTaken` when it was there a moment ago, `SlotTooSoon`, and `Slot.DoesNotExist` for what is not offered to her.
    """
    if not can_ask(actor, school):
        raise Slot.DoesNotExist
    slot = wanted.exclude(mentor_id=actor.pk).get(mentor__isnull=False)
    assert slot.mentor_id is not None
    lock_people(actor.pk, slot.mentor_id)
    offered = slots_offered_to(actor, school).select_related("school", "mentor").filter(pk=slot.pk).first()
    if offered is None:
        raise SlotTaken
    if offered.starts_at < now + LEAD:
        raise SlotTooSoon
    return offered


def _locked(actor: User, appointment_id: int, now: datetime, *besides: int) -> Appointment:
    """Return an appointment that is still ahead, with the lock of its mentor and of those `besides` her."""
    rows = Appointment.objects.select_related("slot__school", "slot__mentor", "user")
    appointment = rows.get(pk=appointment_id)
    if not can_see_appointment(actor, appointment):
        raise Appointment.DoesNotExist
    if appointment.slot.mentor_id is not None:
        lock_people(appointment.slot.mentor_id, *besides)
        appointment = rows.get(pk=appointment_id)
    if appointment.cancelled_at or appointment.starts_at <= now:
        raise AppointmentOver
    return appointment


def _ahead_of(actor: User, now: datetime) -> QuerySet[Appointment]:
    """Return what is ahead of somebody, in whichever school, as who comes."""
    return Appointment.objects.filter(user=actor, cancelled_at=None, ends_at__gt=now)
