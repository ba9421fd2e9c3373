"""Grades on their way to the platforms: noted when a lesson counts or a self-check is handed in, sent in the background.

What is sent is always what holds now, so a grade may be sent twice, late, or after a kill: the last one stands. Nothing waits
for an event alone: `find_changed_grades` compares all now and then.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from nastavnik.core import journal
from nastavnik.learning import tasks
from nastavnik.learning.enums import PASSING_FAULTS, SendState, SystemFault
from nastavnik.learning.lti import services as words
from nastavnik.learning.lti.words import SCOPE_SCORE, SCORE_TYPE
from nastavnik.learning.models import Completion, LtiGrade, LtiLink, LtiPerson, LtiPlatform, Quiz
from nastavnik.learning.selectors.quizzes import best_percents
from nastavnik.learning.services.lti.talk import Untaken, Wanted, ask_service
from nastavnik.learning.services.turns import take_turns
from nastavnik.people.permissions import Actor
from nastavnik.programme.permissions import can_run_school

log = structlog.get_logger("nastavnik.learning.lti")

# Waits between the tries; after the last one once a day, until a person decides.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
DAILY = timedelta(days=1)
MOST_TRIES = 35
# So long a grade belongs to the process that took it; one that was killed lets it go then.
CLAIM_LIVES = timedelta(minutes=5)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Reached:
    """What somebody has reached in a lesson."""

    percent: int | None
    is_completed: bool


def begin_grade(*, link: LtiLink, person: LtiPerson, now: datetime) -> None:
    """Keep a grade for a person in a lesson of a course; what she reached before is written back too."""
    if not link.grades_url:
        return
    LtiGrade.objects.get_or_create(link=link, person=person, defaults={"changed_at": now})
    note_grades(user_id=person.user_id, lesson_id=link.lesson_id, now=now)


def note_grades(*, user_id: int, lesson_id: int, now: datetime) -> int:
    """Let the grades of a person in a lesson be sent where they changed; return how many."""
    grades = _open_grades().filter(person__user=user_id, link__lesson=lesson_id)
    changed = _note(list(grades), now)
    if changed:
        tasks.send_grades.enqueue()
    return changed


def note_attempt(*, user_id: int, quiz_id: int, now: datetime) -> int:
    """Let the grades of a person be sent that a self-check changed; return how many."""
    lesson_id = Quiz.objects.values_list("lesson_id", flat=True).get(pk=quiz_id)
    return note_grades(user_id=user_id, lesson_id=lesson_id, now=now)


def find_changed_grades(*, now: datetime) -> int:
    """Let all grades be sent that are not as they were told; return how many. The repair of events that were lost."""
    changed, last = 0, 0
    while batch := list(_open_grades().filter(pk__gt=last).order_by("pk")[: BATCH * 5]):
        changed += _note(batch, now)
        last = batch[-1].pk
    return changed


def _open_grades() -> QuerySet[LtiGrade]:
    return LtiGrade.objects.select_related("link", "person").filter(link__platform__removed_at=None)


def _note(grades: Collection[LtiGrade], now: datetime) -> int:
    lessons = {grade.link.lesson_id for grade in grades}
    users = {grade.person.user_id for grade in grades}
    counted = set(Completion.objects.filter(lesson__in=lessons, user__in=users).values_list("user_id", "lesson_id"))
    best = {
        (user_id, lesson_id): percent for user_id, lesson_id, percent in best_percents(lessons).filter(user__in=users)
    }
    return sum(_note_one(grade, _reached(grade, counted, best), now) for grade in grades)


def _reached(grade: LtiGrade, counted: set[tuple[int, int]], best: dict[tuple[int, int], int]) -> Reached:
    """Return what holds: the best result of the self-check; without one, all of it once the lesson counts."""
    pair = (grade.person.user_id, grade.link.lesson_id)
    is_completed = pair in counted
    return Reached(best.get(pair, 100 if is_completed else None), is_completed)


def _note_one(grade: LtiGrade, reached: Reached, now: datetime) -> bool:
    """Let a grade be sent when it is another than was told. What was reached stays reached: nothing is taken back."""
    is_completed = reached.is_completed or grade.is_completed
    percent = max((one for one in (reached.percent, grade.percent) if one is not None), default=None)
    if (percent, is_completed) == (grade.percent, grade.is_completed):
        return False
    LtiGrade.objects.filter(pk=grade.pk).update(
        percent=percent,
        is_completed=is_completed,
        state=SendState.WAITING,
        try_at=now,
        attempts=0,
        fault="",
        said="",
        changed_at=now,
    )
    return True


def send_due_grades(*, clock: Callable[[], datetime]) -> int:
    """Send the grades whose time has come; return how many were taken. Safe to run twice and at once."""
    is_due = Q(links__grades__state=SendState.WAITING, links__grades__try_at__lte=clock())
    platforms = LtiPlatform.objects.filter(is_due, removed_at=None)
    longest_waiting_first = platforms.annotate(waits_since=Min("links__grades__try_at")).order_by("waits_since", "pk")
    return take_turns(longest_waiting_first, partial(_send_to, clock=clock), clock=clock)


def _send_to(platform: LtiPlatform, until: datetime, *, clock: Callable[[], datetime]) -> int:
    """Send what is due to one platform; one that does not answer, or refuses our key, keeps nobody waiting for the others."""
    taken = 0
    due = LtiGrade.objects.filter(link__platform=platform, state=SendState.WAITING, try_at__lte=clock())
    for grade in due.select_related("link", "person").order_by("try_at", "pk")[:BATCH]:
        if clock() >= until:
            break
        if not _claim(grade, clock()):
            continue
        try:
            _send(platform, grade, clock())
        except Untaken as error:
            _after_failure(grade, error, clock())
            if error.fault in PASSING_FAULTS | {SystemFault.KEY, SystemFault.ADDRESS}:
                due.filter(try_at__lte=clock()).update(try_at=clock() + WAITS[0], fault=error.fault, said=error.said)
                break
        else:
            taken += 1
            _finish(grade, state=SendState.SENT, sent_at=clock(), fault="", said="", try_at=None)
    return taken


def _claim(grade: LtiGrade, now: datetime) -> bool:
    is_mine = LtiGrade.objects.filter(pk=grade.pk, state=SendState.WAITING, try_at=grade.try_at)
    return bool(is_mine.update(try_at=now + CLAIM_LIVES, attempts=F("attempts") + 1))


def _send(platform: LtiPlatform, grade: LtiGrade, now: datetime) -> None:
    score = words.score(sub=grade.person.sub, percent=grade.percent, is_completed=grade.is_completed, now=now)
    url, headers = words.scores_url(grade.link.grades_url), {"Content-Type": SCORE_TYPE}
    ask_service(platform, Wanted("POST", url, SCOPE_SCORE, headers, score), now=now)


def _after_failure(grade: LtiGrade, error: Untaken, now: datetime) -> None:
    log.warning("lti_grade_not_taken", grade=grade.pk, fault=error.fault.value, said=error.said)
    tries = grade.attempts + 1
    if error.fault in {SystemFault.GONE, SystemFault.REFUSED} or tries >= MOST_TRIES:
        _finish(grade, state=SendState.FAILED, fault=error.fault, said=error.said, try_at=None)
        return
    wait = WAITS[tries - 1] if tries <= len(WAITS) else DAILY
    _finish(grade, fault=error.fault, said=error.said, try_at=now + wait)


def _finish(grade: LtiGrade, **fields: object) -> None:
    """Write what became of a grade, unless it has changed meanwhile: then the new one is on its way already."""
    LtiGrade.objects.filter(pk=grade.pk, changed_at=grade.changed_at).update(**fields)


@transaction.atomic
def retry_grades(*, actor: Actor, platform_token: str, now: datetime) -> int:
    """Let all grades of a platform that were not taken, or wait for long, be tried at once; return how many."""
    platform = LtiPlatform.objects.select_related("school").get(token=platform_token)
    if not can_run_school(actor, platform.school):
        raise PermissionDenied
    stuck = LtiGrade.objects.filter(link__platform=platform).exclude(state=SendState.SENT)
    count = stuck.update(state=SendState.WAITING, try_at=now, attempts=0)
    journal.record(actor=actor, verb="grades retried", subject=platform, now=now, count=count)
    return count
