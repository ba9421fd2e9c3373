"""Two click at the same moment: one has the place, the other is told, and nothing is lost or doubled."""

import pytest
from tests.mentoring.appointments.factories import HOUR, NOW, SlotFactory
from tests.mentoring.at_once import all_at_once
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.terms.series import Meeting
from nastavnik.people.enums import Role
from nastavnik.people.models import Letter, User
from nastavnik.programme.permissions import place_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_of_threads")]
AT_ONCE = 4


def people(school, count=AT_ONCE):
    """Return learners of the school, each loaded as in a request of her own."""
    found = [UserFactory() for _ in range(count)]
    for person in found:
        grant(person, Role.LEARNER, place_of(school))
    return found


def booking(school, actor, slot):
    return lambda: services.book(actor=actor, school=school, slot_token=slot.token, topic="", now=NOW)


def test_book_gives_the_place_to_one_of_all_who_click_at_once(school, mentor):
    slot = SlotFactory(school=school, mentor=mentor)

    answers = all_at_once([booking(school, person, slot) for person in people(school)])

    assert answers == ["", *["SlotTaken"] * (AT_ONCE - 1)]
    winner = Appointment.objects.get().user
    assert set(Letter.objects.values_list("user", flat=True)) == {winner.pk, mentor.pk}


def test_move_and_book_never_share_a_place(school, mentor):
    first, second = SlotFactory(school=school, mentor=mentor), SlotFactory(school=school, mentor=mentor)
    mover, booker = people(school, 2)
    appointment = booking(school, mover, first)()

    def move():
        services.move(actor=mover, appointment_id=appointment.pk, slot_token=second.token, word="", now=NOW)

    answers = all_at_once([move, booking(school, booker, second)])

    assert answers == ["", "SlotTaken"]
    assert Appointment.objects.filter(slot=second).count() == 1


def same_person(person):
    """Return somebody as another request of hers loads her."""
    return User.objects.get(pk=person.pk)


def test_book_gives_one_person_one_of_the_times_that_overlap_at_two_mentors(school, mentor, other_mentor):
    first = SlotFactory(school=school, mentor=mentor)
    second = SlotFactory(school=school, mentor=other_mentor, starts_at=first.starts_at + HOUR / 4)
    (person,) = people(school, 1)

    answers = all_at_once([booking(school, same_person(person), slot) for slot in (first, second)])

    assert answers == ["", "BusyThen"]
    assert Appointment.objects.count() == 1


def test_move_and_book_give_one_person_one_of_the_times_that_overlap(school, mentor, other_mentor):
    first, second = SlotFactory(school=school, mentor=mentor), SlotFactory(school=school, mentor=mentor)
    other = SlotFactory(school=school, mentor=other_mentor, starts_at=second.starts_at + HOUR / 4)
    (person,) = people(school, 1)
    appointment = booking(school, person, first)()

    def move():
        mover = same_person(person)
        services.move(actor=mover, appointment_id=appointment.pk, slot_token=second.token, word="", now=NOW)

    assert all_at_once([move, booking(school, same_person(person), other)]) == ["", "BusyThen"]


def test_two_mentors_who_book_with_each_other_at_once_do_not_wait_for_ever(school, mentor, other_mentor):
    deeds = [
        booking(school, mentor, SlotFactory(school=school, mentor=other_mentor)),
        booking(school, other_mentor, SlotFactory(school=school, mentor=mentor)),
    ]

    assert all_at_once(deeds) == ["", ""]


def test_withdrawing_and_booking_end_in_one_of_the_two(school, mentor):
    slot, (booker,) = SlotFactory(school=school, mentor=mentor), people(school, 1)

    def withdraw():
        services.withdraw_slot(actor=mentor, slot_id=slot.pk, now=NOW)

    answers = all_at_once([withdraw, booking(school, booker, slot)])

    is_withdrawn, is_booked = Slot.objects.get().withdrawn_at is not None, Appointment.objects.exists()
    assert is_withdrawn != is_booked
    assert answers in (["", "SlotTaken"], ["", "SlotBooked"])


def test_publishing_twice_at_once_never_overlaps(school, mentor):
    meeting = Meeting(NOW.replace(day=28), 30, "room", "Кабинет 5")

    def publish():
        services.publish_slot(actor=mentor, school=school, meeting=meeting, now=NOW)

    assert all_at_once([publish] * AT_ONCE) == ["", *["SlotOverlaps"] * (AT_ONCE - 1)]
    assert Slot.objects.count() == 1
