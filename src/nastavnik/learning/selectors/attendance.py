"""When a lesson was held, and at how many screens it was attended by how many people."""

from dataclasses import dataclass
from datetime import datetime

from nastavnik.learning.models import CheckIn
from nastavnik.live.selectors import presence
from nastavnik.live.selectors.presence import Stretch
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when to when a lesson was held. `broadcast_id` is None for one that was held elsewhere."""

    began_at: datetime
    ended_at: datetime
    broadcast_id: int | None = None

    @classmethod
    def planned(cls, lesson: Lesson) -> "Bounds | None":
        """Return the bounds by the plan; None while a lesson has no time."""
        if lesson.starts_at is None or lesson.ends_at is None:
            return None
        return cls(lesson.starts_at, lesson.ends_at)

    @property
    def seconds(self) -> int:
        """Return how long it took."""
        return int((self.ended_at - self.began_at).total_seconds())

    def percent_of(self, seconds: int) -> int:
        """Return how much of it `seconds` are, rounded down."""
        return min(100 * seconds // self.seconds, 100) if self.seconds else 0


@dataclass(frozen=True, slots=True)
class ScreensAndPeople:
    """Attendance as it may be reported: one screen can have many people before it, so the two are never one number."""

    screens: int
    people: int


def bounds_of(lesson_id: int) -> Bounds | None:
    """Return when a lesson was held; None before it is over.

    By its broadcast where it had one; one that was not broadcast is over by its plan once it is marked as held.
    """
    airing = presence.airing_of(lesson_id)
    if airing is not None:
        return Bounds(airing.began_at, airing.ended_at, airing.broadcast_id)
    lesson = Lesson.objects.filter(pk=lesson_id, state=LessonState.HELD).first()
    return Bounds.planned(lesson) if lesson is not None else None


def whole_stretch(screen: CheckIn, bounds: Bounds) -> Stretch:
    """Return when a screen without a room was there: from the check-in, or the beginning, to the end."""
    return max(screen.at, bounds.began_at), bounds.ended_at


def screens_and_people(lesson_id: int) -> ScreensAndPeople:
    """Return at how many screens a lesson was attended while it was held, and how many people sat before them.

    Screens of the room, and those that checked in without being there: a room at a branch may have shown another channel.
    """
    in_room = presence.screens_in_room(lesson_id)
    checked_in = list(CheckIn.objects.filter(lesson=lesson_id).values_list("user_id", "people"))
    by_account: dict[int, int] = {}
    for user_id, people in (*in_room, *checked_in):
        if user_id is not None:
            by_account[user_id] = max(people, by_account.get(user_id, 0))
    nameless = [people for user_id, people in (*in_room, *checked_in) if user_id is None]
    counts = [*by_account.values(), *nameless]
    return ScreensAndPeople(screens=len(counts), people=sum(counts))
