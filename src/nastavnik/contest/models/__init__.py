"""Rows of contests: how one is set up, its applications, its jury and its results."""

from nastavnik.contest.models.applications import (
    Application,
    ApplicationFile,
    Author,
    FormalCheck,
    SectionText,
    Submission,
)
from nastavnik.contest.models.contests import (
    Contest,
    Criterion,
    Direction,
    FormField,
    FormSection,
)
from nastavnik.contest.models.jury import (
    Juror,
    Mark,
    MarkEntry,
    Recusal,
    ScoreSheet,
)
from nastavnik.contest.models.results import (
    Award,
    ChairVote,
    Decision,
    Diploma,
    GalleryEntry,
    Minutes,
    ReaderVote,
)

__all__ = [
    "Application",
    "ApplicationFile",
    "Author",
    "Award",
    "ChairVote",
    "Contest",
    "Criterion",
    "Decision",
    "Diploma",
    "Direction",
    "FormField",
    "FormSection",
    "FormalCheck",
    "GalleryEntry",
    "Juror",
    "Mark",
    "MarkEntry",
    "Minutes",
    "ReaderVote",
    "Recusal",
    "ScoreSheet",
    "SectionText",
    "Submission",
]
