"""The pages of an imprint as lines in their order: title page, its verso, the last page. A design sets each kind of line its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nastavnik.publishing.records.description import record_of, with_dot
from nastavnik.publishing.records.imprint import Form, Imprint, Purpose, Role
from nastavnik.publishing.records.names import MOST_IN_HEADING
from nastavnik.publishing.records.numbers import conditional_sheets, day_in_digits, size_in_words, with_comma


class LineKind(StrEnum):
    """What a line is."""

    ABOVE_TITLE = "above_title"
    AUTHOR = "author"
    TITLE = "title"
    SUBTITLE = "subtitle"
    EDITION = "edition"
    SERIES = "series"
    PLACE = "place"
    INDEX = "index"
    MARK = "mark"
    CREDIT = "credit"
    RECORD = "record"
    ANNOTATION = "annotation"
    AGE = "age"
    ISBN = "isbn"
    COPYRIGHT = "copyright"
    PURPOSE = "purpose"
    RELEASE = "release"
    PUBLISHER = "publisher"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an imprint."""

    kind: LineKind
    text: str


PURPOSES = {
    Purpose.PRACTICAL: "Производственно-практическое издание",
    Purpose.TEACHING: "Учебное издание",
    Purpose.SCIENTIFIC: "Научное издание",
    Purpose.POPULAR: "Научно-популярное издание",
    Purpose.REFERENCE: "Справочное издание",
    Purpose.LITERARY: "Литературно-художественное издание",
}
ELECTRONIC = "Электронное издание сетевого распространения"
ON_VERSO = {
    Role.COMPILER: ("Составитель", "Составители"),
    Role.EDITOR: ("Редактор", "Редакторы"),
    Role.CHIEF_EDITOR: ("Ответственный редактор", "Ответственные редакторы"),
    Role.RESPONSIBLE: ("Ответственный за выпуск", "Ответственные за выпуск"),
    Role.REVIEWER: ("Рецензент", "Рецензенты"),
}
ON_LAST_PAGE = {
    Role.EDITOR: ("Редактор", "Редакторы"),
    Role.PROOFREADER: ("Корректор", "Корректоры"),
    Role.ARTIST: ("Художник", "Художники"),
    Role.LAYOUT: ("Вёрстка", "Вёрстка"),
}


def title_page(imprint: Imprint) -> tuple[Line, ...]:
    """Return the title page. More than three authors stand on its verso."""
    authors = imprint.authors if len(imprint.authors) <= MOST_IN_HEADING else ()
    place = imprint.publisher.place
    return _filled(
        [
            *(Line(LineKind.ABOVE_TITLE, one) for one in imprint.above_title),
            Line(LineKind.SERIES, imprint.series),
            *(Line(LineKind.AUTHOR, one.signed) for one in authors),
            Line(LineKind.TITLE, imprint.title),
            Line(LineKind.SUBTITLE, _capital(imprint.subtitle)),
            Line(LineKind.EDITION, imprint.edition),
            *(Line(LineKind.PLACE, one) for one in (place, imprint.publisher.name, str(imprint.year or ""))),
        ]
    )


def verso(imprint: Imprint) -> tuple[Line, ...]:
    """Return the page behind the title: indexes, who worked on it, the record with the annotation, signs."""
    year = f", {imprint.year}" if imprint.year else ""
    return _filled(
        [
            Line(LineKind.INDEX, f"УДК {imprint.udc}" if imprint.udc else ""),
            Line(LineKind.INDEX, f"ББК {imprint.bbk}" if imprint.bbk else ""),
            Line(LineKind.MARK, imprint.author_mark),
            *_authors_of_many(imprint),
            *_credits(imprint, ON_VERSO),
            Line(LineKind.RECORD, record_of(imprint)),
            Line(LineKind.ANNOTATION, imprint.annotation),
            Line(LineKind.AGE, imprint.age_mark),
            Line(LineKind.ISBN, f"ISBN {imprint.isbn}" if imprint.isbn else ""),
            *(Line(LineKind.COPYRIGHT, f"© {one}{year}") for one in imprint.copyright_holders),
            Line(LineKind.COPYRIGHT, imprint.licence),
        ]
    )


def last_page(imprint: Imprint) -> tuple[Line, ...]:
    """Return the last page: what kind of edition it is, what it is called, when and where it was made."""
    release = _printed(imprint) if imprint.form == Form.PRINT else _released(imprint)
    return _filled(
        [
            Line(LineKind.PURPOSE, PURPOSES[imprint.purpose]),
            Line(LineKind.PURPOSE, ELECTRONIC if imprint.form == Form.ELECTRONIC else ""),
            *(Line(LineKind.AUTHOR, one.whole) for one in imprint.authors),
            Line(LineKind.TITLE, imprint.title),
            Line(LineKind.SUBTITLE, _capital(imprint.subtitle)),
            *_credits(imprint, ON_LAST_PAGE),
            Line(LineKind.RELEASE, " ".join(with_dot(one) for one in release if one)),
            *_makers(imprint),
        ]
    )


def _filled(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _authors_of_many(imprint: Imprint) -> Iterator[Line]:
    if len(imprint.authors) > MOST_IN_HEADING:
        yield Line(LineKind.CREDIT, f"Авторы: {', '.join(one.signed for one in imprint.authors)}")


def _credits(imprint: Imprint, roles: dict[Role, tuple[str, str]]) -> Iterator[Line]:
    for role, (one, many) in roles.items():
        named = [credit for credit in imprint.credits if credit.role == role]
        if named:
            persons = "; " if any(credit.position for credit in named) else ", "
            words = persons.join(", ".join(filter(None, (it.person.signed, it.position))) for it in named)
            yield Line(LineKind.CREDIT, f"{one if len(named) == 1 else many}: {words}")


def _printed(imprint: Imprint) -> list[str]:
    told = imprint.printing
    sheets = conditional_sheets(imprint.pages, told.paper_format) if imprint.pages else None
    return [
        f"Подписано в печать {day_in_digits(told.signed_on)}" if told.signed_on else "",
        f"Формат {told.paper_format}" if told.paper_format else "",
        told.paper and f"Бумага {told.paper}",
        told.typeface and f"Гарнитура {told.typeface}",
        told.method and f"Печать {told.method}",
        f"Усл. печ. л. {with_comma(sheets)}" if sheets is not None else "",
        told.publisher_sheets and f"Уч.-изд. л. {told.publisher_sheets}",
        f"Тираж {told.copies} экз." if told.copies else "",
        told.order and f"Заказ № {told.order}",
    ]


def _released(imprint: Imprint) -> list[str]:
    told = imprint.electronic
    return [
        f"Подписано к использованию {day_in_digits(told.released_on)}" if told.released_on else "",
        f"Объём издания {size_in_words(told.size_bytes)}" if told.size_bytes else "",
        told.requirements and f"Минимальные системные требования: {told.requirements}",
        told.doi and f"DOI {told.doi}",
        told.url and f"URL: {told.url}",
    ]


def _makers(imprint: Imprint) -> Iterator[Line]:
    publisher, printing = imprint.publisher, imprint.printing
    phone = f"тел.: {publisher.phone}" if publisher.phone else ""
    told = [publisher.full_name or publisher.name, publisher.address, phone, publisher.mail, publisher.site]
    yield Line(LineKind.PUBLISHER, with_dot("Издатель: " + ", ".join(one for one in told if one)) if told[0] else "")
    if imprint.form == Form.PRINT and printing.printer:
        house = ", ".join(one for one in (printing.printer, printing.printer_address) if one)
        yield Line(LineKind.PRINTER, with_dot(f"Отпечатано: {house}"))
