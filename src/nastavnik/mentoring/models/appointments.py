"""Appointments: mentors publish slots, librarians book them, and afterwards each may note what came of it."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import NoteAudience, SlotPlace
from nastavnik.people.models import User
from nastavnik.programme.models import School

SHORTEST_MINUTES, LONGEST_MINUTES = 10, 240
# A mentor must see in time that somebody comes: what begins sooner is not booked.
LEAD = timedelta(hours=1)
LONGEST_WORD = 1000
LONGEST_NOTE = 10_000


class Slot(models.Model):
    """A time at which a mentor receives one person. Its times never overlap with her others.

    `room` is a place for people to come to, or the address of a meeting, by `place`; the address is told to whoever has
    booked, and to nobody else.
    """

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # empty once she was forgotten: what took place stays with whoever came
    mentor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(_("how you meet"), max_length=10, choices=SlotPlace.choices, default=SlotPlace.LINK)
    room = models.CharField(_("address or room"), max_length=300)
    # what those that were published together share; empty: published alone
    series = models.CharField(max_length=22, blank=True)
    # nobody can book it any more
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    # by whom it is told in the file of her own data (people/selectors/own_data.py)
    OWNER = "mentor"

    class Meta:
        verbose_name = _("slot for appointments")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_forwards"),
            models.UniqueConstraint(
                fields=["mentor", "starts_at"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="slot_once_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["school", "starts_at"], name="slots_of_school"),
            models.Index(fields=["mentor", "starts_at"], name="slots_of_mentor"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} of {self.mentor_id}"


class Appointment(models.Model):
    """Somebody comes to a mentor at a slot. When it is moved it is the same one: calendars know it by `uid`.

    `topic` is read by the two and by the methodists, and stands in no letter and no calendar.
    """

    token = TokenField()
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # grows with each change of time or place, and when it is cancelled: calendars take the highest
    sequence = models.PositiveIntegerField(default=0)
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    # those of the slot; once it is cancelled those that it had, wherever the slot goes
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # who comes; empty once she was forgotten
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    topic = models.TextField(_("what about"), max_length=LONGEST_WORD, blank=True)
    booked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # what was said with the last move, or with the cancelling
    word = models.TextField(_("a word to the other"), max_length=LONGEST_WORD, blank=True)
    word_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("appointment")
        constraints = (
            models.UniqueConstraint(
                fields=["slot"], condition=models.Q(cancelled_at__isnull=True), name="appointment_one_of_a_slot"
            ),
        )
        indexes = (
            models.Index(fields=["user", "starts_at"], name="appointments_of_person"),
            models.Index(
                fields=["starts_at"], condition=models.Q(cancelled_at__isnull=True), name="appointments_coming"
            ),
        )

    def __str__(self) -> str:
        return f"appointment {self.token}"


class AppointmentNote(models.Model):
    """What one of the two notes of an appointment. `version` grows when she saves it herself, not when it saves itself."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    # what stands in her form and she has not saved yet; nobody else ever reads it
    unsaved = models.TextField(max_length=LONGEST_NOTE, blank=True)
    audience = models.CharField(
        _("who may read it"), max_length=12, choices=NoteAudience.choices, default=NoteAudience.OWN
    )
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note of an appointment")
        constraints = (models.UniqueConstraint(fields=["appointment", "owner"], name="appointment_note_one_each"),)

    def __str__(self) -> str:
        return f"note of {self.owner_id} in {self.appointment_id}"
