"""Words of a text, found again after the text was changed; and the text with the words marked.

The same words are taken where they stand nearest to where they stood. Where they are gone, words that are nearly the same are taken
(letters of one size, ё as е, blanks and signs left out, one word in four another); where there are none the remark says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

WORD = re.compile(r"\w+")
# how alike some words must be to those that were quoted
ALIKE = 0.75
# a longer quote is looked for by its first words
MOST_WORDS = 60
# windows that are compared in full; a longer text is looked through only near the place
MOST_WINDOWS = 400


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where words stand in a text, counted in characters; `is_exact`: letter by letter as they were quoted."""

    begin: int
    end: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of a text, the names of what is said of it, and of what begins with it."""

    text: str
    names: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    begin: int
    end: int


def find(text: str, quote: str, near: int = 0) -> Anchor | None:
    """Return where the quoted words stand in a text, nearest to `near`; None: they do not any more."""
    if not quote.strip():
        return None
    if exact := list(_exact(text, quote)):
        begin = min(exact, key=lambda place: abs(place - near))
        return Anchor(begin, begin + len(quote), is_exact=True)
    return _nearly(text, quote, near)


def marked(text: str, anchors: Iterable[tuple[str, Anchor]]) -> list[Marked]:
    """Return a text in pieces, each with the names of the anchors that cover it; together the pieces are the text.

    An anchor may reach beyond the text, on either side.
    """
    spans = [(name, anchor) for name, anchor in anchors if anchor.begin < len(text) and anchor.end > 0]
    ends = {edge for _name, one in spans for edge in (one.begin, one.end) if 0 < edge < len(text)}
    edges = sorted({0, len(text), *ends})
    pieces = []
    for begin, end in pairwise(edges):
        covering = [(name, one) for name, one in spans if one.begin <= begin and end <= one.end]
        begun = tuple(name for name, one in covering if one.begin == begin)
        pieces.append(Marked(text[begin:end], tuple(name for name, _one in covering), begun))
    return pieces


def _exact(text: str, quote: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _nearly(text: str, quote: str, near: int) -> Anchor | None:
    """Return the words of a text that are most like the quoted ones."""
    wanted = _words(quote)[:MOST_WORDS]
    words = _words(text)
    size = len(wanted)
    if not size or size > len(words):
        return None
    wished = [one.text for one in wanted]
    starts = sorted(range(len(words) - size + 1), key=lambda start: abs(words[start].begin - near))
    best, found = 0.0, -1
    for start in _promising(words, wished, starts):
        likeness = _likeness(wished, [one.text for one in words[start : start + size]])
        if likeness > best:
            best, found = likeness, start
    if best < ALIKE:
        return None
    return Anchor(words[found].begin, words[found + size - 1].end, is_exact=False)


def _promising(words: Sequence[_Word], wished: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Return where so many of the wished words stand that a window may be like them, the nearest first."""
    known = set(wished)
    hits = [0, *(one.text in known for one in words)]
    for index in range(1, len(hits)):
        hits[index] += hits[index - 1]
    size, least = len(wished), int(len(wished) * ALIKE)
    return [start for start in starts if hits[start + size] - hits[start] >= max(least, 1)][:MOST_WINDOWS]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _words(text: str) -> list[_Word]:
    return [_Word(_plain(one.group()), one.start(), one.end()) for one in WORD.finditer(text)]


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")
