"""The life of a lesson: draft → announced → held, or cancelled; every move can be taken back."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import MOVES, LessonState
from nastavnik.programme.events import LessonAnnounced, LessonCancelled, LessonHeld, LessonReopened, LessonWithdrawn
from nastavnik.programme.models import Lesson
from nastavnik.programme.services.lessons import locked_lesson, save_lesson
from nastavnik.programme.services.notices import tell_enrolled
from nastavnik.programme.services.refusals import LessonNeedsTime, LessonNotBegun, MoveNotAllowed, ReasonMissing


@transaction.atomic
def announce_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Make a draft public and tell those enrolled. Raises `LessonNeedsTime`, `MoveNotAllowed`."""
    lesson = _locked_in(actor, lesson_id, LessonState.DRAFT)
    if lesson.starts_at is None:
        raise LessonNeedsTime
    if lesson.removed_at is not None:
        raise MoveNotAllowed
    _move(actor, lesson, LessonState.ANNOUNCED, now, verb="lesson_announced")
    publish(LessonAnnounced(lesson_id=lesson.pk))
    tell_enrolled(lesson, "announced", now=now)
    return lesson


@transaction.atomic
def withdraw_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Take an announced lesson back to the drafts and tell those enrolled. Raises `MoveNotAllowed`."""
    lesson = _locked_in(actor, lesson_id, LessonState.ANNOUNCED)
    _move(actor, lesson, LessonState.DRAFT, now, verb="lesson_withdrawn")
    publish(LessonWithdrawn(lesson_id=lesson.pk))
    tell_enrolled(lesson, "withdrawn", now=now)
    return lesson


@transaction.atomic
def cancel_lesson(*, actor: Actor, lesson_id: int, reason: str, now: datetime) -> Lesson:
    """Cancel an announced lesson and tell those enrolled why; its page stays, crossed out.

    Raises `ReasonMissing`, `MoveNotAllowed`.
    """
    lesson = _locked_in(actor, lesson_id, LessonState.ANNOUNCED)
    if not reason.strip():
        raise ReasonMissing
    lesson.cancelled_because = reason.strip()
    _move(actor, lesson, LessonState.CANCELLED, now, verb="lesson_cancelled", reason=lesson.cancelled_because)
    publish(LessonCancelled(lesson_id=lesson.pk))
    tell_enrolled(lesson, "cancelled", now=now)
    return lesson


@transaction.atomic
def restore_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Announce a cancelled lesson again and tell those enrolled. Raises `MoveNotAllowed`."""
    lesson = _locked_in(actor, lesson_id, LessonState.CANCELLED)
    lesson.cancelled_because = ""
    _move(actor, lesson, LessonState.ANNOUNCED, now, verb="lesson_restored")
    publish(LessonAnnounced(lesson_id=lesson.pk))
    tell_enrolled(lesson, "restored", now=now)
    return lesson


@transaction.atomic
def hold_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Mark an announced lesson as held, from its first minute on. Raises `LessonNotBegun`, `MoveNotAllowed`."""
    lesson = _locked_in(actor, lesson_id, LessonState.ANNOUNCED)
    if lesson.starts_at is None or lesson.starts_at > now:
        raise LessonNotBegun
    _move(actor, lesson, LessonState.HELD, now, verb="lesson_held")
    publish(LessonHeld(lesson_id=lesson.pk))
    return lesson


@transaction.atomic
def reopen_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Take back the mark that a lesson was held. Raises `MoveNotAllowed`."""
    lesson = _locked_in(actor, lesson_id, LessonState.HELD)
    _move(actor, lesson, LessonState.ANNOUNCED, now, verb="lesson_reopened")
    publish(LessonReopened(lesson_id=lesson.pk))
    return lesson


def _locked_in(actor: Actor, lesson_id: int, state: LessonState) -> Lesson:
    """Return the locked lesson if it is in `state`, from which the move starts. Raises `MoveNotAllowed`."""
    lesson = locked_lesson(actor, lesson_id)
    if lesson.state != state:
        raise MoveNotAllowed
    return lesson


def _move(actor: Actor, lesson: Lesson, state: LessonState, now: datetime, *, verb: str, **details: str) -> None:
    """Move the lesson as `MOVES` allows; calendars take the change by the grown sequence."""
    assert state in MOVES[LessonState(lesson.state)], f"{lesson.state} does not lead to {state}"
    lesson.state = state
    lesson.sequence += 1
    save_lesson(lesson, ["state", "sequence", "cancelled_because"], now)
    journal.record(actor=actor, verb=verb, subject=lesson, now=now, **details)
