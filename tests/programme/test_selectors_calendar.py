"""Calendars are read here without the program that wrote them: lines by hand, zones by dateutil."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from django.contrib.auth.models import AnonymousUser
from tests.programme.factories import (
    EnrolmentFactory,
    LessonFactory,
    LessonSpeakerFactory,
    ProgrammeFactory,
    SchoolFactory,
)

from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, Programme
from nastavnik.programme.selectors import own_calendar_key
from nastavnik.programme.selectors.calendar import lesson_calendar, own_calendar, programme_calendar
from nastavnik.programme.services import cancel_lesson, edit_lesson

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


def lines_of(file):
    """Return the unfolded lines; each line on the wire ends with CR LF and is at most 75 bytes long."""
    raw = file.body.split(b"\r\n")
    assert raw[-1] == b""
    assert max(map(len, raw)) <= 75
    return file.body.decode().replace("\r\n ", "").split("\r\n")


def events_of(file):
    """Return the events as dicts of property to value; parameters stay in the name."""
    events, event = [], None
    for line in lines_of(file):
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            events.append(event)
            event = None
        elif event is not None:
            name, _sign, value = line.partition(":")
            event[name] = value
    return events


def moment_of(file, event, name):
    """Return the moment of DTSTART or DTEND by the calendar's own description of the zone, read by dateutil."""
    key = next(key for key in event if key.startswith(f"{name};TZID="))
    zone = tz.tzical(io.StringIO("\n".join(lines_of(file)))).get(key.partition("=")[2])
    return datetime.strptime(event[key], "%Y%m%dT%H%M%S").replace(tzinfo=zone)


@pytest.fixture
def lesson(cycle, now):
    return LessonFactory(
        cycle=cycle,
        announced=True,
        starts_at=now + timedelta(days=3),
        duration_minutes=90,
        title="Блог: шаги; советы, примеры",
        summary="Очень длинная фраза о том, как библиотеке завести свой блог, вести его и не бросить через месяц.",
        slug="blog",
        updated_at=now,
    )


def test_lesson_is_an_event_with_everything(school, lesson, now, settings):
    settings.BASE_URL = "https://school.example.ru"
    LessonSpeakerFactory(lesson=lesson, speaker__name="Вера", speaker__position="методист")
    file = lesson_calendar(GUEST, school, "blog")

    (event,) = events_of(file)
    assert event["UID"] == f"{lesson.uid}@nastavnik"
    assert event["SUMMARY"] == r"Блог: шаги\; советы\, примеры"
    assert event["URL"] == event["LOCATION"] == "https://school.example.ru/lessons/blog/"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", "0")
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20261124T090000Z"
    assert r"Вера\, методист" in event["DESCRIPTION"]
    assert lesson.summary.replace(",", r"\,") in event["DESCRIPTION"]
    assert moment_of(file, event, "DTSTART") == lesson.starts_at
    assert moment_of(file, event, "DTEND") - moment_of(file, event, "DTSTART") == timedelta(minutes=90)
    assert "METHOD:PUBLISH" in lines_of(file)
    assert file.name == "blog.ics"


