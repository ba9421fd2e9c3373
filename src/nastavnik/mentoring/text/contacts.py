"""What leads to somebody in a text without being a word: telephones, mail, addresses of the network, numbers of libraries, initials."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_DIGITS = 5
MOST_DIGITS = 15

MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
LINK = re.compile(
    r"(?:https?://|www\.)\S{1,500}|\b(?:vk\.com|t\.me|ok\.ru|dzen\.ru|rutube\.ru)/\S{1,200}|(?<!\w)@\w{3,32}",
    re.IGNORECASE,
)
# what may be a telephone: it begins with + or a bracket, or holds a hyphen, or is one row of ten or eleven figures
DIGITS = re.compile(r"(?<![\w.,])[+(]?\d(?:[ \u00a0]?[-–()]?[ \u00a0]?\d){4,14}(?![\w])")
YEARS = re.compile(r"(?:19|20)\d\d ?[-–] ?(?:19|20)?\d\d")
WHOLE_NUMBER = re.compile(r"[78]?\d{10}")
LIBRARY = re.compile(
    r"(?:библиотек|филиал|отдел)[а-яё]*(?:[ -]+филиал[а-яё]*)? {0,3}(?:№|N|No\.?) ?\d{1,4}", re.IGNORECASE
)
INITIALS = re.compile(r"\b[А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|\b[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.")


class Lead(StrEnum):
    """By what somebody may be recognised."""

    PERSON = "person"
    PLACE = "place"
    LIBRARY = "library"
    PHONE = "phone"
    MAIL = "mail"
    LINK = "link"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that may lead to somebody."""

    begin: int
    end: int
    lead: Lead


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `lead` is empty where nothing is seen in it."""

    text: str
    lead: Lead | None = None


def find_contacts(text: str) -> Iterator[Mark]:
    """Return what is no word and leads to somebody, in no order."""
    for pattern, lead in ((MAIL, Lead.MAIL), (LINK, Lead.LINK), (LIBRARY, Lead.LIBRARY), (INITIALS, Lead.PERSON)):
        yield from (Mark(found.start(), found.end(), lead) for found in pattern.finditer(text))
    for found in DIGITS.finditer(text):
        if _is_phone(found[0]):
            yield Mark(found.start(), found.end(), Lead.PHONE)


def _is_phone(row: str) -> bool:
    digits = "".join(one for one in row if one.isdigit())
    if YEARS.fullmatch(row):
        return False
    return row[0] in "+(" or "-" in row or "–" in row or WHOLE_NUMBER.fullmatch(digits) is not None


def sift(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks in their order, of those that overlap the longest."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.begin - one.end, one.begin)):
        if all(mark.end <= other.begin or other.end <= mark.begin for other in chosen):
            chosen.append(mark)
    return sorted(chosen, key=lambda one: one.begin)


def cut(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Return a text in pieces, those of `marks` (of `sift`) with what is seen in them."""
    pieces, place = list[Piece](), 0
    for mark in marks:
        pieces.append(Piece(text[place : mark.begin]))
        pieces.append(Piece(text[mark.begin : mark.end], mark.lead))
        place = mark.end
    pieces.append(Piece(text[place:]))
    return [piece for piece in pieces if piece.text]
