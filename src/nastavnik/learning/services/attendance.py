"""Who was at a lesson while it was held: counted from the room and the check-ins when it is over, or noted by hand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.learning import tasks
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import Attendance, CheckIn, CheckInPerson, Completion, RollCall
from nastavnik.learning.permissions import can_set_rule
from nastavnik.learning.selectors.attendance import Bounds, bounds_of, screens_and_people, whole_stretch
from nastavnik.learning.selectors.completion import rule_of
from nastavnik.learning.services.completion import settle_people, take_back, write_completions
from nastavnik.learning.services.refusals import LessonHasNoTime
from nastavnik.live.selectors import presence
from nastavnik.live.selectors.presence import Stretch
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of

BATCH = 500
# Browsers tell every ten seconds that they are there: whoever came within that of the beginning was there from it on.
EDGE = timedelta(seconds=20)
# What was over longer ago has been counted, or nobody was there.
SWEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Stay:
    """How long somebody was there, without the gaps."""

    came_at: datetime
    left_at: datetime
    seconds: int


def stay_of(stretches: Iterable[Stretch], bounds: Bounds) -> Stay | None:
    """Return what lies of the stretches between the bounds, each moment once; None when nothing does."""
    joined: list[list[datetime]] = []
    for begin, end in sorted(_within(stretch, bounds) for stretch in stretches):
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([begin, end])
    if not joined:
        return None
    seconds = sum((end - begin).total_seconds() for begin, end in joined)
    return Stay(came_at=joined[0][0], left_at=joined[-1][1], seconds=int(seconds))


def _within(stretch: Stretch, bounds: Bounds) -> Stretch:
    """Return a stretch cut to the bounds; one that nearly reaches them reaches them."""
    begin, end = stretch
    return (
        bounds.began_at if begin <= bounds.began_at + EDGE else begin,
        bounds.ended_at if end >= bounds.ended_at - EDGE else end,
    )


def count_attendance_soon(*, lesson_id: int) -> None:
    """Have the attendance of a lesson counted in the background once the transaction commits."""
    tasks.count_attendance.enqueue(lesson_id)


def count_attendance(*, lesson_id: int, now: datetime) -> int:
    """Count who was at a lesson that is over, in batches; return for how many something was written. Safe to repeat.

    What a methodist noted by hand stays. A lesson that is not over yet is left alone.
    """
    bounds = bounds_of(lesson_id)
    if bounds is None:
        return 0
    in_room = presence.people_in_room(bounds.broadcast_id) if bounds.broadcast_id else []
    named = CheckInPerson.objects.filter(check_in__lesson=lesson_id, user__isnull=False)
    checked_in = CheckIn.objects.filter(lesson=lesson_id, user__isnull=False)
    people = sorted({*in_room, *named.values_list("user_id", flat=True), *checked_in.values_list("user_id", flat=True)})
    written = sum(
        _count_some(lesson_id, people[begin : begin + BATCH], bounds, now) for begin in range(0, len(people), BATCH)
    )
    screens = screens_and_people(lesson_id)
    RollCall.objects.update_or_create(
        lesson_id=lesson_id,
        defaults={
            "began_at": bounds.began_at,
            "ended_at": bounds.ended_at,
            "taken_at": now,
            "screens": screens.screens,
            "people": screens.people,
        },
    )
    return written


@transaction.atomic
def _count_some(lesson_id: int, user_ids: list[int], bounds: Bounds, now: datetime) -> int:
    """Write the attendance of some people anew, and look whether the lesson counts for them."""
    by_hand = Attendance.objects.filter(lesson=lesson_id, user__in=user_ids, way=AttendanceWay.METHODIST)
    counted = sorted(set(user_ids) - set(by_hand.values_list("user_id", flat=True)))
    rows = _rows_of(lesson_id, counted, bounds)
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["lesson", "user"],
        update_fields=["way", "check_in", "came_at", "left_at", "seconds", "percent"],
    )
    gone = set(counted) - {row.user_id for row in rows}
    Attendance.objects.filter(lesson=lesson_id, user__in=gone).delete()
    settle_people(lesson_id=lesson_id, user_ids=user_ids, now=now)
    return len(rows)


def _rows_of(lesson_id: int, user_ids: list[int], bounds: Bounds) -> list[Attendance]:
    """Return the attendance of these people: their own presence and that of the screens where they sat."""
    screens = _screens_of(lesson_id, user_ids)
    keyboards = {screen.user_id for some in screens.values() for screen in some if screen.user_id}
    own = presence.stretches_of(bounds.broadcast_id, {*user_ids, *keyboards}) if bounds.broadcast_id else {}
    rows = []
    for user_id in user_ids:
        at_screens = [
            stretch for screen in screens.get(user_id, []) for stretch in _stretches_of_screen(screen, own, bounds)
        ]
        stay = stay_of([*own.get(user_id, []), *at_screens], bounds)
        if stay is not None:
            is_own = user_id in own
            screen = next(iter(screens.get(user_id, [])), None)
            rows.append(_row(lesson_id, user_id, stay, bounds, None if is_own else screen))
    return rows


def _screens_of(lesson_id: int, user_ids: list[int]) -> dict[int, list[CheckIn]]:
    """Return the screens at which each of these people sat: those that name her, and her own."""
    named = CheckInPerson.objects.filter(check_in__lesson=lesson_id, user__in=user_ids, denied_at=None)
    found: dict[int, list[CheckIn]] = {}
    for place in named.select_related("check_in").order_by("pk"):
        found.setdefault(place.user_id or 0, []).append(place.check_in)
    for check_in in CheckIn.objects.filter(lesson=lesson_id, user__in=user_ids):
        found.setdefault(check_in.user_id or 0, []).append(check_in)
    return found


def _stretches_of_screen(screen: CheckIn, own: Mapping[int, list[Stretch]], bounds: Bounds) -> list[Stretch]:
    """Return when a screen was there: as its room tells; a lesson that was not broadcast is attended from the check-in on."""
    if bounds.broadcast_id:
        return own.get(screen.user_id or 0, [])
    return [whole_stretch(screen, bounds)]


def _row(lesson_id: int, user_id: int, stay: Stay, bounds: Bounds, screen: CheckIn | None) -> Attendance:
    return Attendance(
        lesson_id=lesson_id,
        user_id=user_id,
        way=AttendanceWay.SCREEN if screen is not None else AttendanceWay.ROOM,
        check_in=screen,
        came_at=stay.came_at,
        left_at=stay.left_at,
        seconds=stay.seconds,
        percent=bounds.percent_of(stay.seconds),
    )


@transaction.atomic
def note_attendance(
    *, actor: Actor, lesson_id: int, user_ids: Collection[int], is_counted: bool, now: datetime
) -> list[int]:
    """Note by hand that people of the school were at a lesson from its beginning to its end; return who they are.

    `is_counted`: the lesson counts for them whatever its rule asks besides. Raises `LessonHasNoTime`.
    """
    lesson = _lesson_to_run(actor, lesson_id)
    bounds = bounds_of(lesson_id) or Bounds.planned(lesson)
    if bounds is None:
        raise LessonHasNoTime
    people = people_of(place_of(lesson.school)).filter(pk__in=user_ids)
    known = list(people.order_by("pk").values_list("pk", flat=True))
    Attendance.objects.bulk_create(
        [
            Attendance(
                lesson=lesson,
                user_id=user_id,
                way=AttendanceWay.METHODIST,
                came_at=bounds.began_at,
                left_at=bounds.ended_at,
                seconds=bounds.seconds,
                percent=100,
            )
            for user_id in known
        ],
        update_conflicts=True,
        unique_fields=["lesson", "user"],
        update_fields=["way", "check_in", "came_at", "left_at", "seconds", "percent"],
    )
    noted = list(Attendance.objects.filter(lesson=lesson, user__in=known).order_by("user_id"))
    journal.record_many(actor=actor, verb="attendance_noted", subjects=noted, now=now, is_counted=is_counted)
    if is_counted:
        _count_by_hand(lesson, known, now)
    settle_people(lesson_id=lesson_id, user_ids=known, now=now)
    return known


def _lesson_to_run(actor: Actor, lesson_id: int) -> Lesson:
    lesson = Lesson.objects.select_related("school", "cycle").get(pk=lesson_id, removed_at=None)
    if not can_set_rule(actor, lesson):
        raise PermissionDenied
    return lesson


def _count_by_hand(lesson: Lesson, user_ids: list[int], now: datetime) -> None:
    counted = set(Completion.objects.filter(lesson=lesson, user__in=user_ids).values_list("user_id", flat=True))
    hours = rule_of(lesson).hours
    write_completions(
        [
            Completion(
                user_id=user_id,
                lesson=lesson,
                way=CompletionWay.METHODIST,
                hours=hours,
                percent=100,
                completed_at=now,
            )
            for user_id in user_ids
            if user_id not in counted
        ],
        lesson,
    )


@transaction.atomic
def take_attendance_back(*, actor: Actor, lesson_id: int, user_ids: Collection[int], now: datetime) -> None:
    """Take back what was noted by hand, and the hours that rested on it alone: it was a mistake."""
    lesson = _lesson_to_run(actor, lesson_id)
    by_hand = Attendance.objects.filter(lesson=lesson, user__in=user_ids, way=AttendanceWay.METHODIST)
    rows = list(by_hand.order_by("user_id"))
    people = [row.user_id for row in rows]
    journal.record_many(actor=actor, verb="attendance_taken_back", subjects=rows, now=now)
    by_hand.delete()
    ways = (CompletionWay.ATTENDED, CompletionWay.METHODIST)
    count_again(lesson=lesson, user_ids=people, ways=ways, now=now)


@transaction.atomic
def count_again(
    *, lesson: Lesson, user_ids: list[int], ways: Collection[CompletionWay] = (CompletionWay.ATTENDED,), now: datetime
) -> None:
    """Count the attendance of some people (at most some hundreds) anew: what was counted before was a mistake.

    Hours that were earned in one of `ways` go where the rule is not met any more; the lesson's cycle must be joined.
    """
    bounds = bounds_of(lesson.pk)
    if bounds is not None:
        _count_some(lesson.pk, user_ids, bounds, now)
    take_back(lesson=lesson, user_ids=user_ids, ways=ways)


def count_what_was_missed(*, now: datetime) -> int:
    """Have the attendance counted of lessons that are over and were not counted; return how many they are."""
    airings = presence.airings_since(now - SWEPT)
    counted = dict(
        RollCall.objects.filter(lesson__in=[airing.lesson_id for airing in airings]).values_list(
            "lesson_id", "ended_at"
        )
    )
    owed = [airing.lesson_id for airing in airings if counted.get(airing.lesson_id) != airing.ended_at]
    elsewhere = CheckIn.objects.filter(lesson__state=LessonState.HELD, lesson__starts_at__gt=now - SWEPT)
    uncounted = elsewhere.exclude(lesson__in=RollCall.objects.values("lesson")).values_list("lesson_id", flat=True)
    lessons = sorted({*owed, *uncounted})
    for lesson_id in lessons:
        count_attendance_soon(lesson_id=lesson_id)
    return len(lessons)
