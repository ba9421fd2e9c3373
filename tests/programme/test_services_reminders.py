"""Reminders: by each reader's clock, once for each plan of a lesson, never of what has begun."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory

from nastavnik.people.enums import LetterState, NoticeKind
from nastavnik.people.models import Letter, Notice
from nastavnik.people.permissions import SYSTEM
from nastavnik.people.services import notices, outbox
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, Programme
from nastavnik.programme.services import lessons, reminders, states
from nastavnik.programme.tasks import send_reminders

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def moscow(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


@pytest.fixture
def lesson(cycle):
    """On Thursday at three in the afternoon."""
    return LessonFactory(cycle=cycle, announced=True, starts_at=moscow(26, 15), title="Клуб по интересам")


@pytest.fixture
def reader(lesson):
    return EnrolmentFactory(programme=lesson.cycle.programme).user


def remind(at):
    return reminders.send_due_reminders(now=at)


def told(user=None):
    notices = Notice.objects.filter(kind=NoticeKind.REMINDERS).order_by("pk")
    notices = notices.filter(user=user) if user else notices
    return [(notice.key.rsplit(":", 1)[-1], notice.created_at) for notice in notices]


def test_day_before_and_hour_before_are_told_once(lesson, reader):
    for minutes in range(0, 48 * 60, 15):
        remind(moscow(25, 0) + minutes * MINUTE)
    assert told() == [("day", moscow(25, 15)), ("hour", moscow(26, 14))]
    day, hour = Letter.objects.order_by("pk")
    assert (day.subject, hour.subject) == ("Завтра: Клуб по интересам", "Скоро: Клуб по интересам")
    assert "Четверг, 26 ноября 2026 г., 15:00" in day.text
    assert (day.place_id, day.expires_at, hour.expires_at) == (lesson.school_id, moscow(26, 0), lesson.starts_at)
    assert f"UID:{lesson.uid}@nastavnik" in day.calendar


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        (moscow(26, 15), moscow(25, 15)),
        (moscow(26, 7), moscow(25, 9)),
        (moscow(26, 0, 30), moscow(25, 9)),
        (moscow(26, 23, 59), moscow(25, 18)),
    ],
)
def test_day_before_is_told_by_daylight(starts_at, due_at):
    due = reminders.day_before(starts_at, MOSCOW)
    assert (due.at, due.until) == (due_at, moscow(26, 0))
    assert due_at >= starts_at - reminders.HORIZON


def test_day_before_goes_by_the_readers_own_clock(lesson, reader):
    far = UserFactory(time_zone="Asia/Kamchatka")
    EnrolmentFactory(programme=lesson.cycle.programme, user=far)
    # three in Moscow is midnight there: the lesson is on Friday, and Thursday is the day before
    for hours in range(72):
        remind(moscow(24, 0) + hours * HOUR)
    assert told(reader)[0] == ("day", moscow(25, 15))
    [(which, at), *_others] = told(far)
    assert (which, at.astimezone(ZoneInfo("Asia/Kamchatka")).time(), at.astimezone(MOSCOW).day) == ("day", time(9), 26)


def test_tomorrow_is_not_said_when_it_is_today(lesson, reader):
    remind(moscow(26, 0))
    remind(moscow(26, 9))
    assert told() == []


def test_letter_that_would_wait_past_midnight_does_not_come(lesson, reader):
    remind(moscow(25, 23))
    assert len(told()) == 1
    assert not Letter.objects.exists()


@pytest.mark.parametrize("at", [moscow(25, 16), moscow(26, 14)])
def test_many_are_told_in_portions_and_each_looks_at_the_lesson_anew(lesson, reader, monkeypatch, at):
    monkeypatch.setattr(reminders, "PORTION", 2)
    for zone in ("Asia/Omsk", "Asia/Omsk", "Asia/Omsk", ""):
        EnrolmentFactory(programme=lesson.cycle.programme, user=UserFactory(time_zone=zone))
    portions = []

    def notify(*, user_ids, **words):
        portions.append(len(user_ids))
        if len(portions) == 2:
            Lesson.objects.update(state=LessonState.CANCELLED)
        return notices.notify(user_ids=user_ids, **words)

    monkeypatch.setattr(reminders, "notify", notify)
    assert remind(at) == sum(portions) < 5
    assert len(portions) == 2
    Lesson.objects.update(state=LessonState.ANNOUNCED)
    assert remind(at) == 5 - sum(portions[:2])


def test_late_sweep_reminds_of_nothing_that_has_begun(lesson, reader):
    remind(moscow(26, 15))
    remind(moscow(26, 16))
    assert told() == []
    remind(moscow(26, 14, 59))
    assert told() == [("hour", moscow(26, 14, 59))]


@pytest.mark.parametrize("state", [LessonState.DRAFT, LessonState.CANCELLED, LessonState.HELD])
def test_lesson_that_does_not_take_place_is_not_reminded_of(lesson, reader, state):
    Lesson.objects.update(state=state)
    assert remind(moscow(25, 16)) == 0
    assert reminders.remind_of(lesson_id=lesson.pk, now=moscow(25, 16)) == 0


def test_nobody_is_reminded_in_vain(lesson, reader):
    left = EnrolmentFactory(programme=lesson.cycle.programme, left_at=moscow(1, 12)).user
    off = EnrolmentFactory(programme=lesson.cycle.programme, user=UserFactory(is_active=False)).user
    assert remind(moscow(25, 16)) == 1
    assert not Notice.objects.filter(user__in=[left, off]).exists()
    Programme.objects.update(is_public=False)
    assert remind(moscow(26, 14, 30)) == 0


def test_moved_lesson_is_reminded_of_anew(lesson, reader, methodist):
    remind(moscow(25, 15))
    lessons.edit_lesson(
        actor=methodist, lesson_id=lesson.pk, version=lesson.version, now=moscow(25, 16), starts_at=moscow(28, 12)
    )
    for hours in range(96):
        remind(moscow(25, 17) + hours * HOUR)
    assert told() == [("day", moscow(25, 15)), ("day", moscow(27, 12)), ("hour", moscow(28, 11))]


def test_who_was_just_told_is_not_reminded_as_well(lesson, reader, methodist):
    lessons.edit_lesson(
        actor=methodist, lesson_id=lesson.pk, version=lesson.version, now=moscow(25, 17), starts_at=moscow(26, 16)
    )
    for minutes in range(0, 24 * 60, 15):
        remind(moscow(25, 17, 5) + minutes * MINUTE)
    assert told() == [("hour", moscow(26, 15, 5))]


def test_reminder_that_waits_is_taken_back_when_the_lesson_is_cancelled(cycle, methodist):
    reader = EnrolmentFactory(programme=cycle.programme).user
    lesson = LessonFactory(cycle=cycle, announced=True, starts_at=moscow(26, 7, 30))
    remind(moscow(26, 6, 40))
    letter = Letter.objects.get(user=reader)
    assert (letter.state, letter.try_at) == (LetterState.WAITING, moscow(26, 7))
    states.cancel_lesson(actor=methodist, lesson_id=lesson.pk, reason="Болезнь", now=moscow(26, 6, 50))
    send_letters(moscow(26, 7))
    subjects = list(Letter.objects.filter(state=LetterState.SENT).values_list("subject", flat=True))
    assert subjects == [f"Отменено: {lesson.title}"]


def test_late_enrolment_is_reminded_as_well(lesson, reader):
    remind(moscow(25, 15))
    late = EnrolmentFactory(programme=lesson.cycle.programme).user
    assert remind(moscow(25, 20)) == 1
    assert told(late) == [("day", moscow(25, 20))]


def test_sweep_asks_as_much_for_many_as_for_one(lesson, reader, django_assert_max_num_queries):
    for _ in range(30):
        EnrolmentFactory(programme=lesson.cycle.programme)
    remind(moscow(25, 15))
    with django_assert_max_num_queries(8):
        remind(moscow(25, 15, 3))


def test_task_reminds(cycle, monkeypatch):
    monkeypatch.setattr(reminders, "send_due_reminders", lambda *, now: called.append(now))
    called = []
    send_reminders.func()
    assert len(called) == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["sweep", "sweep", "sweep", "move", "cancel", "restore", "enrol"]), st.integers(1, 900)),
    min_size=5,
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, zones=st.lists(st.sampled_from(["", "Asia/Kamchatka", "Europe/Kaliningrad"]), max_size=3))
def test_whatever_the_times_nobody_gets_a_reminder_twice_or_after_the_beginning(school, steps, zones):
    """Sweeps at any times, in whatever order plans change: a reminder comes once for a plan, and in time."""
    # those of former examples, which share the database
    Lesson.objects.update(state=LessonState.CANCELLED)
    cycle = CycleFactory(programme__school=school)
    lesson = LessonFactory(cycle=cycle, announced=True, starts_at=moscow(26, 15))
    for zone in zones:
        EnrolmentFactory(programme=cycle.programme, user=UserFactory(time_zone=zone))
    now, before = moscow(24, 12), set(Notice.objects.values_list("pk", flat=True))
    for deed, minutes in steps:
        now += minutes * MINUTE
        do(deed, lesson, now, minutes)
        fresh = Notice.objects.filter(kind=NoticeKind.REMINDERS, created_at=now).exclude(pk__in=before)
        lesson.refresh_from_db()
        assert all(lesson.starts_at > now and lesson.state == LessonState.ANNOUNCED for _notice in fresh)
        send_letters(now)
        sent = Letter.objects.filter(kind=NoticeKind.REMINDERS, sent_at=now)
        assert all(letter.expires_at > now for letter in sent)
    keys = Notice.objects.exclude(pk__in=before).values_list("user", "key")
    assert not [key for key, count in Counter(keys).items() if count > 1]
    letters = Letter.objects.filter(kind=NoticeKind.REMINDERS).values_list("user", "key")
    assert not [key for key, count in Counter(letters).items() if count > 1]


def send_letters(now):
    outbox.send_due_letters(clock=lambda: now)


def do(deed, lesson, now, minutes):
    lesson.refresh_from_db()
    words = {"actor": SYSTEM, "lesson_id": lesson.pk, "now": now}
    if deed == "sweep":
        for _again in range(2):
            reminders.send_due_reminders(now=now)
    elif deed == "enrol":
        EnrolmentFactory(programme=lesson.cycle.programme, enrolled_at=now)
    elif deed == "move":
        lessons.edit_lesson(**words, version=lesson.version, starts_at=now + minutes * 5 * MINUTE)
    elif deed == "cancel" and lesson.state == LessonState.ANNOUNCED:
        states.cancel_lesson(**words, reason="Болезнь")
    elif deed == "restore" and lesson.state == LessonState.CANCELLED:
        states.restore_lesson(**words)
