"""Minimal valid rows of appointments. Times are those of the tests' own clock, `NOW`."""

from datetime import UTC, datetime, timedelta

import factory
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.mentoring.enums import SlotPlace
from nastavnik.mentoring.models import Appointment, AppointmentNote, Slot

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class SlotFactory(factory.django.DjangoModelFactory):
    """Half an hour of a mentor, two days ahead and later with each."""

    class Meta:
        model = Slot

    school = factory.SubFactory(SchoolFactory)
    mentor = factory.SubFactory(UserFactory)
    starts_at = factory.Sequence(lambda n: NOW + 2 * DAY + n * HOUR)
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + HOUR / 2)
    place = SlotPlace.LINK
    room = "https://meet.example/room"
    created_at = NOW


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    slot = factory.SubFactory(SlotFactory)
    user = factory.SubFactory(UserFactory)
    starts_at = factory.LazyAttribute(lambda row: row.slot.starts_at)
    ends_at = factory.LazyAttribute(lambda row: row.slot.ends_at)
    topic = "Как вести кружок"
    booked_at = NOW - 3 * DAY
    changed_at = NOW - 3 * DAY


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AppointmentNote

    appointment = factory.SubFactory(AppointmentFactory)
    owner = factory.LazyAttribute(lambda row: row.appointment.user)
    text = "Договорились о плане"
    changed_at = NOW
