"""What stands in a paper, whatever it is written as."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

# A paper is set in a moment, whatever was typed: what is longer is cut where it is put together.
MOST_ROWS = 400
LONGEST_CELL = 4000


class Format(StrEnum):
    """As what a paper can be had."""

    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, how wide each column is beside the others, and its rows."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper under its heading: paragraphs, then a table; what is said where there is neither."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. `warning` stands at the head of each page; `signatures`: who signs, by position and name."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    language: str = "ru"
    # of the line on which somebody signs, and of its date
    signature_words: tuple[str, str] = ("", "")

    def told(self) -> dict[str, Any]:
        """Return the paper as the writers take it, no longer than a paper bears."""
        told: dict[str, Any] = bounded(asdict(self))
        return told


def bounded(part: Any) -> Any:
    """Return a part of a paper with its texts and rows cut to what a paper bears."""
    if isinstance(part, str):
        return part if len(part) <= LONGEST_CELL else f"{part[:LONGEST_CELL]}…"
    if isinstance(part, dict):
        return {name: bounded(value) for name, value in part.items()}
    return [bounded(one) for one in part[:MOST_ROWS]] if isinstance(part, list | tuple) else part
