"""The order of lessons on the programme's board: within a cycle and between cycles."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.core.ordering import Order
from nastavnik.people.permissions import Actor
from nastavnik.programme.events import LessonChanged
from nastavnik.programme.models import Lesson, Programme
from nastavnik.programme.selectors.board import order_mark
from nastavnik.programme.services.plan import cycles_of, locked_programme
from nastavnik.programme.services.refusals import BoardChanged

REORDERED = "lessons_reordered"


@transaction.atomic
def reorder_lessons(
    *, actor: Actor, programme_id: int, rearrange: Callable[[Order], Order], seen: str | None, now: datetime
) -> Programme:
    """Put the lessons of a programme into another order.

    `rearrange` is given the order as it lies now (cycles' tokens with lessons' uids) and returns the wanted one, of the
    same items. `seen` is the `order_mark` of the board from which a whole order was taken, None for a single step.
    Raises `BoardChanged` when somebody else has moved a card since.
    """
    programme = locked_programme(actor, programme_id)
    cycles = {cycle.token: cycle for cycle in cycles_of(programme_id).order_by("position", "pk")}
    lessons = {lesson.uid: lesson for lesson in _lessons_of(programme)}
    current: Order = {
        token: [uid for uid, lesson in lessons.items() if lesson.cycle_id == cycle.pk]
        for token, cycle in cycles.items()
    }
    if seen is not None and seen != order_mark(current) and not _moved_last(actor, programme):
        raise BoardChanged
    moved: list[Lesson] = []
    for token, uids in rearrange(current).items():
        for number, uid in enumerate(uids, start=1):
            lesson, cycle = lessons[uid], cycles[token]
            if (lesson.cycle_id, lesson.number) != (cycle.pk, number):
                lesson.cycle, lesson.number = cycle, number
                moved.append(lesson)
    _write(actor, programme, moved, now)
    return programme


def _lessons_of(programme: Programme) -> list[Lesson]:
    return list(Lesson.objects.filter(cycle__programme=programme, removed_at=None).order_by("number", "pk"))


def _moved_last(actor: Actor, programme: Programme) -> bool:
    """Tell whether the last to move a card was `actor`: the script moves several without a new page."""
    subject = {"subject_kind": journal.subject_kind(programme), "subject_id": programme.pk}
    last = JournalEntry.objects.filter(**subject, verb=REORDERED).order_by("-pk").first()
    return last is not None and last.actor_id == actor.pk


def _write(actor: Actor, programme: Programme, moved: list[Lesson], now: datetime) -> None:
    """Save the numbers of those that moved. Their versions stay: a form that is being written is not refused."""
    if not moved:
        return
    Lesson.objects.bulk_update(moved, ["cycle", "number"])
    uids = [lesson.uid for lesson in moved]
    journal.record(actor=actor, verb=REORDERED, subject=programme, now=now, moved=uids)
    publish(*(LessonChanged(lesson_id=lesson.pk) for lesson in moved))
