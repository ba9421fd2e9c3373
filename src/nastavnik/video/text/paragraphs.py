"""Phrases gathered into paragraphs for reading."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

# Of speech this is a minute: a screen of a phone.
LONGEST_PARAGRAPH = 900
# A paragraph that is long enough ends at a breath, any paragraph at a real pause.
LONG_ENOUGH = 350
BREATH_SECONDS = 1.2
PAUSE_SECONDS = 2.5
SENTENCE_ENDS = (".", "!", "?", "…", ":", "»", '"')


class Timed(Protocol):
    """Whatever has a text with its seconds."""

    @property
    def seconds(self) -> float: ...
    @property
    def end_seconds(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def begins_paragraph(self) -> bool: ...


T = TypeVar("T", bound=Timed)


def gathered(phrases: Iterable[T]) -> list[list[T]]:
    """Return the phrases in paragraphs: as people marked them or, where nobody marked any, by pauses and length."""
    rows = list(phrases)
    is_marked = any(one.begins_paragraph for one in rows[1:])
    paragraphs: list[list[T]] = []
    for one in rows:
        begins = one.begins_paragraph if is_marked else not paragraphs or _is_end(paragraphs[-1], one)
        if begins or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(one)
    return paragraphs


def _is_end(paragraph: Sequence[Timed], following: Timed) -> bool:
    last = paragraph[-1]
    pause, length = following.seconds - last.end_seconds, sum(len(one.text) + 1 for one in paragraph)
    if pause >= PAUSE_SECONDS or length >= LONGEST_PARAGRAPH:
        return True
    is_whole = last.text.endswith(SENTENCE_ENDS)
    return length >= LONG_ENOUGH and (is_whole or pause >= BREATH_SECONDS) and pause >= 0
