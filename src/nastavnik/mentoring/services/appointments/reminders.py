"""Reminders of appointments: the day before by daylight, and an hour before; told once for each plan to each of the two.

The sweep may run as often and as late as it likes. Whoever was told of this very plan since a reminder was due is not
reminded as well.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from nastavnik.mentoring.models import Appointment
from nastavnik.mentoring.services.appointments.telling import BOOKED, MOVED, keys_of, readers_of, tell
from nastavnik.mentoring.services.sweeping import apart
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import Notice, User
from nastavnik.programme.services.reminders import HORIZON, HOUR, HOUR_BEFORE, Due, day_before


def send_due_reminders(*, now: datetime) -> int:
    """Remind of the appointments that are near; return how many people were told. Safe to repeat."""
    soon = Appointment.objects.filter(cancelled_at=None, starts_at__gt=now, starts_at__lte=now + HORIZON)
    told = 0
    for pk, school_id in list(soon.order_by("starts_at", "pk").values_list("pk", "slot__school")):
        with apart("send_due_reminders", school=school_id, appointment=pk):
            told += _remind_of(pk, now)
    return told


@transaction.atomic
def _remind_of(appointment_id: int, now: datetime) -> int:
    """Remind the two of one appointment. It is locked: who moves or cancels it does so before this or after it."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("slot__school", "slot__mentor", "user")
    appointment = rows.get(pk=appointment_id)
    if appointment.cancelled_at or appointment.starts_at <= now:
        return 0
    return sum(_remind(appointment, reader, now) for reader in readers_of(appointment))


def _remind(appointment: Appointment, reader: User, now: datetime) -> int:
    due = _due(appointment, reader, now)
    if due is None or _was_told_since(appointment, reader, due.at):
        return 0
    return tell(
        appointment,
        f"reminder_{due.which}",
        reader=reader,
        kind=NoticeKind.REMINDERS,
        now=now,
        useless_at=due.until,
    )


def _due(appointment: Appointment, reader: User, now: datetime) -> Due | None:
    """Return which reminder it is time for, by the reader's clock."""
    hour_before = Due(HOUR_BEFORE, appointment.starts_at - HOUR, appointment.starts_at)
    if hour_before.at <= now:
        return hour_before
    zone = ZoneInfo(reader.time_zone or appointment.slot.school.time_zone)
    due = day_before(appointment.starts_at, zone)
    return due if due.at <= now < due.until else None


def _was_told_since(appointment: Appointment, reader: User, moment: datetime) -> bool:
    """Tell whether the reader has learnt of this plan from the booking or the move itself since then."""
    keys = [f"{keys_of(appointment)}{appointment.sequence}:{news}" for news in (BOOKED, MOVED)]
    return Notice.objects.filter(user=reader, key__in=keys, created_at__gte=moment).exists()
