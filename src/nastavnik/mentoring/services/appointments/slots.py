"""Mentors publish the times at which they receive people, singly and as a series, and move or withdraw them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.permissions import can_change_slot, can_publish_slots, slots_changed_by
from nastavnik.mentoring.selectors.terms import rules_of, working_hours_of
from nastavnik.mentoring.services.appointments.refusals import (
    NoSlots,
    SlotBegun,
    SlotBooked,
    SlotInThePast,
    SlotOverlaps,
    TooManySlots,
)
from nastavnik.mentoring.services.appointments.telling import MOVED, tell_both
from nastavnik.mentoring.services.locks import lock_people
from nastavnik.mentoring.terms.series import Meeting, Series
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.services.refusals import ChangedMeanwhile

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a series: its token, how many times were published, how many left out for what she has already."""

    series: str
    added: int
    left_out: int


@transaction.atomic
def publish_slot(*, actor: User, school: School, meeting: Meeting, now: datetime) -> Slot:
    """Offer a time. Raises `SlotInThePast`, `SlotOverlaps`."""
    _lock_for_publishing(actor, school)
    _check(actor.pk, meeting, now)
    slot = Slot.objects.create(**_fields(actor, school, meeting, now))
    journal.record(actor=actor, verb="slot_published", subject=slot, now=now)
    return slot


@transaction.atomic
def publish_series(*, actor: User, school: School, series: Series, now: datetime) -> Published:
    """Offer the times of a series; those that are over, or overlap with what she has, are left out and counted.

    Raises `TooManySlots`, `NoSlots`.
    """
    _lock_for_publishing(actor, school)
    meetings: list[Meeting] = []
    for meeting in series.meetings(working_hours_of(school, rules_of(school))):
        meetings.append(meeting)
        if len(meetings) > MOST_AT_ONCE:
            raise TooManySlots
    free = _without_overlaps(actor, [meeting for meeting in meetings if meeting.starts_at > now])
    if not free:
        raise NoSlots
    token = new_token()
    slots = Slot.objects.bulk_create([Slot(**_fields(actor, school, meeting, now), series=token) for meeting in free])
    journal.record(actor=actor, verb="slots_published", subject=slots[0], now=now, count=len(slots))
    return Published(series=token, added=len(slots), left_out=len(meetings) - len(slots))


def _without_overlaps(actor: User, meetings: list[Meeting]) -> list[Meeting]:
    """Return the meetings that overlap neither with what she has nor with each other (where the clock was put back)."""
    if not meetings:
        return []
    begin, end = min(m.starts_at for m in meetings), max(m.ends_at for m in meetings)
    taken = list(_slots_between(actor.pk, begin, end).values_list("starts_at", "ends_at"))
    free: list[Meeting] = []
    for meeting in meetings:
        if all(meeting.ends_at <= starts or meeting.starts_at >= ends for starts, ends in taken):
            free.append(meeting)
            taken.append((meeting.starts_at, meeting.ends_at))
    return free


@transaction.atomic
def change_slot(*, actor: User, slot_id: int, version: int, meeting: Meeting, word: str, now: datetime) -> Slot:
    """Give a slot another time or place; who has booked it is told, with a word.

    Raises `SlotBegun`, `ChangedMeanwhile`, `SlotInThePast`, `SlotOverlaps`, `Slot.DoesNotExist`.
    """
    slot = locked_slot(actor, slot_id)
    if slot.starts_at <= now:
        # whoever was to come has come: what was held is not to come again
        raise SlotBegun
    if slot.version != version:
        raise ChangedMeanwhile
    before = (slot.starts_at, slot.ends_at, slot.place, slot.room)
    after = (meeting.starts_at, meeting.ends_at, meeting.place, meeting.room)
    if before == after:
        return slot
    _check(actor.pk, meeting, now, besides=slot.pk)
    slot.starts_at, slot.ends_at, slot.place, slot.room = after
    slot.version += 1
    slot.save(update_fields=["starts_at", "ends_at", "place", "room", "version"])
    journal.record(actor=actor, verb="slot_changed", subject=slot, now=now)
    _move_who_comes(actor, slot, word, now)
    return slot


def _move_who_comes(actor: User, slot: Slot, word: str, now: datetime) -> None:
    appointment = Appointment.objects.select_related("user").filter(slot=slot, cancelled_at=None).first()
    if appointment is None:
        return
    was, appointment.slot = appointment.starts_at, slot
    appointment.starts_at, appointment.ends_at = slot.starts_at, slot.ends_at
    keep_move(appointment, actor, word, now)
    tell_both(appointment, MOVED, now=now, was=was)


