"""What a file of questions held that could not be taken as it was. Nothing is left out without one of these."""

from dataclasses import dataclass
from enum import StrEnum


class NoteCode(StrEnum):
    """What was left out, or is otherwise than it was; `enums.ImportNote` says each in a sentence."""

    # the question was not taken
    TYPE = "type"
    FAULT = "fault"
    MOST = "most"
    # it was, without something
    PICTURES = "pictures"
    PICTURE_WORDS = "picture_words"
    WEIGHTS = "weights"
    POINTS = "points"
    FEEDBACK = "feedback"
    HINTS = "hints"
    UNITS = "units"
    CASE = "case"
    FORMAT = "format"
    TAGS = "tags"
    # of the whole file
    CATEGORIES = "categories"


NOT_TAKEN = frozenset({NoteCode.TYPE, NoteCode.FAULT, NoteCode.MOST})


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a question of a file: its place among the questions (0: the whole file), its name, and details."""

    number: int
    name: str
    code: NoteCode
    # the type that is not known, or the fault
    detail: str = ""

    @property
    def is_taken(self) -> bool:
        """Tell whether the question was taken all the same."""
        return self.code not in NOT_TAKEN
