"""What the index hears of: each change becomes a task; what is lost on the way is found by the sweep."""

from typing import Any

from nastavnik.core.events import on
from nastavnik.programme.events import (
    HandoutAdded,
    LessonAnnounced,
    LessonChanged,
    LessonHeld,
    LessonMoved,
    LessonRemoved,
)
from nastavnik.search import tasks
from nastavnik.video.events import (
    ChaptersChanged,
    VideoAccepted,
    VideoPlayable,
    VideoRemoved,
    VideoRestored,
    VideoSlidesChanged,
    VideoWordsChanged,
)


# One handler hears several kinds of news; all of them carry the number it asks for.
def read_film_again(event: Any) -> None:
    """Let what a film says and shows now be found."""
    tasks.index_video.enqueue(event.video_id)


def read_lesson_again(event: Any) -> None:
    """Let a lesson be found by what it is called now."""
    tasks.index_lesson.enqueue(event.lesson_id)


for film_event in (
    VideoAccepted,
    VideoPlayable,
    VideoRemoved,
    VideoRestored,
    ChaptersChanged,
    VideoSlidesChanged,
    VideoWordsChanged,
):
    on(film_event)(read_film_again)

for lesson_event in (LessonAnnounced, LessonChanged, LessonHeld, LessonMoved, LessonRemoved):
    on(lesson_event)(read_lesson_again)


@on(HandoutAdded)
def read_handout(event: HandoutAdded) -> None:
    """Let the words of a new handout be found."""
    tasks.index_handout.enqueue(event.handout_id)
