"""Mentors publish times singly and as a series, change and withdraw them."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from icalendar import Calendar
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, SlotFactory

from nastavnik.mentoring.models import CalendarDay, Slot
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments import refusals, slots
from nastavnik.mentoring.terms.series import Meeting, Series
from nastavnik.people.models import Letter, Notice
from nastavnik.programme.services.refusals import ChangedMeanwhile

MOSCOW, OMSK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Omsk")


def meeting(starts_at=NOW + DAY, minutes=30, place="room", room="Кабинет 5"):
    return Meeting(starts_at, minutes, place, room)


def series(**changes):
    """Tuesdays and Thursdays of two weeks, from two to four, half an hour each: eight times."""
    words = {
        "first_day": date(2026, 12, 1),
        "last_day": date(2026, 12, 10),
        "weekdays": (1, 3),
        "begins": time(14),
        "until": time(16),
        "minutes": 30,
        "pause": 30,
        "zone": MOSCOW,
        "place": "room",
        "room": "Кабинет 5",
    }
    return Series(**words | changes)


def publish(school, mentor, one):
    return services.publish_series(actor=mentor, school=school, series=one, now=NOW)


def test_publish_slot_offers_a_time(school, mentor):
    slot = services.publish_slot(actor=mentor, school=school, meeting=meeting(), now=NOW)

    assert (slot.mentor, slot.starts_at, slot.ends_at) == (mentor, NOW + DAY, NOW + DAY + HOUR / 2)
    assert (slot.place, slot.room, slot.series) == ("room", "Кабинет 5", "")


def test_publish_slot_is_refused_to_who_is_no_mentor(school, learner, methodist):
    for actor in (learner, methodist):
        with pytest.raises(PermissionDenied):
            services.publish_slot(actor=actor, school=school, meeting=meeting(), now=NOW)


def test_publish_slot_is_refused_in_the_past(school, mentor):
    with pytest.raises(refusals.SlotInThePast):
        services.publish_slot(actor=mentor, school=school, meeting=meeting(NOW), now=NOW)


@pytest.mark.parametrize("shift", [timedelta(minutes=-29), timedelta(), timedelta(minutes=29)])
def test_publish_slot_is_refused_where_another_one_is(school, mentor, slot, shift):
    with pytest.raises(refusals.SlotOverlaps):
        services.publish_slot(actor=mentor, school=school, meeting=meeting(slot.starts_at + shift), now=NOW)


def test_publish_slot_stands_beside_others(school, mentor, other_mentor, slot):
    services.publish_slot(actor=mentor, school=school, meeting=meeting(slot.ends_at), now=NOW)
    services.publish_slot(actor=other_mentor, school=school, meeting=meeting(slot.starts_at), now=NOW)

    assert Slot.objects.count() == 3


def test_publish_series_offers_the_hours_of_its_days(school, mentor):
    published = publish(school, mentor, series())

    assert (published.added, published.left_out) == (8, 0)
    begins = [slot.starts_at.astimezone(MOSCOW) for slot in Slot.objects.all()]
    assert {(moment.weekday(), moment.hour, moment.minute) for moment in begins} == {
        (1, 14, 0),
        (1, 15, 0),
        (3, 14, 0),
        (3, 15, 0),
    }
    assert {slot.series for slot in Slot.objects.all()} == {published.series}


def test_publish_series_goes_by_the_clock_of_the_mentor(school, mentor):
    publish(school, mentor, series(zone=OMSK))

    assert Slot.objects.first().starts_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def test_publish_series_leaves_out_what_overlaps_and_what_is_over(school, mentor):
    SlotFactory(school=school, mentor=mentor, starts_at=datetime(2026, 12, 1, 14, 15, tzinfo=MOSCOW))

    published = publish(
        school, mentor, series(first_day=date(2026, 11, 24), last_day=date(2026, 12, 1), begins=time(11))
    )

    # it is twelve already on the first day
    assert (published.added, published.left_out) == (12, 3)
    assert not Slot.objects.filter(starts_at__lte=NOW).exists()


def test_publish_series_leaves_out_days_off(school, mentor):
    CalendarDay.objects.create(school=school, day=date(2026, 12, 3), is_working=False)

    published = publish(school, mentor, series(is_working_days=True))

    assert published.added == 6
    assert not Slot.objects.filter(starts_at__date=date(2026, 12, 3)).exists()


def test_publish_series_leaves_out_an_hour_that_does_not_exist(school, mentor):
    berlin = ZoneInfo("Europe/Berlin")
    one = series(
        first_day=date(2027, 3, 28),
        last_day=date(2027, 3, 28),
        weekdays=(6,),
        begins=time(1),
        until=time(4),
        zone=berlin,
    )

    publish(school, mentor, one)

    assert [slot.starts_at.astimezone(berlin).hour for slot in Slot.objects.all()] == [1, 3]


def test_publish_series_never_offers_the_same_time_twice_where_the_clock_is_put_back(school, mentor):
    berlin = ZoneInfo("Europe/Berlin")
    one = series(
        first_day=date(2027, 10, 31),
        last_day=date(2027, 10, 31),
        weekdays=(6,),
        begins=time(1),
        until=time(4),
        zone=berlin,
    )

    publish(school, mentor, one)

    times = sorted((slot.starts_at, slot.ends_at) for slot in Slot.objects.all())
    assert all(ends <= begins for (_begins, ends), (begins, _ends) in pairwise(times))


def test_publish_series_is_refused_when_too_long(school, mentor, monkeypatch):
    monkeypatch.setattr(slots, "MOST_AT_ONCE", 7)

    with pytest.raises(refusals.TooManySlots):
        publish(school, mentor, series())
    assert not Slot.objects.exists()


def test_publish_series_is_refused_when_nothing_is_left(school, mentor):
    publish(school, mentor, series())

    with pytest.raises(refusals.NoSlots):
        publish(school, mentor, series())
    with pytest.raises(refusals.NoSlots):
        publish(school, mentor, series(weekdays=()))


def test_change_slot_moves_who_comes_with_a_word(mentor, learner, slot, appointment):
    moved = meeting(slot.starts_at + DAY)

    services.change_slot(actor=mentor, slot_id=slot.pk, version=slot.version, meeting=moved, word="Совещание", now=NOW)

    appointment.refresh_from_db()
    assert (appointment.starts_at, appointment.sequence, appointment.word_by) == (moved.starts_at, 1, mentor)
    event = Calendar.from_ical(Letter.objects.get(user=learner).calendar).walk("VEVENT")[0]
    assert (int(event["SEQUENCE"]), event["LOCATION"], event["DTSTART"].dt) == (1, "Кабинет 5", moved.starts_at)
    assert "Совещание" in Notice.objects.get(user=learner).text


def test_change_slot_tells_nobody_when_it_is_free_or_the_same(mentor, slot, appointment):
    same = Meeting(slot.starts_at, 30, slot.place, slot.room)

    services.change_slot(actor=mentor, slot_id=slot.pk, version=0, meeting=same, word="", now=NOW)
    free = SlotFactory(school=slot.school, mentor=mentor)
    services.change_slot(actor=mentor, slot_id=free.pk, version=0, meeting=meeting(free.starts_at), word="", now=NOW)

    assert not Notice.objects.exists()
    assert Slot.objects.get(pk=free.pk).room == "Кабинет 5"


def test_change_slot_leaves_the_time_of_what_was_cancelled(mentor, slot):
    cancelled = AppointmentFactory(slot=slot, cancelled_at=NOW)
    was = cancelled.starts_at

    services.change_slot(
        actor=mentor, slot_id=slot.pk, version=0, meeting=meeting(slot.starts_at + DAY), word="", now=NOW
    )

    cancelled.refresh_from_db()
    assert cancelled.starts_at == was


def test_change_slot_is_refused_with_an_old_version(mentor, slot):
    services.change_slot(actor=mentor, slot_id=slot.pk, version=0, meeting=meeting(), word="", now=NOW)

    with pytest.raises(ChangedMeanwhile):
        services.change_slot(actor=mentor, slot_id=slot.pk, version=0, meeting=meeting(), word="", now=NOW)


@pytest.mark.parametrize("begun", [NOW - DAY, NOW])
def test_change_slot_leaves_what_was_held_where_it_was(school, mentor, learner, begun):
    held = AppointmentFactory(slot=SlotFactory(school=school, mentor=mentor, starts_at=begun), user=learner)

    with pytest.raises(refusals.SlotBegun):
        services.change_slot(actor=mentor, slot_id=held.slot_id, version=0, meeting=meeting(), word="", now=NOW)

    held.refresh_from_db()
    assert (held.starts_at, held.slot.starts_at) == (begun, begun)
    assert not Notice.objects.exists()


def test_slots_of_others_are_hidden(other_mentor, methodist, slot):
    for actor in (other_mentor, methodist):
        with pytest.raises(Slot.DoesNotExist):
            services.change_slot(actor=actor, slot_id=slot.pk, version=0, meeting=meeting(), word="", now=NOW)
        with pytest.raises(Slot.DoesNotExist):
            services.withdraw_slot(actor=actor, slot_id=slot.pk, now=NOW)


def test_withdraw_slot_can_be_taken_back(mentor, slot):
    services.withdraw_slot(actor=mentor, slot_id=slot.pk, now=NOW)
    assert Slot.objects.get().withdrawn_at == NOW

    services.restore_slot(actor=mentor, slot_id=slot.pk, now=NOW)
    assert Slot.objects.get().withdrawn_at is None


def test_withdraw_slot_is_refused_when_booked(mentor, slot, appointment):
    with pytest.raises(refusals.SlotBooked):
        services.withdraw_slot(actor=mentor, slot_id=slot.pk, now=NOW)


def test_restore_slot_is_refused_where_another_one_is(mentor, slot):
    services.withdraw_slot(actor=mentor, slot_id=slot.pk, now=NOW)
    SlotFactory(school=slot.school, mentor=mentor, starts_at=slot.starts_at)

    with pytest.raises(refusals.SlotOverlaps):
        services.restore_slot(actor=mentor, slot_id=slot.pk, now=NOW)


def test_withdraw_series_leaves_what_is_booked_or_over(school, mentor, other_mentor, learner):
    published = publish(school, mentor, series())
    first, second, *_rest = Slot.objects.order_by("starts_at")
    AppointmentFactory(slot=first, user=learner)
    Slot.objects.filter(pk=second.pk).update(starts_at=NOW - HOUR)

    with pytest.raises(Slot.DoesNotExist):
        services.withdraw_series(actor=other_mentor, school=school, series=published.series, now=NOW)
    count = services.withdraw_series(actor=mentor, school=school, series=published.series, now=NOW)

    assert count == 6
    assert set(Slot.objects.filter(withdrawn_at=None)) == {first, second}
