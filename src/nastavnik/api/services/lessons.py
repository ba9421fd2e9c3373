"""Lessons as programs change them: by the services of the programme, with the rights of the key's owner."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from nastavnik.api.selectors.shapes.desk import LessonChanges, NewLesson
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import FIRST_DAY, LAST_DAY
from nastavnik.people.models import User
from nastavnik.programme import services
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.selectors.board import cycle_at_desk, lesson_at_desk


class Move(StrEnum):
    """Into which state a lesson is moved."""

    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    HOLD = "hold"
    REOPEN = "reopen"


MEANS: Mapping[Move, str] = {
    Move.ANNOUNCE: "Let everybody see it; it must have a time.",
    Move.WITHDRAW: "Take an announced lesson out of everybody’s sight.",
    Move.RESTORE: "Announce a cancelled lesson again.",
    Move.HOLD: "Say that it took place; its time must have come.",
    Move.REOPEN: "It was marked as held by mistake.",
}
MOVES: Mapping[Move, Callable[..., Lesson]] = {
    Move.ANNOUNCE: services.announce_lesson,
    Move.WITHDRAW: services.withdraw_lesson,
    Move.RESTORE: services.restore_lesson,
    Move.HOLD: services.hold_lesson,
    Move.REOPEN: services.reopen_lesson,
}


class OddYear(Refusal):
    """Beyond these years a moment is a mistake."""

    message = _("A lesson begins between 1990 and 2100.")


def make_lesson(*, actor: User, school: School, new: NewLesson, now: datetime) -> str:
    """Make a draft at the end of a cycle; return its uid. Raises `Cycle.DoesNotExist`, `OddYear` and what `add_lesson` does."""
    cycle = cycle_at_desk(actor, school, new.cycle)
    _check_year(new.starts_at)
    fields: dict[str, Any] = new.model_dump(exclude={"cycle"})
    return services.add_lesson(actor=actor, cycle_id=cycle.pk, now=now, **fields).uid


def change_lesson(*, actor: User, school: School, uid: str, changes: LessonChanges, now: datetime) -> Lesson:
    """Change what is named. Raises `Lesson.DoesNotExist`, `OddYear` and what `edit_lesson` does."""
    lesson = _lesson(actor, school, uid)
    _check_year(changes.starts_at)
    said = changes.model_dump(exclude={"version"}, exclude_unset=True)
    # a moment may be taken away; of everything else nothing is no value
    fields = {name: value for name, value in said.items() if value is not None or name == "starts_at"}
    return services.edit_lesson(actor=actor, lesson_id=lesson.pk, version=changes.version, now=now, **fields)


def cancel(*, actor: User, school: School, uid: str, reason: str, now: datetime) -> Lesson:
    """Say that a lesson will not take place. Raises `Lesson.DoesNotExist` and what `cancel_lesson` does."""
    lesson = _lesson(actor, school, uid)
    return services.cancel_lesson(actor=actor, lesson_id=lesson.pk, reason=reason, now=now)


def move(*, actor: User, school: School, uid: str, to: Move, now: datetime) -> Lesson:
    """Move a lesson into another state. Raises `Lesson.DoesNotExist` and what the service does."""
    lesson = _lesson(actor, school, uid)
    return MOVES[to](actor=actor, lesson_id=lesson.pk, now=now)


def _lesson(actor: User, school: School, uid: str) -> Lesson:
    """Return a lesson of the desk; one that was taken off the board is brought back there first."""
    lesson = lesson_at_desk(actor, school, uid)
    if lesson.removed_at is not None:
        raise Lesson.DoesNotExist
    return lesson


def _check_year(moment: datetime | None) -> None:
    if moment is not None and not FIRST_DAY.year < moment.year < LAST_DAY.year:
        raise OddYear
