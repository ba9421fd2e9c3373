"""A person who asked to be forgotten, and the file of one's own data."""

import json

import pytest
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, NoteFactory, SlotFactory
from tests.people.factories import UserFactory

from nastavnik.mentoring.models import Appointment, AppointmentNote, Slot
from nastavnik.mentoring.services import appointments as services
from nastavnik.people.models import Letter, Notice
from nastavnik.people.selectors import own_data


@pytest.fixture
def past(school, mentor, learner):
    slot = SlotFactory(school=school, mentor=mentor, starts_at=NOW - DAY)
    return AppointmentFactory(slot=slot, user=learner, word="Тайное слово", word_by=learner)


def test_forgetting_who_comes_cancels_and_tells_the_mentor(learner, mentor, slot, appointment):
    services.forget_person(user_id=learner.pk, now=NOW)

    appointment.refresh_from_db()
    slot.refresh_from_db()
    assert (appointment.cancelled_at, appointment.user, appointment.topic, slot.withdrawn_at) == (NOW, None, "", None)
    notice = Notice.objects.get()
    assert (notice.user, learner.full_name in notice.text) == (mentor, False)
    assert "METHOD:CANCEL" in Letter.objects.get().calendar


def test_forgetting_a_mentor_cancels_tells_who_comes_and_takes_back_the_times(learner, mentor, slot, appointment):
    SlotFactory(school=slot.school, mentor=mentor)

    services.forget_person(user_id=mentor.pk, now=NOW)

    assert list(Slot.objects.values_list("mentor", "room", "withdrawn_at")) == [(None, "", NOW)]
    assert Appointment.objects.get().cancelled_at == NOW
    assert list(Notice.objects.values_list("user", flat=True)) == [learner.pk]


def test_forgetting_takes_words_and_notes_and_leaves_those_of_the_other(past, learner, mentor):
    NoteFactory(appointment=past, owner=learner)
    kept = NoteFactory(appointment=past, owner=mentor)

    services.forget_person(user_id=learner.pk, now=NOW)

    past.refresh_from_db()
    assert (past.user, past.topic, past.word, past.word_by, past.cancelled_at) == (None, "", "", None, None)
    assert list(AppointmentNote.objects.all()) == [kept]


def test_forgetting_takes_a_word_to_somebody_else(past, mentor):
    Appointment.objects.update(word_by=mentor)

    services.forget_person(user_id=mentor.pk, now=NOW)

    past.refresh_from_db()
    assert (past.word, past.topic) == ("", "Как вести кружок")


def test_forgetting_can_be_repeated(learner, appointment):
    for _ in range(2):
        services.forget_person(user_id=learner.pk, now=NOW)

    assert Notice.objects.count() == 1


def test_own_data_holds_what_is_hers_once_and_nothing_of_the_other(past, learner, mentor):
    NoteFactory(appointment=past, owner=learner, text="Моя заметка", unsaved="и черновик")
    NoteFactory(appointment=past, owner=mentor, text="Чужая заметка", audience="both")

    hers = own_data(learner, now=NOW)["records"]
    file = json.dumps(own_data(mentor, now=NOW), ensure_ascii=False)

    assert [row["topic"] for row in hers["mentoring.appointment"] if "topic" in row] == ["Как вести кружок"]
    assert [row["text"] for row in hers["mentoring.appointmentnote"]] == ["Моя заметка"]
    assert "Чужая заметка" not in json.dumps(hers, ensure_ascii=False)
    assert "Как вести кружок" not in file
    assert [row["room"] for row in json.loads(file)["records"]["mentoring.slot"]] == ["https://meet.example/room"]


def test_others_are_left_alone(appointment):
    services.forget_person(user_id=UserFactory().pk, now=NOW + HOUR)

    assert Appointment.objects.get().cancelled_at is None
