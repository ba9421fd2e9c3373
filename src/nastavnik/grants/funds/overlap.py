"""How much of an application stands in another one already: shingles, runs of words that both have.

A fund refuses two applications of which more than half is alike (Фонд президентских грантов, regulation of contest 2026-1). It does not say
how it counts; runs of five words find copied sentences and pass over usual phrases.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"\w+")
SHINGLE = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that stands in the other one too, by its characters."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a text stands in another one."""

    # of the words of the text, 0 to 1
    share: float
    runs: tuple[Run, ...]


def overlap(text: str, other: str) -> Overlap:
    """Return what of `text` stands in `other`; a text of fewer than five words has nothing to compare."""
    words = [(match.group().casefold().replace("ё", "е"), match.start(), match.end()) for match in WORD.finditer(text)]
    known = set(_shingles([match.group().casefold().replace("ё", "е") for match in WORD.finditer(other)]))
    covered = [False] * len(words)
    for place, shingle in enumerate(_shingles([word for word, _begin, _end in words])):
        if shingle in known:
            covered[place : place + SHINGLE] = [True] * SHINGLE
    share = sum(covered) / len(words) if words else 0.0
    return Overlap(share, tuple(_runs(words, covered)))


def _shingles(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1))


def _runs(words: list[tuple[str, int, int]], covered: list[bool]) -> Iterable[Run]:
    begin: int | None = None
    end = 0
    for (_word, starts, ends), is_covered in zip(words, covered, strict=True):
        if is_covered:
            begin = starts if begin is None else begin
            end = ends
        elif begin is not None:
            yield Run(begin, end)
            begin = None
    if begin is not None:
        yield Run(begin, end)
