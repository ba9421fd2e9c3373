"""An imprint from what a person typed into its form: flat names, lines for lists, «Фамилия Имя Отчество; должность» for persons.

The names are those of the gaps of `records.checks` with an underline in the place of the dot: `publisher_place`, `printing_copies`.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from nastavnik.publishing.records.imprint import (
    Credit,
    Electronic,
    Form,
    Imprint,
    Printing,
    Publisher,
    Purpose,
    Role,
)
from nastavnik.publishing.records.names import Person

Typed = Mapping[str, Any]

PLAIN = ("organisation", "edition", "series", "series_number", "bibliography", "udc", "bbk", "author_mark", "isbn")
PUBLISHER = ("name", "place", "full_name", "address", "phone", "mail", "site")
PRINTING = ("paper_format", "order", "printer", "printer_address", "paper", "typeface", "method", "publisher_sheets")


def imprint_of(typed: Typed, *, title: str, subtitle: str, annotation: str) -> Imprint:
    """Return the imprint of an edition with this title. What was not typed, or is none of its kind, is empty."""
    return Imprint(
        title=title,
        subtitle=subtitle,
        annotation=annotation,
        publisher=Publisher(**{one: _text(typed, f"publisher_{one}") for one in PUBLISHER}),
        year=_number(typed, "year") or 0,
        form=Form(_one_of(typed, "form", tuple(Form), Form.PRINT)),
        above_title=_lines(typed, "above_title"),
        authors=tuple(Person.read(line) for line in _lines(typed, "authors")),
        credits=tuple(_credits(typed)),
        purpose=Purpose(_one_of(typed, "purpose", tuple(Purpose), Purpose.PRACTICAL)),
        pages=_number(typed, "pages"),
        is_illustrated=bool(typed.get("is_illustrated")),
        height_cm=_number(typed, "height_cm"),
        age_mark=_text(typed, "age_mark"),
        copyright_holders=_lines(typed, "copyright_holders"),
        licence=_text(typed, "licence"),
        keywords=tuple(word for one in _text(typed, "keywords").split(",") if (word := one.strip())),
        printing=_printing(typed),
        electronic=_electronic(typed),
        **{name: _text(typed, name) for name in PLAIN},
    )


def form_name(field: str) -> str:
    """Return how the form calls a field of an imprint, which a gap names with a dot."""
    return "credit_compiler" if field == "credits" else field.replace(".", "_")


def _printing(typed: Typed) -> Printing:
    words = {one: _text(typed, f"printing_{one}") for one in PRINTING}
    copies, day = _number(typed, "printing_copies"), _day(typed, "printing_signed_on")
    return Printing(signed_on=day, copies=copies, **words)


def _electronic(typed: Typed) -> Electronic:
    return Electronic(
        released_on=_day(typed, "electronic_released_on"),
        size_bytes=_number(typed, "electronic_size_bytes"),
        requirements=_text(typed, "electronic_requirements"),
        url=_text(typed, "electronic_url"),
        doi=_text(typed, "electronic_doi"),
        read_on=_day(typed, "electronic_read_on"),
    )


def _credits(typed: Typed) -> Iterator[Credit]:
    for role in Role:
        for line in _lines(typed, f"credit_{role}"):
            name, _sign, position = line.partition(";")
            yield Credit(role, Person.read(name), position.strip())


def _text(typed: Typed, name: str) -> str:
    value = typed.get(name)
    return value.strip() if isinstance(value, str) else ""


def _lines(typed: Typed, name: str) -> tuple[str, ...]:
    return tuple(words for line in _text(typed, name).splitlines() if (words := " ".join(line.split())))


def _number(typed: Typed, name: str) -> int | None:
    value = typed.get(name)
    return value if isinstance(value, int) else None


def _day(typed: Typed, name: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(_text(typed, name))
    return None


def _one_of(typed: Typed, name: str, known: tuple[str, ...], otherwise: str) -> str:
    value = _text(typed, name)
    return value if value in known else otherwise
