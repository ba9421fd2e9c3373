"""Calendars and letters with events, read by `vobject`: a parser that has nothing to do with the program that writes them."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import vobject
from django.core import mail
from tests.programme.factories import EnrolmentFactory, LessonFactory, LessonSpeakerFactory

from nastavnik.people.models import Letter
from nastavnik.people.permissions import SYSTEM
from nastavnik.people.services import outbox
from nastavnik.programme.selectors import own_calendar_key
from nastavnik.programme.selectors.calendar import lesson_calendar, own_calendar, programme_calendar
from nastavnik.programme.services import lessons, reminders, states

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lesson(cycle, now):
    lesson = LessonFactory(
        cycle=cycle,
        announced=True,
        starts_at=now + 3 * DAY,
        duration_minutes=90,
        title="Блог библиотеки; запятые, «кавычки»\\ и 很长的名字 " + "ё" * 60,
        place="Читальный зал, 2-й этаж",
    )
    LessonSpeakerFactory(lesson=lesson)
    return lesson


@pytest.fixture
def reader(lesson):
    return EnrolmentFactory(programme=lesson.cycle.programme).user


def letters(now):
    """Return what the mail server was given, as bytes that are parsed anew."""
    mail.outbox.clear()
    outbox.send_due_letters(clock=lambda: now)
    return [message_from_bytes(sent.message().as_bytes(), policy=policy.default) for sent in mail.outbox]


def event_in(letter):
    """Return the calendar and its event that come with a letter."""
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_content_disposition() == "attachment"
    assert part.get_filename() == "lesson.ics"
    text = part.get_content()
    calendar = vobject.readOne(text)
    assert part.get_param("method") == calendar.method.value
    return calendar, calendar.vevent


def test_announcing_brings_the_lesson(cycle, reader, now):
    draft = LessonFactory(cycle=cycle, starts_at=now + DAY, duration_minutes=45, title="Занятие")
    states.announce_lesson(actor=SYSTEM, lesson_id=draft.pk, now=now)
    [letter] = letters(now)
    calendar, event = event_in(letter)
    assert (calendar.method.value, event.status.value) == ("PUBLISH", "CONFIRMED")
    assert event.uid.value == f"{draft.uid}@nastavnik"
    assert event.dtstart.value == now + DAY
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)
    assert event.summary.value == "Занятие"
    assert not Letter.objects.exclude(calendar="").exists()


def test_moving_brings_it_with_a_higher_sequence(lesson, reader, now):
    then = now + 2 * DAY
    reminders.send_due_reminders(now=then)
    [reminder] = (event_in(letter)[1] for letter in letters(then))
    words = {"actor": SYSTEM, "lesson_id": lesson.pk, "version": lesson.version}
    lessons.edit_lesson(**words, now=then, starts_at=now + 5 * DAY)
    [moved] = (event_in(letter)[1] for letter in letters(then))
    assert reminder.uid.value == moved.uid.value
    assert int(moved.sequence.value) == int(reminder.sequence.value) + 1
    assert moved.dtstart.value == now + 5 * DAY


@pytest.mark.parametrize("off", ["cancel", "withdraw"])
def test_cancelling_crosses_it_out(lesson, reader, now, off):
    words = {"actor": SYSTEM, "lesson_id": lesson.pk, "now": now}
    if off == "cancel":
        states.cancel_lesson(**words, reason="Болезнь ведущего")
    else:
        states.withdraw_lesson(**words)
    [letter] = letters(now)
    calendar, event = event_in(letter)
    assert (calendar.method.value, event.status.value) == ("CANCEL", "CANCELLED")
    assert event.summary.value == f"Отменено: {lesson.title}"
    assert event.organizer.value == lesson.school.base_url


def test_letter_speaks_the_readers_language(lesson, reader, now):
    reader.language = "en"
    reader.save()
    states.cancel_lesson(actor=SYSTEM, lesson_id=lesson.pk, reason="Болезнь", now=now)
    [letter] = letters(now)
    assert event_in(letter)[1].summary.value.startswith("Cancelled: ")


def test_event_in_a_letter_is_the_event_of_the_subscriptions(lesson, reader, now):
    reminders.send_due_reminders(now=now + 2 * DAY)
    [letter] = letters(now + 2 * DAY)
    _calendar, mailed = event_in(letter)
    token = lesson.cycle.programme.token
    feeds = (
        lesson_calendar(reader, lesson.school, lesson.slug),
        programme_calendar(reader, lesson.school, token),
        own_calendar(lesson.school, own_calendar_key(reader)),
    )
    for feed in feeds:
        event = vobject.readOne(feed.body.decode()).vevent
        for name in ("uid", "sequence", "dtstart", "dtend", "summary", "location", "status", "description", "url"):
            assert getattr(event, name).value == getattr(mailed, name).value
        assert event.summary.value == lesson.title
        assert event.location.value == "Читальный зал, 2-й этаж"


def test_subscription_with_several_lessons_is_read_whole(lesson, reader, now):
    states.cancel_lesson(actor=SYSTEM, lesson_id=lesson.pk, reason="Болезнь", now=now)
    other = LessonFactory(cycle=lesson.cycle, announced=True, starts_at=now + DAY, time_zone="Asia/Krasnoyarsk")
    feed = own_calendar(lesson.school, own_calendar_key(reader))
    calendar = vobject.readOne(feed.body.decode())
    events = {event.uid.value.partition("@")[0]: event for event in calendar.vevent_list}
    assert events.keys() == {lesson.uid, other.uid}
    assert (events[lesson.uid].status.value, events[other.uid].status.value) == ("CANCELLED", "CONFIRMED")
    assert events[other.uid].dtstart.value.astimezone(UTC) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
