"""A text with its seconds, as every format of subtitles has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimedText:
    """What is said from `seconds` to `end_seconds`; a new paragraph may begin with it."""

    seconds: float
    end_seconds: float
    text: str
    begins_paragraph: bool = False