def keep_move(appointment: Appointment, actor: User, word: str, now: datetime) -> None:
    """Keep another time or place of an appointment: calendars take it by the grown sequence."""
    appointment.sequence += 1
    appointment.changed_at = now
    appointment.word, appointment.word_by = word.strip(), actor
    appointment.save(update_fields=["slot", "starts_at", "ends_at", "sequence", "changed_at", "word", "word_by"])
    journal.record(actor=actor, verb="appointment_moved", subject=appointment, now=now)


@transaction.atomic
def withdraw_slot(*, actor: User, slot_id: int, now: datetime) -> Slot:
    """Offer a time no longer. Raises `SlotBooked`, `Slot.DoesNotExist`."""
    slot = locked_slot(actor, slot_id)
    if Appointment.objects.filter(slot=slot, cancelled_at=None).exists():
        raise SlotBooked
    slot.withdrawn_at = now
    slot.save(update_fields=["withdrawn_at"])
    journal.record(actor=actor, verb="slot_withdrawn", subject=slot, now=now)
    return slot


@transaction.atomic
def restore_slot(*, actor: User, slot_id: int, now: datetime) -> Slot:
    """Offer a withdrawn time again. Raises `SlotInThePast`, `SlotOverlaps`, `Slot.DoesNotExist`."""
    slot = locked_slot(actor, slot_id)
    minutes = round((slot.ends_at - slot.starts_at).total_seconds() / 60)
    _check(actor.pk, Meeting(slot.starts_at, minutes, slot.place, slot.room), now, besides=slot.pk)
    slot.withdrawn_at = None
    slot.save(update_fields=["withdrawn_at"])
    journal.record(actor=actor, verb="slot_restored", subject=slot, now=now)
    return slot


@transaction.atomic
def withdraw_series(*, actor: User, school: School, series: str, now: datetime) -> int:
    """Offer no longer what is ahead of a series and nobody has booked; return how many times that were.

    Raises `Slot.DoesNotExist` for a series that is not the actor's.
    """
    _lock_for_publishing(actor, school)
    if not slots_changed_by(actor, school).filter(series=series).exists():
        raise Slot.DoesNotExist
    booked = Appointment.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
    ahead = Slot.objects.filter(
        ~Exists(booked), school=school, mentor=actor, series=series, withdrawn_at=None, starts_at__gt=now
    )
    slots = list(ahead)
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(withdrawn_at=now)
    journal.record_many(actor=actor, verb="slot_withdrawn", subjects=slots, now=now)
    return len(slots)


def lock_mentor(mentor_id: int) -> None:
    """Let one after another write to the slots and appointments of a mentor: one lock for all of them."""
    lock_people(mentor_id)


def locked_slot(actor: User, slot_id: int) -> Slot:
    """Return a slot of the actor's own, with the lock of its mentor. Raises `Slot.DoesNotExist`."""
    slot = Slot.objects.select_related("school", "mentor").get(pk=slot_id)
    if not can_change_slot(actor, slot):
        raise Slot.DoesNotExist
    lock_mentor(actor.pk)
    slot.refresh_from_db(fields=["starts_at", "ends_at", "place", "room", "withdrawn_at", "version"])
    return slot


def _lock_for_publishing(actor: User, school: School) -> None:
    if not can_publish_slots(actor, school):
        raise PermissionDenied
    lock_mentor(actor.pk)


def _fields(actor: User, school: School, meeting: Meeting, now: datetime) -> dict[str, object]:
    return {
        "school": school,
        "mentor": actor,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "room": meeting.room,
        "created_at": now,
    }


def _check(mentor_id: int, meeting: Meeting, now: datetime, *, besides: int = 0) -> None:
    """Refuse a time that is over, or at which the mentor has another slot."""
    if meeting.starts_at <= now:
        raise SlotInThePast
    others = _slots_between(mentor_id, meeting.starts_at, meeting.ends_at)
    if others.exclude(pk=besides).exists():
        raise SlotOverlaps


def _slots_between(mentor_id: int, begin: datetime, end: datetime) -> QuerySet[Slot]:
    """Return what a mentor offers, in whichever school, that overlaps with the time between two moments."""
    return Slot.objects.filter(mentor=mentor_id, withdrawn_at=None, starts_at__lt=end, ends_at__gt=begin)
