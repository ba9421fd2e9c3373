"""What happened in learning, for the apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LessonCompleted:
    """A lesson counts for a person from now on."""

    user_id: int
    lesson_id: int
