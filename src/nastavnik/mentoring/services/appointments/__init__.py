"""What is done with slots and appointments."""

from nastavnik.mentoring.services.appointments.booking import book, cancel, move
from nastavnik.mentoring.services.appointments.forgetting import forget_person
from nastavnik.mentoring.services.appointments.leaving import leave_appointments, leave_person
from nastavnik.mentoring.services.appointments.notes import keep_unsaved, save_note
from nastavnik.mentoring.services.appointments.reminders import send_due_reminders
from nastavnik.mentoring.services.appointments.slots import (
    Published,
    change_slot,
    publish_series,
    publish_slot,
    restore_slot,
    withdraw_series,
    withdraw_slot,
)
from nastavnik.mentoring.terms.series import Meeting, Series

__all__ = [
    "Meeting",
    "Published",
    "Series",
    "book",
    "cancel",
    "change_slot",
    "forget_person",
    "keep_unsaved",
    "leave_appointments",
    "leave_person",
    "move",
    "publish_series",
    "publish_slot",
    "restore_slot",
    "save_note",
    "send_due_reminders",
    "withdraw_series",
    "withdraw_slot",
]
