"""Rights to appointments: each rule about a row agrees with the queryset of its rows."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.mentoring.appointments.factories import NOW, AppointmentFactory, NoteFactory, SlotFactory

from nastavnik.mentoring import permissions as rights
from nastavnik.mentoring.enums import NoteAudience
from nastavnik.mentoring.models import Appointment, AppointmentNote, Slot
from nastavnik.people.permissions import SYSTEM


@pytest.fixture
def everybody(learner, mentor, other_mentor, methodist, director, outsider):
    return [learner, mentor, other_mentor, methodist, director, outsider, AnonymousUser(), SYSTEM]


def test_appointments_that_may_be_seen_are_those_that_are_found(school, everybody, learner, mentor, appointment):
    AppointmentFactory(slot=SlotFactory(school=school))
    AppointmentFactory(slot=SlotFactory(school=school), user=learner, cancelled_at=NOW)

    for actor in everybody:
        ones = Appointment.objects.select_related("slot")
        assert set(rights.appointments_visible_to(actor, school)) == {
            one for one in ones if rights.can_see_appointment(actor, one)
        }
        assert set(rights.appointments_of(actor, school)) == {one for one in ones if rights.is_one_of_two(actor, one)}


def test_notes_that_may_be_read_are_those_that_are_found(everybody, learner, mentor, other_mentor, appointment):
    elsewhere = AppointmentFactory()
    for audience, owner in zip(NoteAudience, (learner, mentor, other_mentor), strict=True):
        NoteFactory(appointment=appointment, owner=owner, audience=audience)

    for actor in everybody:
        for one in (appointment, elsewhere):
            notes = AppointmentNote.objects.filter(appointment=one).select_related("appointment__slot")
            assert set(rights.notes_visible_to(actor, one)) == {
                note for note in notes if rights.can_see_note(actor, note)
            }


def test_slots_that_may_be_changed_are_those_that_are_found(school, everybody, slot):
    SlotFactory(school=school)

    for actor in everybody:
        assert set(rights.slots_changed_by(actor, school)) == {
            one for one in Slot.objects.all() if rights.can_change_slot(actor, one)
        }


def test_who_was_switched_off_is_nobody(school, learner, appointment):
    learner.is_active = False

    assert not rights.is_one_of_two(learner, appointment)
    assert not rights.appointments_of(learner, school).exists()
    assert not rights.slots_offered_to(learner, school).exists()


def test_rows_say_what_they_are_without_words(slot, appointment):
    note = NoteFactory(appointment=appointment)

    assert "Как вести кружок" not in str(appointment)
    assert "Договорились" not in str(note)
    assert str(slot).endswith(f"of {slot.mentor_id}")
