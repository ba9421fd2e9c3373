"""Words with their seconds, out of the phrases of a transcript."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

_LETTERS = re.compile(r"[^\W_]+")


class Phrase(Protocol):
    """A phrase as `video.selectors.words.CueRow` tells it.

    `words`: of each word of `text.split()` its begin and its end, and whatever is known of it besides; empty where they are not known.
    """

    @property
    def seconds(self) -> float: ...
    @property
    def end_seconds(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> Sequence[Sequence[float]]: ...
    @property
    def begins_paragraph(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written, with the marks around it, and when it is said."""

    text: str
    seconds: float
    end_seconds: float
    # of the phrases, whose first word it is and at which a person began a paragraph
    begins_paragraph: bool = False


def bare(text: str) -> str:
    """Return a word as it is compared: letters and figures alone, small ones, ё as е."""
    return "".join(_LETTERS.findall(text.lower().replace("ё", "е")))


def words_of(phrases: Iterable[Phrase]) -> list[Word]:
    """Return the words of phrases in their order; none of them begins before the one that stands before it."""
    found, latest = list[Word](), 0.0
    for phrase in phrases:
        texts = phrase.text.split()
        known = len(phrase.words) == len(texts)
        times = (
            [(one[0], one[1]) for one in phrase.words] if known else spread(texts, phrase.seconds, phrase.end_seconds)
        )
        for number, (text, (begin, end)) in enumerate(zip(texts, times, strict=True)):
            latest = max(begin, latest)
            found.append(Word(text, latest, max(end, latest), phrase.begins_paragraph and not number))
    return found


def spread(texts: Sequence[str], seconds: float, end_seconds: float) -> list[tuple[float, float]]:
    """Return times for words of which only the whole stretch is known: each gets as much as it has letters."""
    whole = sum(len(text) + 1 for text in texts)
    found, done = list[tuple[float, float]](), 0
    for text in texts:
        begin, done = done, done + len(text) + 1
        length = end_seconds - seconds
        found.append((round(seconds + length * begin / whole, 3), round(seconds + length * done / whole, 3)))
    return found
