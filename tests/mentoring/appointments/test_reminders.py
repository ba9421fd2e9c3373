"""Reminders: the day before and an hour before, once for each plan, to each of the two by her own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs
from tests.mentoring.appointments.factories import AppointmentFactory, SlotFactory

from nastavnik.mentoring import tasks
from nastavnik.mentoring.models import Appointment
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments import reminders
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import Letter, Notice

# noon in Moscow
BEGINS = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
DAY_BEFORE = BEGINS - timedelta(days=1)
HOUR_BEFORE = BEGINS - timedelta(hours=1)


@pytest.fixture
def planned(school, mentor, learner):
    return AppointmentFactory(slot=SlotFactory(school=school, mentor=mentor, starts_at=BEGINS), user=learner)


def told(at) -> list[str]:
    """Send what is due at a moment; return the keys of all reminders told so far."""
    services.send_due_reminders(now=at)
    rows = Notice.objects.filter(kind=NoticeKind.REMINDERS).order_by("pk")
    return [f"{row.user.full_name.split()[0]} {row.key.rpartition(':')[2]}" for row in rows]


def test_reminders_are_told_to_both_the_day_before_and_an_hour_before(planned):
    assert told(DAY_BEFORE - timedelta(minutes=1)) == []
    day = told(DAY_BEFORE)
    assert sorted(day) == ["Ольга reminder_day", "Слушатель reminder_day"]
    assert told(HOUR_BEFORE - timedelta(minutes=1)) == day
    assert sorted(told(HOUR_BEFORE)[2:]) == ["Ольга reminder_hour", "Слушатель reminder_hour"]


def test_reminders_are_told_once(planned):
    first = told(DAY_BEFORE)

    assert told(DAY_BEFORE + timedelta(minutes=3)) == first


def test_reminders_go_by_the_clock_of_each(planned, learner):
    # in Vladivostok it is seven in the evening: she is told at six, the latest hour, which is eleven in Moscow
    learner.time_zone = "Asia/Vladivostok"
    learner.save()

    assert told(DAY_BEFORE - timedelta(hours=1)) == ["Слушатель reminder_day"]


def test_reminders_say_the_time_of_the_school_beside_another_clock(planned, learner):
    learner.time_zone = "Asia/Vladivostok"
    learner.save()

    told(DAY_BEFORE - timedelta(hours=1))

    assert "12:00" in Notice.objects.get().text
    assert "19:00" in Notice.objects.get().text


def test_reminders_bring_the_event(planned):
    told(HOUR_BEFORE)

    assert all("METHOD:PUBLISH" in letter.calendar for letter in Letter.objects.all())
    assert Letter.objects.count() == 2


def test_reminders_are_not_told_to_who_has_booked_since(school, learner, mentor):
    slot = SlotFactory(school=school, mentor=mentor, starts_at=BEGINS)
    services.book(actor=learner, school=school, slot_token=slot.token, topic="", now=DAY_BEFORE + timedelta(minutes=5))

    assert told(DAY_BEFORE + timedelta(minutes=6)) == []
    assert len(told(HOUR_BEFORE)) == 2


def test_reminders_are_not_told_of_what_is_off_or_has_begun(planned, learner):
    assert told(BEGINS) == []
    Appointment.objects.update(cancelled_at=DAY_BEFORE)
    assert told(HOUR_BEFORE) == []


def test_reminders_leave_alone_what_was_cancelled_meanwhile(planned):
    Appointment.objects.update(cancelled_at=DAY_BEFORE)

    assert reminders._remind_of(planned.pk, HOUR_BEFORE) == 0


def test_reminders_are_told_to_the_one_who_is_left(planned):
    Appointment.objects.update(user=None)

    assert told(HOUR_BEFORE) == ["Ольга reminder_hour"]


def test_task_sends_what_is_due(planned, monkeypatch):
    monkeypatch.setattr(tasks.clock, "now", lambda: HOUR_BEFORE)

    assert tasks.send_appointment_reminders.func() == 2


def test_appointment_that_cannot_be_reminded_of_keeps_no_other_from_it(planned, school, monkeypatch):
    other = AppointmentFactory(slot=SlotFactory(starts_at=BEGINS))
    due = reminders._due

    def reckoned(appointment, reader, now):
        if appointment == planned:
            raise OverflowError
        return due(appointment, reader, now)

    monkeypatch.setattr(reminders, "_due", reckoned)

    with capture_logs() as logged:
        assert services.send_due_reminders(now=DAY_BEFORE) == 2

    assert set(Notice.objects.values_list("user", flat=True)) == {other.user_id, other.slot.mentor_id}
    assert [(row["sweep"], row["school"], row["appointment"]) for row in logged] == [
        ("send_due_reminders", school.pk, planned.pk)
    ]
