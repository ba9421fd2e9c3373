"""The order of lessons on the programme's board: within a cycle and between cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.people.permissions import Actor
from nastavnik.programme.events import LessonChanged
from nastavnik.programme.models import Cycle, Lesson, Programme
from nastavnik.programme.selectors.board import Order, order_mark
from nastavnik.programme.services.lessons import locked_lesson
from nastavnik.programme.services.plan import cycles_of, locked_programme
from nastavnik.programme.services.refusals import BoardChanged

REORDERED = "lessons_reordered"


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a programme as they lie, under its lock."""

    programme: Programme
    cycles: dict[str, Cycle]
    lessons: dict[str, Lesson]

    @property
    def order(self) -> Order:
        """Return the cycles' tokens with the lessons' uids."""
        return [
            (token, [lesson.uid for lesson in self.lessons.values() if lesson.cycle_id == cycle.pk])
            for token, cycle in self.cycles.items()
        ]


@transaction.atomic
def reorder_lessons(
    *, actor: Actor, programme_id: int, order: Sequence[tuple[str, str]], seen: str, now: datetime
) -> Programme:
    """Put the lessons of a programme into `order`: pairs of (cycle's token, lesson's uid) in sequence.

    `seen` is the `order_mark` of the board that the person saw. Raises `BoardChanged` when somebody else has moved a
    card since, or when the lessons named are not those of the programme.
    """
    cards = _locked_cards(actor, programme_id)
    wanted: dict[str, list[str]] = {token: [] for token in cards.cycles}
    is_same_set = sorted(uid for _token, uid in order) == sorted(cards.lessons)
    if not is_same_set or not {token for token, _uid in order} <= wanted.keys():
        raise BoardChanged
    if seen != order_mark(cards.order) and not _moved_last(actor, cards.programme):
        raise BoardChanged
    for token, uid in order:
        wanted[token].append(uid)
    _write_order(actor, cards, wanted, now)
    return cards.programme


@transaction.atomic
def step_lesson(*, actor: Actor, lesson_id: int, step: int, now: datetime) -> Lesson:
    """Move a lesson one place up (-1) or down (1), over the edge of its cycle into the next; at the very end nothing."""
    lesson = locked_lesson(actor, lesson_id)
    cards = _locked_cards(actor, lesson.cycle.programme_id)
    order = cards.order
    group = next(index for index, (_token, uids) in enumerate(order) if lesson.uid in uids)
    uids = order[group][1]
    here = uids.index(lesson.uid)
    if 0 <= here + step < len(uids):
        uids.insert(here + step, uids.pop(here))
    elif 0 <= group + step < len(order):
        uids.remove(lesson.uid)
        neighbours = order[group + step][1]
        neighbours.insert(0 if step > 0 else len(neighbours), lesson.uid)
    _write_order(actor, cards, dict(order), now)
    return Lesson.objects.select_related("cycle").get(pk=lesson_id)


def _locked_cards(actor: Actor, programme_id: int) -> Cards:
    programme = locked_programme(actor, programme_id)
    lessons = Lesson.objects.filter(cycle__programme=programme, removed_at=None).order_by("number", "pk")
    cycles = cycles_of(programme_id).order_by("position", "pk")
    return Cards(
        programme=programme,
        cycles={cycle.token: cycle for cycle in cycles},
        lessons={lesson.uid: lesson for lesson in lessons},
    )


def _moved_last(actor: Actor, programme: Programme) -> bool:
    """Tell whether the last to move a card was `actor`: the script moves several without a new page."""
    subject = {"subject_kind": journal.subject_kind(programme), "subject_id": programme.pk}
    last = JournalEntry.objects.filter(**subject, verb=REORDERED).order_by("-pk").first()
    return last is not None and last.actor_id == actor.pk


def _write_order(actor: Actor, cards: Cards, wanted: dict[str, list[str]], now: datetime) -> None:
    """Number the lessons anew; only those that moved are written. Their versions stay: a form is not refused."""
    moved: list[Lesson] = []
    for token, uids in wanted.items():
        cycle = cards.cycles[token]
        for number, uid in enumerate(uids, start=1):
            lesson = cards.lessons[uid]
            if (lesson.cycle_id, lesson.number) != (cycle.pk, number):
                lesson.cycle, lesson.number = cycle, number
                moved.append(lesson)
    if not moved:
        return
    Lesson.objects.bulk_update(moved, ["cycle", "number"])
    names = [lesson.uid for lesson in moved]
    journal.record(actor=actor, verb=REORDERED, subject=cards.programme, now=now, moved=names)
    for lesson in moved:
        publish(LessonChanged(lesson_id=lesson.pk))
