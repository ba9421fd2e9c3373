"""What the public pages do with news: whoever opens the school after a change sees it as it is; cards are drawn before they are asked for."""

from typing import Any

from nastavnik.core.events import on
from nastavnik.core.http.guests import PAGES
from nastavnik.core.memory import forget_all
from nastavnik.core.queue.once import enqueue_once
from nastavnik.live.events import BroadcastEnded, BroadcastStarted, RecordingReady
from nastavnik.portal import tasks
from nastavnik.programme.events import (
    LessonAnnounced,
    LessonCancelled,
    LessonChanged,
    LessonHeld,
    LessonMoved,
    LessonReopened,
    LessonWithdrawn,
    ProgrammeHidden,
    ProgrammePublished,
    SchoolChanged,
)
from nastavnik.publishing.events import CollectionHidden, CollectionPublished


def show_the_moment(_event: object) -> None:
    """Forget the pages of some seconds ago in this process; other processes follow in seconds, feeds and catalogues in a minute."""
    PAGES.clear()
    forget_all()


# what begins now, and what is not for everybody any more
for event_type in (
    BroadcastStarted,
    BroadcastEnded,
    RecordingReady,
    LessonWithdrawn,
    LessonCancelled,
    ProgrammeHidden,
    CollectionHidden,
):
    on(event_type)(show_the_moment)


# One handler hears several kinds of news; all of them carry the number it asks for.
def draw_lesson(event: Any) -> None:
    """Have the card of a lesson drawn as it is now."""
    enqueue_once(tasks.draw_card, "lessons", event.lesson_id)


for lesson_event in (LessonAnnounced, LessonMoved, LessonChanged, LessonCancelled, LessonHeld, LessonReopened):
    on(lesson_event)(draw_lesson)


@on(ProgrammePublished)
def draw_programme(event: ProgrammePublished) -> None:
    """Have the card of a programme drawn."""
    enqueue_once(tasks.draw_card, "programme", event.programme_id)


@on(CollectionPublished)
def draw_collection(event: CollectionPublished) -> None:
    """Have the card of a collection drawn."""
    enqueue_once(tasks.draw_card, "collections", event.collection_id)


@on(SchoolChanged)
def draw_school(event: SchoolChanged) -> None:
    """Have the cards of the school itself drawn; those of its pages are drawn when they are asked for."""
    for kind in ("school", "podcast"):
        enqueue_once(tasks.draw_card, kind, event.school_id)
