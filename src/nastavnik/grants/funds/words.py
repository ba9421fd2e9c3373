"""Words of Russian texts as a checker compares them: roughly, so that an ending makes no difference."""

import re

WORD = re.compile(r"[^\W\d_]+")
# shorter ones are prepositions and abbreviations
SHORTEST, STEM = 4, 6


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text."""
    return frozenset(stem_of(word) for word in WORD.findall(text) if len(word) >= SHORTEST)


def stem_of(word: str) -> str:
    """Return the beginning of a word: without its last two letters, at most six."""
    plain = word.casefold().replace("ё", "е")
    return plain[: max(SHORTEST - 1, min(STEM, len(plain) - 2))]
