"""Rows of learning: what was watched, attended, answered and earned."""

from nastavnik.learning.models.completion import (
    Attendance,
    CheckIn,
    CheckInPerson,
    Completion,
    LessonRule,
)
from nastavnik.learning.models.coverage import WatchCoverage

__all__ = ["Attendance", "CheckIn", "CheckInPerson", "Completion", "LessonRule", "WatchCoverage"]
