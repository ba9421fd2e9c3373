"""Reminders of lessons: the day before, and an hour before; told once for each plan (sequence) of a lesson to each person.

The sweep may run as often and as late as it likes: what was told is known by its key, "tomorrow" is said only while it is
true by the reader's clock, and nothing is told of a lesson that has begun. Whoever was told of this very plan since the
reminder was due (it was announced or moved a minute ago) is not reminded as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import Notice
from nastavnik.people.services.notices import notify
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, Lesson
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors.calendar import letter_calendar
from nastavnik.programme.services.notices import news_key

DAY_BEFORE, HOUR_BEFORE = "day", "hour"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# The day before it is said between these hours of the reader's clock, at the hour of the lesson where that lies between.
EARLIEST, LATEST = time(9), time(18)
# No reminder of the day before is due earlier than this: of a lesson at midnight, said at six in the evening.
HORIZON = timedelta(hours=30)
# So many are told at once: each letter is made in the transaction that keeps other writers waiting.
PORTION = 200
# News that tell the time of a lesson by themselves.
TELLING = ("announced", "moved", "restored")


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder: which one, from when on it is told, and until when it is true."""

    which: str
    at: datetime
    until: datetime


def send_due_reminders(*, now: datetime) -> int:
    """Remind those enrolled of the lessons that are near; return how many reminders were told. Safe to repeat."""
    soon = Lesson.objects.filter(
        state=LessonState.ANNOUNCED,
        removed_at=None,
        starts_at__gt=now,
        starts_at__lte=now + HORIZON,
        cycle__programme__is_public=True,
    )
    return sum(remind_of(lesson_id=pk, now=now) for pk in soon.order_by("starts_at", "pk").values_list("pk", flat=True))


def remind_of(*, lesson_id: int, now: datetime) -> int:
    """Tell what is due of one lesson, to some people after others; return how many were told."""
    told = 0
    while portion := _remind_some(lesson_id=lesson_id, now=now):
        told += portion
    return told


@transaction.atomic
def _remind_some(*, lesson_id: int, now: datetime) -> int:
    """Remind some of those who were not. The lesson is locked: who moves or cancels it does so before this or after it."""
    lessons = Lesson.objects.select_for_update(of=("self",)).select_related("school", "cycle__programme")
    lesson = lessons.get(pk=lesson_id)
    if lesson.state != LessonState.ANNOUNCED or lesson.starts_at is None or lesson.starts_at <= now:
        return 0
    enrolled = Enrolment.objects.filter(programme=lesson.cycle.programme_id, left_at=None, user__is_active=True)
    hour_before = Due(HOUR_BEFORE, lesson.starts_at - HOUR, lesson.starts_at)
    if hour_before.at <= now:
        return _remind(lesson, hour_before, enrolled, now)
    for zone in _zones(enrolled):
        due = day_before(lesson.starts_at, ZoneInfo(zone or lesson.school.time_zone))
        if due.at <= now < due.until and (told := _remind(lesson, due, enrolled.filter(user__time_zone=zone), now)):
            return told
    return 0


def _zones(enrolled: QuerySet[Enrolment]) -> Iterable[str]:
    return enrolled.order_by("user__time_zone").values_list("user__time_zone", flat=True).distinct()


def day_before(starts_at: datetime, zone: ZoneInfo) -> Due:
    """Return when people whose clocks show `zone` are reminded the day before: by daylight, at the lesson's own hour."""
    local = starts_at.astimezone(zone)
    at = datetime.combine(local.date() - DAY, min(max(local.time(), EARLIEST), LATEST), zone)
    midnight = datetime.combine(local.date(), time(), zone)
    return Due(DAY_BEFORE, at.astimezone(UTC), midnight.astimezone(UTC))


def _remind(lesson: Lesson, due: Due, enrolled: QuerySet[Enrolment], now: datetime) -> int:
    """Remind a portion of those who were not, and were told nothing of this plan of the lesson since it was due."""
    key = f"reminder:{lesson.uid}:{lesson.sequence}:{due.which}"
    notices = Notice.objects.filter(user=OuterRef("user"))
    told_since = notices.filter(key__in=[news_key(lesson, news) for news in TELLING], created_at__gte=due.at)
    unaware = enrolled.filter(~Exists(notices.filter(key=key)), ~Exists(told_since))
    people = list(unaware.order_by("pk").values_list("user_id", flat=True)[:PORTION])
    if not people:
        return 0
    return notify(
        user_ids=people,
        kind=NoticeKind.REMINDERS,
        template=f"programme/notices/reminder_{due.which}",
        now=now,
        context={"lesson": lesson, "school": lesson.school, "programme": lesson.cycle.programme},
        link=lesson.school.address_of(lesson.path),
        key=key,
        place=place_of(lesson.school),
        zone=lesson.school.time_zone,
        useless_at=due.until,
        calendar=partial(letter_calendar, lesson, is_off=False),
    )