@pytest.mark.parametrize("zone", ["Asia/Vladivostok", "Europe/Moscow", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("month", [1, 7])
def test_zone_is_described_so_that_the_hour_is_right(cycle, school, zone, month):
    starts_at = datetime(2027, month, 14, 10, 30, tzinfo=ZoneInfo(zone))
    LessonFactory(cycle=cycle, announced=True, starts_at=starts_at, time_zone=zone, slug="blog")
    file = lesson_calendar(GUEST, school, "blog")

    (event,) = events_of(file)
    assert event[f"DTSTART;TZID={zone}"] == f"2027{month:02}14T103000"
    assert moment_of(file, event, "DTSTART").astimezone(UTC) == starts_at.astimezone(UTC)


def test_cancelled_lesson_takes_back_the_same_event(school, lesson, methodist, now):
    before = events_of(lesson_calendar(GUEST, school, "blog"))[0]
    cancel_lesson(actor=methodist, lesson_id=lesson.pk, reason="Болезнь", now=now + timedelta(hours=1))
    file = lesson_calendar(GUEST, school, "blog")

    (event,) = events_of(file)
    assert file.method == "CANCEL"
    assert "METHOD:CANCEL" in lines_of(file)
    assert (event["UID"], event["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(event["SEQUENCE"]) > int(before["SEQUENCE"])
    assert event["LAST-MODIFIED"] == "20261124T100000Z"
    assert event["SUMMARY"].startswith("Отменено: ")
    assert event["DESCRIPTION"].startswith("Болезнь")
    assert any(name.startswith("ORGANIZER") for name in event)


def test_moved_lesson_is_the_same_event_later(school, lesson, methodist, now):
    edit_lesson(
        actor=methodist,
        lesson_id=lesson.pk,
        version=0,
        now=now,
        starts_at=now + timedelta(days=5),
        place="Читальный зал",
    )
    (event,) = events_of(file := lesson_calendar(GUEST, school, "blog"))
    assert (event["UID"], event["SEQUENCE"], event["LOCATION"]) == (f"{lesson.uid}@nastavnik", "1", "Читальный зал")
    assert moment_of(file, event, "DTSTART") == now + timedelta(days=5)


@pytest.mark.parametrize("fields", [{"slug": "draft"}, {"slug": "hidden", "announced": True}])
def test_draft_and_hidden_lesson_have_no_file_even_for_the_methodist(school, methodist, fields):
    programme = ProgrammeFactory(school=school, is_public=fields["slug"] == "draft")
    LessonFactory(cycle__programme=programme, **fields)
    with pytest.raises(Lesson.DoesNotExist):
        lesson_calendar(methodist, school, fields["slug"])


def test_programme_carries_public_lessons_in_the_order_of_time(school, programme, cycle, now):
    LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=2), title="Второе")
    LessonFactory(cycle=cycle, held=True, starts_at=now - timedelta(days=2), title="Первое")
    LessonFactory(cycle=cycle, cancelled=True, starts_at=now + timedelta(days=3), title="Третье")
    LessonFactory(cycle=cycle, starts_at=now)
    LessonFactory(cycle__programme__school=school, announced=True)
    file = programme_calendar(GUEST, school, programme.token)

    assert [event["SUMMARY"] for event in events_of(file)] == ["Первое", "Второе", "Отменено: Третье"]
    assert [event["STATUS"] for event in events_of(file)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    lines = lines_of(file)
    assert "METHOD:PUBLISH" in lines
    assert f"X-WR-CALNAME:{school.title}: {programme.title}" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT2H" in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1


def test_empty_programme_is_an_empty_calendar(school, programme):
    file = programme_calendar(GUEST, school, programme.token)
    assert (events_of(file), "BEGIN:VTIMEZONE" in lines_of(file)) == ([], False)


def test_hidden_programme_is_missing_for_guests_and_empty_for_the_desk(school, methodist):
    programme = ProgrammeFactory(school=school, is_public=False)
    LessonFactory(cycle__programme=programme, announced=True)
    with pytest.raises(Programme.DoesNotExist):
        programme_calendar(GUEST, school, programme.token)
    assert events_of(programme_calendar(methodist, school, programme.token)) == []


def test_programme_of_another_school_is_missing(school):
    with pytest.raises(Programme.DoesNotExist):
        programme_calendar(GUEST, school, ProgrammeFactory().token)


def test_same_lessons_give_the_same_mark_and_a_change_another(school, programme, lesson, methodist, now):
    first, second = (programme_calendar(GUEST, school, programme.token) for _ in range(2))
    assert first.etag == second.etag
    edit_lesson(actor=methodist, lesson_id=lesson.pk, version=0, now=now, title="Иначе")
    assert programme_calendar(GUEST, school, programme.token).etag != first.etag


def test_own_calendar_carries_the_programmes_of_the_enrolled(school, programme, lesson, learner, now):
    other = ProgrammeFactory(school=school)
    LessonFactory(cycle__programme=other, announced=True)
    left = EnrolmentFactory(programme=other, user=learner, left_at=now)
    EnrolmentFactory(programme=programme, user=learner)
    file = own_calendar(school, own_calendar_key(learner))

    assert [event["UID"] for event in events_of(file)] == [f"{lesson.uid}@nastavnik"]
    left.left_at = None
    left.save()
    assert len(events_of(own_calendar(school, own_calendar_key(learner)))) == 2
    assert events_of(own_calendar(SchoolFactory(), own_calendar_key(learner))) == []


def test_own_calendar_of_a_made_up_key_is_missing(school, learner):
    with pytest.raises(User.DoesNotExist):
        own_calendar(school, f"{learner.token}:made-up")


def test_own_calendar_of_a_switched_off_account_is_missing(school, learner):
    learner.is_active = False
    learner.save()
    with pytest.raises(User.DoesNotExist):
        own_calendar(school, own_calendar_key(learner))


def test_title_of_several_lines_breaks_no_subscription(db):
    programme = ProgrammeFactory(school=SchoolFactory(title="Школа\r\nX-EVIL:1"), title="Год\nпервый", is_public=True)
    lines = lines_of(programme_calendar(GUEST, programme.school, programme.token))
    assert "X-WR-CALNAME:Школа X-EVIL:1: Год первый" in lines
