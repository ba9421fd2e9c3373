"""What an imprint lacks before it goes to press, each gap a sentence. What a library may leave out is told, and holds nothing up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.publishing.records.description import heading_of
from nastavnik.publishing.records.imprint import Form, Imprint, Role
from nastavnik.publishing.records.numbers import conditional_sheets, is_isbn_shaped, isbn_check_digit, isbn_digits

AGE_MARKS = ("0+", "6+", "12+", "16+", "18+")
MOST_IN_ANNOTATION = 850
FIRST_YEAR = 1900
LAST_YEAR = 2199
# indexes begin with figures; what follows are the signs of their tables
_INDEX = re.compile(r"\d[\d.,:;/()=+*\"'«»\s\-–\[\]А-Яа-яЁёA-Za-z]*")
_AUTHOR_MARK = re.compile(r"([А-ЯЁA-Z])\s?\d{1,3}")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or wrong. `field` is that of `Imprint`, with a dot for what is inside it; `holds_up`: it must be mended."""

    field: str
    words: str
    holds_up: bool = True


def gaps_of(imprint: Imprint) -> tuple[Gap, ...]:
    """Return what an imprint lacks, in the order in which it is read."""
    return tuple(gap for check in CHECKS for gap in check(imprint))


def _what_it_is(imprint: Imprint) -> Iterator[Gap]:
    if not imprint.title.strip():
        yield Gap("title", _("The title is missing."))
    if not imprint.publisher.name.strip():
        yield Gap("publisher.name", _("The publisher is missing."))
    if not imprint.publisher.place.strip():
        yield Gap("publisher.place", _("The place of publication is missing."))
    if not FIRST_YEAR <= imprint.year <= LAST_YEAR:
        yield Gap("year", _("The year is not one of four figures."))
    if not imprint.above_title:
        yield Gap("above_title", _("The organisation above the title is missing."), holds_up=False)


def _who_made_it(imprint: Imprint) -> Iterator[Gap]:
    if not imprint.authors and not imprint.organisation and not imprint.persons(Role.COMPILER, Role.EDITOR):
        yield Gap(
            "credits", _("Nobody answers for the edition: name an author, a compiler, an editor or an organisation.")
        )
    if not imprint.copyright_holders:
        yield Gap("copyright_holders", _("The sign © has no name: who holds the rights?"))


def _indexes(imprint: Imprint) -> Iterator[Gap]:
    for field, name, index in (("udc", "УДК", imprint.udc), ("bbk", "ББК", imprint.bbk)):
        if not index:
            yield Gap(field, _("The index %(name)s is missing.") % {"name": name})
        elif not _INDEX.fullmatch(index):
            yield Gap(field, _("This is no index %(name)s: it begins with a figure.") % {"name": name})


def _author_mark(imprint: Imprint) -> Iterator[Gap]:
    match = _AUTHOR_MARK.fullmatch(imprint.author_mark)
    first = next((letter for letter in heading_of(imprint.authors) or imprint.title if letter.isalpha()), "")
    if not imprint.author_mark:
        yield Gap("author_mark", _("The author mark is missing."))
    elif match is None:
        yield Gap("author_mark", _("An author mark is a letter and up to three figures, for instance Ш 67."))
    elif first and _plain(match[1]) != _plain(first):
        words = _("The author mark begins with %(mark)s, but the record begins with %(letter)s.")
        yield Gap("author_mark", words % {"mark": match[1], "letter": first.upper()})


def _plain(letter: str) -> str:
    return letter.upper().replace("Ё", "Е")


def _isbn(imprint: Imprint) -> Iterator[Gap]:
    digits = isbn_digits(imprint.isbn)
    if not digits:
        return
    if not is_isbn_shaped(digits):
        yield Gap("isbn", _("An ISBN has 13 figures and begins with 978 or 979, or it has 10."))
    elif digits[-1] != (right := isbn_check_digit(digits)):
        words = _("The check digit of the ISBN is wrong: it ends with %(digit)s, but should with %(right)s.")
        yield Gap("isbn", words % {"digit": digits[-1], "right": right})


def _reader(imprint: Imprint) -> Iterator[Gap]:
    if imprint.age_mark not in AGE_MARKS:
        yield Gap("age_mark", _("The age mark is missing: 0+, 6+, 12+, 16+ or 18+."))
    if not imprint.annotation.strip():
        yield Gap("annotation", _("The annotation is missing: what it is about and for whom."))
    elif (over := len(imprint.annotation) - MOST_IN_ANNOTATION) > 0:
        words = ngettext(
            "The annotation is %(over)d character too long.", "The annotation is %(over)d characters too long.", over
        )
        yield Gap("annotation", words % {"over": over}, holds_up=False)


def _printing(imprint: Imprint) -> Iterator[Gap]:
    told = imprint.printing
    if imprint.form != Form.PRINT:
        return
    if told.signed_on is None:
        yield Gap("printing.signed_on", _("The day on which it is signed for print is missing."))
    if not told.paper_format:
        yield Gap("printing.paper_format", _("The format of the paper is missing, for instance 60×84/16."))
    elif conditional_sheets(1, told.paper_format) is None:
        yield Gap("printing.paper_format", _("The format of the paper is written like 60×84/16."))
    if not told.printer:
        yield Gap("printing.printer", _("The printing house is missing."))
    if not told.order:
        yield Gap("printing.order", _("The number of the order is missing."), holds_up=False)


def _counts(imprint: Imprint) -> Iterator[Gap]:
    if imprint.form != Form.PRINT:
        return
    if not imprint.pages:
        yield Gap("pages", _("The number of pages is missing."))
    if not imprint.printing.copies:
        yield Gap("printing.copies", _("The number of copies is missing."))


def _electronic(imprint: Imprint) -> Iterator[Gap]:
    told = imprint.electronic
    if imprint.form != Form.ELECTRONIC:
        return
    if told.released_on is None:
        yield Gap("electronic.released_on", _("The day on which it is released is missing."))
    if not told.size_bytes:
        yield Gap("electronic.size_bytes", _("The size of the file is missing."))
    if not told.requirements:
        yield Gap("electronic.requirements", _("The system requirements are missing."))
    if not told.url and not told.doi:
        yield Gap("electronic.url", _("The address of the edition is missing."))


def _address(imprint: Imprint) -> Iterator[Gap]:
    if not imprint.publisher.address:
        yield Gap("publisher.address", _("The address of the publisher is missing."))


CHECKS: tuple[Callable[[Imprint], Iterator[Gap]], ...] = (
    _what_it_is,
    _who_made_it,
    _indexes,
    _author_mark,
    _reader,
    _isbn,
    _counts,
    _printing,
    _electronic,
    _address,
)
