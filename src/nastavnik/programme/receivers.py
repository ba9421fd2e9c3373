"""What the programme does with news: its own memories of the schools and their lessons."""

from nastavnik.core.events import on
from nastavnik.core.memory import forget_all
from nastavnik.programme import events
from nastavnik.programme.selectors import forget_schools


@on(events.SchoolChanged)
def show_changed_school(_event: events.SchoolChanged) -> None:
    """Let the next request of this process see the school as it is; other processes follow in seconds."""
    forget_schools()


def show_changed_lessons(_event: object) -> None:
    """Let the next request of this process see the lessons as they are; other processes follow in seconds."""
    forget_all()


for event_type in (
    events.ProgrammePublished,
    events.ProgrammeHidden,
    events.LessonAnnounced,
    events.LessonWithdrawn,
    events.LessonMoved,
    events.LessonCancelled,
    events.LessonHeld,
    events.LessonReopened,
    events.LessonChanged,
    events.LessonRemoved,
):
    on(event_type)(show_changed_lessons)
