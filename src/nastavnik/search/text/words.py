"""Words of a text: the same letters for both databases, with their places in the text.

A word is a row of `[0-9a-zа-я]`: only that is cut into words alike by FTS5's `unicode61`, by PostgreSQL's parser and by us.
"""

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[0-9a-zа-я]+")
# begins only where a word does: a long row of letters is gone through once
HYPHENATED = re.compile(r"(?<![0-9a-zа-я])[0-9a-zа-я]++(?:[-‐‑][0-9a-zа-я]++)+")
HYPHENS = re.compile(r"[-‐‑]")
# soft hyphens of PDF files, stress marks of textbooks, marks of direction
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u0301\u200b\u200e\u200f\ufeff\0"))
# longer rows of letters are not words
MOST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Token:
    """A word, folded, and where it stands in the text."""

    word: str
    begin: int
    end: int


def clean(text: str) -> str:
    """Return a text as it is kept and shown: composed letters, nothing invisible, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(INVISIBLE).split())


def fold(text: str) -> str:
    """Return a text in small letters with ё as е, letter by letter, so that places in it stay where they were."""
    small = text.lower()
    if len(small) != len(text):  # a few letters of other languages become two
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return small.replace("ё", "е")


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text in their order."""
    return [Token(found.group()[:MOST_LETTERS], found.start(), found.end()) for found in WORD.finditer(fold(text))]


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return [word[:MOST_LETTERS] for word in WORD.findall(fold(text))]


def joined_words_of(text: str) -> list[str]:
    """Return the hyphenated words of a text written as one, so that «онлайн-курс» and «онлайнкурс» meet."""
    return [HYPHENS.sub("", word)[:MOST_LETTERS] for word in HYPHENATED.findall(fold(text))]
