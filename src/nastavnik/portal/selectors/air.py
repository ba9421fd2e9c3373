"""Which lessons are on air: by their broadcasts, and without one by the clock."""

from collections.abc import Mapping
from datetime import datetime

from nastavnik.live.enums import BroadcastState
from nastavnik.programme.selectors import LessonCard

# How the broadcasts of a school stand, by the numbers of their lessons.
States = Mapping[int, BroadcastState]


def is_on_air(card: LessonCard, states: States, now: datetime) -> bool:
    """Tell whether the lesson goes on: a broadcast that has not begun in time has not begun."""
    state = states.get(card.id)
    return card.is_on(now) if state is None else state == BroadcastState.LIVE


def lessons_on_air(states: States) -> list[int]:
    """Return the lessons whose broadcast goes on."""
    return [lesson_id for lesson_id, state in states.items() if state == BroadcastState.LIVE]
