"""How much of an application stands in another one already: shingles, runs of words that both have.

A fund refuses two applications of which more than half is alike (Фонд президентских грантов, regulation of contest 2026-1). It does not say
how it counts; runs of five words find copied sentences and pass over usual phrases.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from nastavnik.contest.checking.values import Value, Values
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field, Form

WORD = re.compile(r"\w+")
SHINGLE = 5
# marks of runs of words, in their order
Shingles: TypeAlias = "array[int]"
# of sixty applications with a dozen long texts each
MOST_KEPT = 1024
_KEPT: dict[tuple[int, int], Shingles] = {}
# columns of a table that people write in; the others are sums, days and names of rows
WRITTEN = frozenset({FieldKind.LINE, FieldKind.TEXT})
# an organisation has the same people and partners in all its projects
SAME_ANYWAY = frozenset({"team", "partners"})


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


def texts_of(form: Form, values: Values) -> dict[str, str]:
    """Return what is compared of an application, by the keys of fields: long texts, and the words in tables."""
    known = [field for section in form.sections for field in section.fields if field.key in values.keys() - SAME_ANYWAY]
    texts = {field.key: text_in(field, values[field.key]) for field in known}
    return {key: text for key, text in texts.items() if text}


def text_in(field: Field, value: Value) -> str:
    """Return what people have written in a field; empty where a field is not compared: a title, a sum, a choice."""
    if isinstance(value, str):
        return value.strip() if field.kind is FieldKind.TEXT else ""
    written = [column.key for column in field.columns if column.kind in WRITTEN and not column.of]
    rows = [[row.get(key, "").strip() for key in written] for row in value if isinstance(row, dict)]
    return "\n".join(". ".join(cell for cell in row if cell) for row in rows).strip()


def overlap(text: str, other: str) -> Overlap:
    """Return what of `text` stands in `other`; a text of fewer than five words has nothing to compare."""
    own = _read(text)
    shared = own.known.intersection(_shingles_of(other))
    if not shared:
        return Overlap(0.0, ())
    covered = [False] * len(own.places)
    for place, shingle in enumerate(own.shingles):
        if shingle in shared:
            covered[place : place + SHINGLE] = [True] * SHINGLE
    return Overlap(sum(covered) / len(covered), tuple(_runs(own.places, covered)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text taken apart: where its words stand, and the marks of its runs of five in their order."""

    places: list[tuple[int, int]]
    shingles: Shingles
    known: frozenset[int]


@lru_cache(maxsize=64)
def _read(text: str) -> _Text:
    found = list(WORD.finditer(_plain(text)))
    shingles = _marks([match.group() for match in found])
    return _Text([match.span() for match in found], shingles, frozenset(shingles))


def _shingles_of(text: str) -> Shingles:
    """Return the marks of a text's runs of five words.

    The same texts are compared again and again, so their marks are kept: 8 bytes for a word, a tenth of the text itself.
    """
    key = (len(text), hash(text))
    kept = _KEPT.get(key)
    if kept is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[key] = _marks(WORD.findall(_plain(text)))
    return kept


def _marks(words: list[str]) -> Shingles:
    return array("q", map(hash, zip(*(words[place:] for place in range(SHINGLE)), strict=False)))


def _plain(text: str) -> str:
    """Return a text without case and ё, each of its characters where it stood."""
    plain = text.lower().replace("ё", "е")
    return plain if len(plain) == len(text) else text  # a few foreign letters become two


def _runs(places: list[tuple[int, int]], covered: list[bool]) -> Iterable[Run]:
    begin: int | None = None
    end = 0
    for (starts, ends), is_covered in zip(places, covered, strict=True):
        if is_covered:
            begin = starts if begin is None else begin
            end = ends
        elif begin is not None:
            yield Run(begin, end)
            begin = None
    if begin is not None:
        yield Run(begin, end)
