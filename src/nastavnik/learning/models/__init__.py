"""Rows of learning: what was watched, attended, answered and earned."""

from nastavnik.learning.models.completion import (
    Attendance,
    CheckIn,
    CheckInPerson,
    Completion,
    LessonRule,
    RollCall,
    Standing,
)
from nastavnik.learning.models.coverage import WatchCoverage
from nastavnik.learning.models.nudges import Nudge, Nudged
from nastavnik.learning.models.surveys import SurveyAnswer, SurveyReceipt

__all__ = [
    "Attendance",
    "CheckIn",
    "CheckInPerson",
    "Completion",
    "LessonRule",
    "Nudge",
    "Nudged",
    "RollCall",
    "Standing",
    "SurveyAnswer",
    "SurveyReceipt",
    "WatchCoverage",
]
