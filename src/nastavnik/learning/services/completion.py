"""A lesson counts for a person once its rule is met; what was earned stays earned."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Sum

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.queue.once import enqueue_once
from nastavnik.learning import tasks
from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.events import LessonCompleted
from nastavnik.learning.models import Attendance, Completion, LessonRule, Standing, WatchCoverage
from nastavnik.learning.permissions import can_set_rule
from nastavnik.learning.selectors import quizzes
from nastavnik.learning.selectors.completion import Rule, rule_of
from nastavnik.learning.services.refusals import RuleChangedMeanwhile
from nastavnik.learning.watching.seconds import length_of, percent_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, Lesson, Programme

BATCH = 500
# A lesson that was called off counts for nobody, whatever is watched in its place.
COUNTING_STATES = (LessonState.ANNOUNCED, LessonState.HELD)
NOTHING: dict[str, Any] = {"lessons": 0, "hours": 0, "last_at": None}


@transaction.atomic
def settle(*, user_id: int, lesson_id: int, now: datetime) -> Completion | None:
    """Look whether a lesson counts for a person by its rule, and write it down once; None while it does not.

    Safe to repeat, and one query when it counts already. Whoever changes what the rule asks for calls it: coverage,
    attendance, self-checks.
    """
    known = Completion.objects.filter(user=user_id, lesson=lesson_id).first()
    if known is not None:
        return known
    settle_people(lesson_id=lesson_id, user_ids=[user_id], now=now)
    return Completion.objects.filter(user=user_id, lesson=lesson_id).first()


@transaction.atomic
def settle_people(*, lesson_id: int, user_ids: Collection[int], now: datetime) -> int:
    """Do for many people (at most some hundreds) what `settle` does for one; return for how many it counts from now on."""
    lesson = _countable(lesson_id)
    if lesson is None:
        return 0
    rule = rule_of(lesson)
    waiting = set(user_ids) - set(
        Completion.objects.filter(lesson=lesson, user__in=user_ids).values_list("user_id", flat=True)
    )
    rows = [
        Completion(user_id=user_id, lesson=lesson, way=way, hours=rule.hours, percent=percent, completed_at=now)
        for user_id, way, percent in _met(lesson, rule, waiting)
    ]
    write_completions(rows, lesson)
    return len(rows)


def _countable(lesson_id: int) -> Lesson | None:
    lessons = Lesson.objects.filter(pk=lesson_id, removed_at=None, state__in=COUNTING_STATES)
    return lessons.select_related("cycle").first()


def _met(lesson: Lesson, rule: Rule, user_ids: Collection[int]) -> Iterator[tuple[int, CompletionWay, int]]:
    """Yield who of these has met the rule, in the order of their numbers: how, and with how many per cent."""
    watched, attended = watched_percents(lesson.pk, user_ids), attended_percents(lesson.pk, user_ids)
    enough = [
        user_id
        for user_id in sorted(user_ids)
        if max(watched.get(user_id, 0), attended.get(user_id, 0)) >= rule.percent
    ]
    failing = without_quiz(lesson.pk, enough) if enough and rule.needs_quiz else frozenset()
    for user_id in enough:
        seen, was_there = watched.get(user_id, 0), attended.get(user_id, 0)
        if user_id not in failing:
            way = CompletionWay.ATTENDED if was_there >= seen else CompletionWay.WATCHED
            yield user_id, way, max(seen, was_there)


def watched_percents(lesson_id: int, user_ids: Collection[int]) -> dict[int, int]:
    """Return how many per cent these people have watched of the lesson's film; of several films, of the one watched most."""
    rows = WatchCoverage.objects.filter(
        video__lesson=lesson_id, video__removed_at=None, user__in=user_ids, video__duration_seconds__gt=0
    ).values_list("user_id", "watched_seconds", "video__duration_seconds")
    found: dict[int, int] = {}
    for user_id, watched, duration in rows:
        percent = percent_of(watched, length_of(duration or 0.0))
        found[user_id] = max(percent, found.get(user_id, 0))
    return found


def attended_percents(lesson_id: int, user_ids: Collection[int]) -> dict[int, int]:
    """Return how many per cent of the lesson these people were there for."""
    return dict(Attendance.objects.filter(lesson=lesson_id, user__in=user_ids).values_list("user_id", "percent"))


def without_quiz(lesson_id: int, user_ids: Collection[int]) -> frozenset[int]:
    """Return who of these has still to pass the lesson's self-check; nobody where it has none."""
    if not quizzes.has_quiz(lesson_id):
        return frozenset()
    passed = quizzes.passed_pairs([lesson_id]).filter(user__in=user_ids)
    return frozenset(user_ids) - {user_id for user_id, _lesson_id in passed}


def write_completions(rows: list[Completion], lesson: Lesson) -> None:
    """Write that a lesson, whose cycle is joined, counts for people for whom it did not yet, and tell of it."""
    if not rows:
        return
    # somebody else may have counted one of them a moment ago: that one stays
    Completion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    recount(programme_id=lesson.cycle.programme_id, user_ids=[row.user_id for row in rows])
    publish(*(LessonCompleted(user_id=row.user_id, lesson_id=lesson.pk) for row in rows))


