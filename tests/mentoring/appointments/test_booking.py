"""Booking, moving and cancelling: one place for one person, and both of the two are told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, SlotFactory
from tests.people.factories import UserFactory, grant

from nastavnik.core.models import JournalEntry
from nastavnik.mentoring.events import AppointmentBooked, AppointmentCancelled
from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments import booking, refusals
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.models import Letter, Notice
from nastavnik.programme.permissions import place_of


def book(school, actor, slot, topic="Как вести кружок"):
    return services.book(actor=actor, school=school, slot_token=slot.token, topic=topic, now=NOW)


def calendar_to(user) -> Calendar:
    """Return the event that came with the newest letter to somebody."""
    return Calendar.from_ical(Letter.objects.filter(user=user).latest("pk").calendar)


def event_of(calendar: Calendar):
    return calendar.walk("VEVENT")[0]


@pytest.fixture
def heard(monkeypatch):
    """Return what was told upwards."""
    told = []
    monkeypatch.setattr(booking, "publish", told.append)
    return told


def test_book_takes_the_slot_and_tells_both(school, learner, mentor, slot, heard):
    appointment = book(school, learner, slot, "  Как вести кружок ")

    assert (appointment.slot, appointment.user, appointment.topic) == (slot, learner, "Как вести кружок")
    assert (appointment.starts_at, appointment.ends_at) == (slot.starts_at, slot.ends_at)
    assert heard == [AppointmentBooked(appointment_id=appointment.pk)]
    kinds = dict(Notice.objects.values_list("user", "kind"))
    assert kinds == {learner.pk: NoticeKind.LESSONS, mentor.pk: NoticeKind.MENTORING}
    assert JournalEntry.objects.get(verb="appointment_booked").actor_id == learner.pk


def test_book_brings_the_event_to_both_and_the_topic_to_nobody(school, learner, mentor, slot):
    book(school, learner, slot, "Слово-которого-нет-в-письме")

    for user, other in ((learner, mentor), (mentor, learner)):
        calendar = calendar_to(user)
        event = event_of(calendar)
        assert calendar["METHOD"] == "PUBLISH"
        assert (int(event["SEQUENCE"]), event["STATUS"]) == (0, "CONFIRMED")
        assert str(other) in event["SUMMARY"]
        assert event["LOCATION"] == "https://meet.example/room"
        assert event["DTSTART"].dt == slot.starts_at
    said = "".join(letter.text + letter.html + letter.calendar + letter.subject for letter in Letter.objects.all())
    assert "Слово-которого-нет-в-письме" not in said
    assert "Слово-которого" not in "".join(f"{entry.details}" for entry in JournalEntry.objects.all())


def test_book_gives_the_two_the_same_event(school, learner, mentor, slot):
    book(school, learner, slot)

    assert event_of(calendar_to(learner))["UID"] == event_of(calendar_to(mentor))["UID"]


def test_book_is_refused_when_somebody_was_quicker(school, learner, slot):
    AppointmentFactory(slot=slot)

    with pytest.raises(refusals.SlotTaken):
        book(school, learner, slot)


def test_database_holds_one_appointment_of_a_slot(slot):
    AppointmentFactory(slot=slot)

    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(slot=slot)


def test_book_takes_a_slot_whose_appointment_was_cancelled(school, learner, slot):
    AppointmentFactory(slot=slot, cancelled_at=NOW)

    assert book(school, learner, slot).slot == slot


def test_book_is_refused_too_soon_before(school, learner, slot):
    slot.starts_at = NOW + timedelta(minutes=59)
    slot.save()

    with pytest.raises(refusals.SlotTooSoon):
        book(school, learner, slot)


def test_book_is_refused_when_withdrawn(school, learner, slot):
    Slot.objects.update(withdrawn_at=NOW)

    with pytest.raises(refusals.SlotTaken):
        book(school, learner, slot)


def test_book_is_refused_of_a_mentor_who_is_one_no_more(school, learner, slot):
    slot.mentor.is_active = False
    slot.mentor.save()

    with pytest.raises(refusals.SlotTaken):
        book(school, learner, slot)


def test_book_hides_ones_own_slot_and_those_of_other_schools(school, mentor, learner, outsider, slot):
    for actor in (mentor, outsider):
        with pytest.raises(Slot.DoesNotExist):
            book(school, actor, slot)
    with pytest.raises(Slot.DoesNotExist):
        book(school, learner, SlotFactory())


def test_book_is_refused_at_the_time_of_another_one(school, learner, mentor, other_mentor, slot):
    AppointmentFactory(slot=SlotFactory(school=school, mentor=other_mentor, starts_at=slot.starts_at), user=learner)

    with pytest.raises(refusals.BusyThen):
        book(school, learner, slot)


def test_book_is_refused_with_too_many_ahead(school, learner, slot):
    for _ in range(booking.MOST_AHEAD):
        AppointmentFactory(slot=SlotFactory(school=school), user=learner)

    with pytest.raises(refusals.TooManyAppointments):
        book(school, learner, slot)


def test_move_keeps_the_event_and_frees_the_former_slot(school, learner, mentor, slot, appointment):
    later = SlotFactory(school=school, mentor=mentor, starts_at=slot.starts_at + DAY)

    services.move(actor=learner, appointment_id=appointment.pk, slot_token=later.token, word=" Заболела ", now=NOW)

    appointment.refresh_from_db()
    assert (appointment.slot, appointment.starts_at, appointment.sequence) == (later, later.starts_at, 1)
    assert (appointment.word, appointment.word_by) == ("Заболела", learner)
    for user in (learner, mentor):
        calendar = calendar_to(user)
        event = event_of(calendar)
        assert calendar["METHOD"] == "PUBLISH"
        assert (event["UID"], int(event["SEQUENCE"])) == (f"{appointment.uid}@nastavnik", 1)
        assert event["DTSTART"].dt == later.starts_at
    assert "Заболела" in Notice.objects.filter(user=mentor).latest("pk").text
    assert book(school, grant_learner(school), slot).slot == slot


def grant_learner(school):
    user = UserFactory()
    grant(user, Role.LEARNER, place_of(school))
    return user


def test_move_is_refused_to_another_mentor(school, learner, other_mentor, appointment):
    elsewhere = SlotFactory(school=school, mentor=other_mentor)

    with pytest.raises(Slot.DoesNotExist):
        services.move(actor=learner, appointment_id=appointment.pk, slot_token=elsewhere.token, word="", now=NOW)


def test_move_is_refused_to_the_mentor_and_to_strangers(school, mentor, methodist, other_mentor, appointment):
    later = SlotFactory(school=school, mentor=mentor)

    for actor in (mentor, methodist, other_mentor):
        with pytest.raises(Appointment.DoesNotExist):
            services.move(actor=actor, appointment_id=appointment.pk, slot_token=later.token, word="", now=NOW)


def test_move_is_refused_at_the_time_of_another_one(school, learner, mentor, other_mentor, appointment):
    later = SlotFactory(school=school, mentor=mentor)
    AppointmentFactory(slot=SlotFactory(school=school, mentor=other_mentor, starts_at=later.starts_at), user=learner)

    with pytest.raises(refusals.BusyThen):
        services.move(actor=learner, appointment_id=appointment.pk, slot_token=later.token, word="", now=NOW)


def test_move_takes_an_overlapping_time_of_its_own(school, learner, mentor, slot, appointment):
    later = SlotFactory(school=school, mentor=mentor, starts_at=slot.starts_at + HOUR / 4)

    services.move(actor=learner, appointment_id=appointment.pk, slot_token=later.token, word="", now=NOW)

    assert Appointment.objects.get().slot == later


def test_cancel_by_who_comes_frees_the_slot(school, learner, mentor, slot, appointment, heard):
    services.cancel(actor=learner, appointment_id=appointment.pk, word="Не успеваю", now=NOW)

    appointment.refresh_from_db()
    slot.refresh_from_db()
    assert (appointment.cancelled_at, appointment.sequence, slot.withdrawn_at) == (NOW, 1, None)
    assert heard == [AppointmentCancelled(appointment_id=appointment.pk)]
    for user in (learner, mentor):
        calendar = calendar_to(user)
        event = event_of(calendar)
        assert calendar["METHOD"] == "CANCEL"
        assert (int(event["SEQUENCE"]), event["STATUS"], "LOCATION" in event) == (1, "CANCELLED", False)
    assert "Не успеваю" in Notice.objects.get(user=mentor).text


@pytest.mark.parametrize("who", ["mentor", "methodist"])
def test_cancel_by_the_school_withdraws_the_slot(who, request, appointment):
    services.cancel(actor=request.getfixturevalue(who), appointment_id=appointment.pk, word="", now=NOW)

    assert Slot.objects.get().withdrawn_at == NOW


def test_cancel_is_hidden_from_others(other_mentor, director, outsider, appointment):
    for actor in (other_mentor, director, outsider):
        with pytest.raises(Appointment.DoesNotExist):
            services.cancel(actor=actor, appointment_id=appointment.pk, word="", now=NOW)


def test_cancel_is_refused_once_it_has_begun_or_was_cancelled(learner, appointment):
    with pytest.raises(refusals.AppointmentOver):
        services.cancel(actor=learner, appointment_id=appointment.pk, word="", now=appointment.starts_at)

    services.cancel(actor=learner, appointment_id=appointment.pk, word="", now=NOW)
    with pytest.raises(refusals.AppointmentOver):
        services.cancel(actor=learner, appointment_id=appointment.pk, word="", now=NOW)


def test_cancel_works_when_the_mentor_was_forgotten(learner, slot, appointment):
    Slot.objects.update(mentor=None)

    services.cancel(actor=learner, appointment_id=appointment.pk, word="", now=NOW)

    assert Appointment.objects.get().cancelled_at == NOW


def test_news_that_has_not_left_gives_way_to_the_newer_one(school, learner, slot):
    appointment = book(school, learner, slot)

    services.cancel(actor=learner, appointment_id=appointment.pk, word="", now=NOW)

    assert {calendar_of(letter)["METHOD"] for letter in Letter.objects.all()} == {"CANCEL"}


def calendar_of(letter) -> Calendar:
    return Calendar.from_ical(letter.calendar)
