"""Where sentences end: by their marks, never behind an abbreviation or initials; in speech without marks, by the pauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from nastavnik.publishing.speech.vocabulary import ABBREVIATIONS, CLOSING
from nastavnik.publishing.speech.words import Word

_END = re.compile(r"(?<![.!?…])[.!?…]+[»”\"')\]]*$")
_OPENING = re.compile(r"^[«„“\"'(\[—–-]*(?:[А-ЯЁA-Z]|\d)")
_INITIAL = re.compile(r"^[«(„]*[А-ЯЁA-Z]\.$")
_DASH = re.compile(r"^[—–-]+$")

# Speech in which fewer words than one of so many end a sentence was written down without marks.
WORDS_PER_MARK = 60
PAUSE_SECONDS = 0.6
FEWEST_WORDS = 4
# Longer ones are cut at the longest pause of their middle, whatever it is.
MOST_WORDS = 45


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and when it is said; without seconds it was written by a person and never said."""

    text: str
    seconds: float | None
    end_seconds: float | None

    @property
    def is_said(self) -> bool:
        """Whether there is sound for it."""
        return self.seconds is not None


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a text. Joined by single spaces they are the text again, but for its spaces."""
    found, begin = list[str](), 0
    words = text.split()
    for number, word in enumerate(words, start=1):
        if number == len(words) or does_end(word, words[number]):
            found.append(" ".join(words[begin:number]))
            begin = number
    return found


def does_end(word: str, following: str) -> bool:
    """Tell whether a sentence ends with `word` when `following` comes next. A lone dash says nothing of its own."""
    if not _END.search(word):
        return False
    if not _OPENING.match(following) and not _DASH.match(following):
        return False
    if not word.endswith("."):
        return True
    if _INITIAL.match(word):
        return False
    short = word.rstrip(".").lstrip('«(„"').lower()
    return short not in ABBREVIATIONS or (short in CLOSING and following[:1].isalpha())


def cut(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of speech in sentences; a paragraph that a person began begins one."""
    is_marked = sum(bool(_END.search(word.text)) for word in words) * WORDS_PER_MARK >= len(words)
    found = list[list[Word]]()
    for number, word in enumerate(words):
        previous = words[number - 1]
        if not number or word.begins_paragraph or _is_border(previous, word, len(found[-1]), is_marked=is_marked):
            found.append([])
        found[-1].append(word)
    return [part for one in found for part in _bearable(one)]


def _is_border(previous: Word, word: Word, length: int, *, is_marked: bool) -> bool:
    if is_marked or _END.search(previous.text):
        return does_end(previous.text, word.text)
    return length >= FEWEST_WORDS and word.seconds - previous.end_seconds >= PAUSE_SECONDS


def _bearable(words: list[Word]) -> list[list[Word]]:
    """Return the words cut at their longest pauses into pieces that are not too long."""
    parts, waiting = list[list[Word]](), [words]
    while waiting:
        one = waiting.pop()
        if len(one) <= MOST_WORDS:
            parts.append(one)
            continue
        middle = range(len(one) // 4, len(one) - len(one) // 4)
        at = max(middle, key=partial(_break, one))
        waiting += [one[at:], one[:at]]
    return parts


def _break(words: Sequence[Word], place: int) -> tuple[float, int]:
    """Return how good a place is for a cut: the longest pause, of equal ones that which is nearest the middle."""
    pause = words[place].seconds - words[place - 1].end_seconds
    return round(pause, 2), -abs(place * 2 - len(words))


def sentence_of(words: Sequence[Word]) -> Sentence:
    """Return these words as a sentence."""
    return Sentence(" ".join(word.text for word in words), words[0].seconds, words[-1].end_seconds)
