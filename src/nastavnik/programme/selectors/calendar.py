"""Calendars (RFC 5545): one lesson as a file, a programme or a person's own lessons as a subscription."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from nastavnik.core.calendars import add_zones
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import PUBLIC_STATES, LessonKind, LessonState
from nastavnik.programme.models import Enrolment, Lesson, Programme, School
from nastavnik.programme.permissions import can_view_programme, lessons_visible_to
from nastavnik.programme.selectors.lessons import SpeakerRow, speakers_by_lesson

PRODUCT = "-//Nastavnik//School of library mentoring//RU"
REFRESH = timedelta(hours=2)
FEED_SALT = "programme.calendar"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar as it is sent; the same lessons give the same bytes, so that `etag` tells a change."""

    name: str
    body: bytes
    method: str

    @property
    def etag(self) -> str:
        """Return a mark of the content for `If-None-Match`."""
        return f'"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'


def lesson_calendar(actor: Actor, school: School, slug: str) -> CalendarFile:
    """Return a public lesson as a file. A cancelled one tells the calendar to cross out what it has."""
    lesson = _public(lessons_visible_to(actor, school)).get(slug=slug)
    method = "CANCEL" if lesson.state == LessonState.CANCELLED else "PUBLISH"
    return _calendar_file(school, [lesson], name=lesson.slug, title="", method=method)


def letter_calendar(lesson: Lesson, *, is_off: bool) -> str:
    """Return the lesson as it goes with a letter, in the words of the language that is switched on.

    `is_off`: it does not take place as announced (cancelled, taken off the timetable), and calendars cross it out. The
    UID and SEQUENCE are those of the subscriptions, so that the same lesson is never there twice.
    """
    method = "CANCEL" if is_off else "PUBLISH"
    file = _calendar_file(lesson.school, [lesson], name=lesson.slug, title="", method=method)
    return file.body.decode()


def programme_calendar(actor: Actor, school: School, token: str) -> CalendarFile:
    """Return the public lessons of a programme as a subscription; cancelled ones stay in it, crossed out."""
    programme = Programme.objects.select_related("school").get(school=school, token=token)
    if not can_view_programme(actor, programme):
        raise Programme.DoesNotExist
    lessons = _public(Lesson.objects.filter(cycle__programme=programme))
    title = f"{school.title}: {programme.title}"
    return _calendar_file(school, list(lessons), name=f"programme-{token}", title=title, method="PUBLISH")


def own_calendar(school: School, key: str) -> CalendarFile:
    """Return the lessons of the programmes in which the person of `key` is enrolled.

    The address is the permission: calendars cannot sign in. Raises `User.DoesNotExist` for a key that is not ours.
    """
    try:
        token = signing.Signer(salt=FEED_SALT).unsign(key)
    except signing.BadSignature as error:
        raise User.DoesNotExist from error
    user = User.objects.get(token=token, is_active=True)
    places = Enrolment.objects.filter(user=user, left_at=None, programme__school=school)
    lessons = _public(Lesson.objects.filter(cycle__programme__in=places.values("programme")))
    return _calendar_file(school, list(lessons), name="my-lessons", title=school.title, method="PUBLISH")


def own_calendar_key(user: User) -> str:
    """Return the secret part of the address of a person's own calendar."""
    return signing.Signer(salt=FEED_SALT).sign(user.token)


def _public(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Narrow to what may leave the school: public lessons of public programmes, in the order of time."""
    public = lessons.filter(state__in=PUBLIC_STATES, removed_at=None, cycle__programme__is_public=True)
    return public.select_related("school", "cycle__programme").order_by("starts_at", "pk")


def _calendar_file(school: School, lessons: Sequence[Lesson], *, name: str, title: str, method: str) -> CalendarFile:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if title:
        _name_subscription(calendar, title, school)
    speakers = speakers_by_lesson(lesson.pk for lesson in lessons)
    for lesson in lessons:
        is_off = method == "CANCEL" or lesson.state == LessonState.CANCELLED
        calendar.add_component(_event(lesson, school, speakers.get(lesson.pk, ()), is_off=is_off))
    add_zones(calendar, (moment for lesson in lessons for moment in (lesson.starts_at, lesson.ends_at) if moment))
    return CalendarFile(name=f"{name}.ics", body=calendar.to_ical(), method=method)


def _name_subscription(calendar: Calendar, title: str, school: School) -> None:
    """Name the calendar and say how often to ask: RFC 7986 and, for older programs, the words before it."""
    # words of their own making are written as they are: a line's end in them would end the line
    title = " ".join(title.split())
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", school.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)


def _event(lesson: Lesson, school: School, speakers: tuple[SpeakerRow, ...], *, is_off: bool) -> Event:
    """Return the event of a lesson. Its UID never changes; SEQUENCE grows with each change of time, place or state."""
    assert lesson.starts_at is not None
    assert lesson.ends_at is not None
    url = f"{school.base_url}{lesson.path}"
    event = Event()
    event.add("uid", f"{lesson.uid}@nastavnik")
    event.add("dtstamp", lesson.updated_at)
    event.add("last-modified", lesson.updated_at)
    event.add("sequence", lesson.sequence)
    event.add("dtstart", lesson.starts_at.astimezone(lesson.zone))
    event.add("dtend", lesson.ends_at.astimezone(lesson.zone))
    event.add("summary", _summary(lesson, is_off=is_off))
    event.add("description", _description(lesson, speakers, url))
    event.add("location", lesson.place or url)
    event.add("url", vUri(url))
    event.add("categories", [str(LessonKind(lesson.kind).label)])
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    # an event that is cancelled must name who says so (RFC 5546)
    organizer = vCalAddress(school.base_url)
    organizer.params["CN"] = vText(school.title)
    event.add("organizer", organizer)
    return event


def _summary(lesson: Lesson, *, is_off: bool) -> str:
    """Return the title; programs that do not know STATUS see the word."""
    if is_off:
        return gettext("Cancelled: %(title)s") % {"title": lesson.title}
    return lesson.title


def _description(lesson: Lesson, speakers: tuple[SpeakerRow, ...], url: str) -> str:
    names = "; ".join(
        ", ".join(filter(None, (speaker.name, speaker.position, speaker.organisation))) for speaker in speakers
    )
    parts = (
        lesson.cancelled_because,
        f"{LessonKind(lesson.kind).label} · {lesson.cycle.title}",
        lesson.summary,
        names,
        url,
    )
    return "\n".join(part for part in parts if part)
