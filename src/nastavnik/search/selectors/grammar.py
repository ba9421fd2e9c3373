"""Words of a text with what a dictionary of Russian knows of them: for whoever looks for names in it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from nastavnik.search.text.lemmas import KEPT_WORDS, RUSSIAN, dictionary, lemma_of
from nastavnik.search.text.words import fold

LETTERS = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
PEOPLE = frozenset({"Name", "Surn", "Patr"})
PLACES = frozenset({"Geox"})
# A dictionary knows for nearly every word that it might be somebody's surname; less likely readings than this do not count.
LEAST_SCORE = 0.25


class NameKind(StrEnum):
    """What a word names, as far as a dictionary knows."""

    PERSON = "person"
    PLACE = "place"
    NONE = ""


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word, where it stands, its likeliest lemma (folded), and what it may be the name of."""

    begin: int
    end: int
    text: str
    lemma: str
    names: NameKind


def known_words(text: str) -> list[KnownWord]:
    """Return the words of a text in their order; a few microseconds each."""
    return [_known(found) for found in LETTERS.finditer(text)]


def _known(found: re.Match[str]) -> KnownWord:
    folded = fold(found[0])
    return KnownWord(found.start(), found.end(), found[0], lemma_of(folded), _names(folded))


@lru_cache(maxsize=KEPT_WORDS // 5)
def _names(word: str) -> NameKind:
    """Tell of what a folded word may be the name; of a double one, of what its parts may be."""
    kinds = [_kind(part) for part in re.split("[-‐‑]", word)]
    return next((kind for kind in kinds if kind), NameKind.NONE)


def _kind(word: str) -> NameKind:
    if not RUSSIAN.fullmatch(word):
        return NameKind.NONE
    for parse in dictionary().parse(word):
        if parse.score < LEAST_SCORE:
            break
        grammemes = frozenset(parse.tag.grammemes)
        if grammemes & PEOPLE:
            return NameKind.PERSON
        if grammemes & PLACES:
            return NameKind.PLACE
    return NameKind.NONE
