"""Notes of an appointment: each of the two has her own, and says who else reads it."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.models import Appointment, AppointmentNote
from nastavnik.mentoring.permissions import is_one_of_two
from nastavnik.mentoring.services.appointments.refusals import NoteChangedMeanwhile, NoteTooEarly
from nastavnik.people.models import User


@transaction.atomic
def save_note(
    *, actor: User, appointment_id: int, version: int, text: str, audience: str, now: datetime
) -> AppointmentNote:
    """Keep what one of the two notes, and who reads it. The journal knows that, and not what.

    Raises `NoteTooEarly`, `NoteChangedMeanwhile`, `Appointment.DoesNotExist`.
    """
    note = _locked_note(actor, appointment_id, version, now)
    note.text, note.unsaved, note.audience, note.changed_at = text, "", audience, now
    note.version += 1
    note.save(update_fields=["text", "unsaved", "audience", "changed_at", "version"])
    journal.record(actor=actor, verb="appointment_noted", subject=note.appointment, now=now, audience=audience)
    return note


@transaction.atomic
def keep_unsaved(*, actor: User, appointment_id: int, version: int, text: str, now: datetime) -> AppointmentNote:
    """Keep what stands in the form, by itself: others read nothing of it before she saves it. Raises as `save_note` does."""
    note = _locked_note(actor, appointment_id, version, now)
    note.unsaved, note.changed_at = text, now
    note.save(update_fields=["unsaved", "changed_at"])
    return note


def _locked_note(actor: User, appointment_id: int, version: int, now: datetime) -> AppointmentNote:
    appointment = Appointment.objects.select_related("slot").get(pk=appointment_id)
    if not is_one_of_two(actor, appointment):
        raise Appointment.DoesNotExist
    if appointment.cancelled_at or appointment.starts_at > now:
        raise NoteTooEarly
    AppointmentNote.objects.get_or_create(appointment=appointment, owner=actor, defaults={"changed_at": now})
    note = AppointmentNote.objects.select_for_update(of=("self",)).get(appointment=appointment, owner=actor)
    note.appointment = appointment
    if note.version != version:
        raise NoteChangedMeanwhile(note.text, note.version)
    return note