@transaction.atomic
def take_back(*, lesson: Lesson, user_ids: Collection[int], ways: Collection[CompletionWay]) -> None:
    """Let a lesson count no more for those whose attendance was a mistake, unless its rule is met without it.

    Who was there no less than it was counted for keeps it: a rule that became stricter takes nothing away.
    """
    still = {user_id for user_id, _way, _percent in _met(lesson, rule_of(lesson), user_ids)}
    attended = attended_percents(lesson.pk, user_ids)
    counted = Completion.objects.filter(lesson=lesson, user__in=set(user_ids) - still, way__in=ways)
    lost = [row.pk for row in counted if attended.get(row.user_id, 0) < row.percent]
    Completion.objects.filter(pk__in=lost).delete()
    recount(programme_id=lesson.cycle.programme_id, user_ids=user_ids)


@transaction.atomic
def recount(*, programme_id: int, user_ids: Collection[int]) -> None:
    """Add up anew what these people (at most some hundreds) have earned in a programme."""
    users = sorted(set(user_ids))
    standings = Standing.objects.filter(programme=programme_id, user__in=users)
    Standing.objects.bulk_create(
        [Standing(programme_id=programme_id, user_id=user_id) for user_id in users], ignore_conflicts=True
    )
    # locked before it is added up: of two that count at once the second sees what the first has written
    locked = list(standings.select_for_update().order_by("user_id"))
    sums: dict[int, dict[str, Any]] = {
        row["user"]: dict(row)
        for row in Completion.objects.filter(lesson__cycle__programme=programme_id, user__in=users)
        .values("user")
        .annotate(lessons=Count("pk"), hours=Sum("hours"), last_at=Max("completed_at"))
    }
    for standing in locked:
        row = sums.get(standing.user_id, NOTHING)
        standing.lessons, standing.hours, standing.last_at = row["lessons"], row["hours"], row["last_at"]
    fields = ["lessons", "hours", "last_at"]
    Standing.objects.bulk_create(
        locked, update_conflicts=True, unique_fields=["programme", "user"], update_fields=fields
    )


def make_standings(*, programme_id: int) -> int:
    """Let everybody who takes part stand in the lists, also with what she has learnt before; return how many are new."""
    standing = Standing.objects.filter(programme=programme_id, user=OuterRef("user"))
    places = Enrolment.objects.filter(~Exists(standing), programme=programme_id, left_at=None)
    users = sorted(places.values_list("user_id", flat=True))
    for begin in range(0, len(users), BATCH):
        recount(programme_id=programme_id, user_ids=users[begin : begin + BATCH])
    return len(users)


def make_standings_soon(*, programme_id: int) -> None:
    """Have it done in the background, once for a thousand who are enrolled together."""
    enqueue_once(tasks.make_standings, programme_id)


def settle_lesson(*, lesson_id: int, now: datetime) -> int:
    """Look at everybody who has watched or attended a lesson, in batches: its rule or its self-check is another one.

    Return for how many it counts from now on.
    """
    attended = Attendance.objects.filter(lesson=lesson_id).values_list("user_id", flat=True)
    watched = WatchCoverage.objects.filter(video__lesson=lesson_id).values_list("user_id", flat=True)
    people = sorted(set(attended) | set(watched))
    return sum(
        settle_people(lesson_id=lesson_id, user_ids=people[begin : begin + BATCH], now=now)
        for begin in range(0, len(people), BATCH)
    )


def settle_lesson_soon(*, lesson_id: int) -> None:
    """Have `settle_lesson` done in the background once the transaction commits: for whoever changes what a lesson asks."""
    tasks.settle_lesson.enqueue(lesson_id)


@transaction.atomic
def change_rule(
    *,
    actor: Actor,
    lesson_id: int,
    rule: Rule,
    now: datetime,
) -> LessonRule:
    """Say when a lesson counts. Who meets a softer rule already is counted at once; a stricter one takes nothing away.

    `rule.hours` counts only with `are_hours_set`; `rule.version` is that of the page on which it was changed.
    Raises `RuleChangedMeanwhile`.
    """
    lesson = Lesson.objects.select_related("school").get(pk=lesson_id)
    if not can_set_rule(actor, lesson):
        raise PermissionDenied
    LessonRule.objects.get_or_create(lesson=lesson)
    row = LessonRule.objects.select_for_update().get(lesson=lesson)
    if row.version != rule.version:
        raise RuleChangedMeanwhile
    row.hours = rule.hours if rule.are_hours_set else None
    row.percent, row.needs_quiz, row.version = rule.percent, rule.needs_quiz, row.version + 1
    row.save(update_fields=["hours", "percent", "needs_quiz", "version"])
    details = {"percent": row.percent, "needs_quiz": row.needs_quiz, "hours": str(row.hours or "")}
    journal.record(actor=actor, verb="lesson_rule_changed", subject=row, now=now, **details)
    settle_lesson_soon(lesson_id=lesson_id)
    return row


def recount_everything() -> int:
    """Add up anew what everybody has earned in every programme; return how many rows.

    A lesson may have gone to another programme, and somebody may have been enrolled when the process died.
    """
    counted = 0
    for programme_id in Programme.objects.order_by("pk").values_list("pk", flat=True):
        people = Completion.objects.filter(lesson__cycle__programme=programme_id).values_list("user_id", flat=True)
        standing = Standing.objects.filter(programme=programme_id).values_list("user_id", flat=True)
        enrolled = Enrolment.objects.filter(programme=programme_id, left_at=None).values_list("user_id", flat=True)
        users = sorted({*people.distinct(), *standing, *enrolled})
        for begin in range(0, len(users), BATCH):
            recount(programme_id=programme_id, user_ids=users[begin : begin + BATCH])
        counted += len(users)
    return counted
