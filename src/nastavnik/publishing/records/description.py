"""The bibliographic record of an edition by ГОСТ Р 7.0.100-2018.

Areas are parted by «. – »; in the record of an edition every one of them stands, so that a library can take it as it is.
"""

from collections.abc import Iterable, Sequence

from nastavnik.publishing.records.imprint import Form, Imprint, Role
from nastavnik.publishing.records.names import MOST_IN_HEADING, Person, signed
from nastavnik.publishing.records.numbers import day_in_digits, size_in_words

AREA = ". – "
NO_PLACE = "[Б. м.]"
NO_PUBLISHER = "[б. и.]"
# what a person did, for one and for several; the editor stands in another case
RESPONSIBILITY = {
    Role.COMPILER: ("составитель {}", "составители: {}"),
    Role.CHIEF_EDITOR: ("ответственный редактор {}", "ответственные редакторы: {}"),
    Role.EDITOR: ("редактор {}", "редакторы: {}"),
    Role.RESPONSIBLE: ("ответственный за выпуск {}", "ответственные за выпуск: {}"),
    Role.ARTIST: ("художник {}", "художники: {}"),
}
MEDIA = {Form.PRINT: "Текст : непосредственный", Form.ELECTRONIC: "Текст : электронный"}


def heading_of(authors: Sequence[Person]) -> str:
    """Return what a record begins with: the first of up to three authors; nothing with more of them, or none."""
    return authors[0].heading if 0 < len(authors) <= MOST_IN_HEADING else ""


def record_of(imprint: Imprint) -> str:
    """Return the whole record of an edition."""
    heading = heading_of(imprint.authors)
    return f"{with_dot(heading)} {description_of(imprint)}".strip()


def description_of(imprint: Imprint) -> str:
    """Return the record of an edition without its heading."""
    return in_areas(
        [
            title_area(imprint.title, imprint.subtitle, responsibility_of(imprint)),
            imprint.edition,
            publication_of(imprint),
            extent_of(imprint),
            _series(imprint),
            _bibliography(imprint),
            _copies(imprint),
            f"ISBN {imprint.isbn}" if imprint.isbn else "",
            *_access(imprint),
            MEDIA[imprint.form],
        ]
    )


def in_areas(areas: Iterable[str], stop: str = AREA) -> str:
    """Return the areas that are there as one record, with `stop` between them and a full stop behind the last."""
    record = ""
    for area in areas:
        if area:
            record += f"{stop.removeprefix('.') if _is_stopped(record) else stop}{area}" if record else area
    return with_dot(record)


def with_dot(text: str) -> str:
    """Return a text with a full stop behind it, if it is not empty and none stands there, nor three of them."""
    return text if not text or _is_stopped(text) else f"{text}."


def _is_stopped(text: str) -> bool:
    return text.endswith((".", "…"))


def title_area(title: str, subtitle: str, responsible: Iterable[str]) -> str:
    """Return «Заглавие : сведения / ответственность ; ответственность»."""
    titles = " : ".join(one for one in (title, subtitle) if one)
    answering = " ; ".join(one for one in responsible if one)
    return f"{titles} / {answering}" if answering else titles


def responsibility_of(imprint: Imprint) -> list[str]:
    """Return who answers for an edition: its authors, the organisation, compilers, editors."""
    found = [signed(imprint.authors), imprint.organisation]
    for role, (one, many) in RESPONSIBILITY.items():
        if persons := imprint.persons(role):
            found.append((one if len(persons) == 1 else many).format(signed(persons)))
    return [answer for answer in found if answer]


def publication_of(imprint: Imprint) -> str:
    """Return «Место : Издатель, год»; no year as long as nobody has typed one."""
    place, name = imprint.publisher.place or NO_PLACE, imprint.publisher.name or NO_PUBLISHER
    return ", ".join(one for one in (f"{place} : {name}", str(imprint.year or "")) if one)


def extent_of(imprint: Imprint) -> str:
    """Return «96 с. : ил. ; 21 см», and of a file its size."""
    if imprint.form == Form.ELECTRONIC:
        size = imprint.electronic.size_bytes
        return f"1 файл ({size_in_words(size)})" if size else ""
    pages = f"{imprint.pages} с." if imprint.pages else ""
    parts = [pages, ": ил." if imprint.is_illustrated else "", f"; {imprint.height_cm} см" if imprint.height_cm else ""]
    return " ".join(one for one in parts if one) if pages else ""


def _series(imprint: Imprint) -> str:
    numbered = " ; ".join(one for one in (imprint.series, imprint.series_number) if one)
    return f"({numbered})" if imprint.series else ""


def _bibliography(imprint: Imprint) -> str:
    return f"Библиогр.: {imprint.bibliography}" if imprint.bibliography else ""


def _copies(imprint: Imprint) -> str:
    copies = imprint.printing.copies
    return f"{copies} экз." if copies and imprint.form == Form.PRINT else ""


def _access(imprint: Imprint) -> list[str]:
    """Return where an electronic edition is read."""
    told = imprint.electronic
    if imprint.form != Form.ELECTRONIC:
        return []
    read_on = f" (дата обращения: {day_in_digits(told.read_on)})" if told.read_on else ""
    requirements = f"Системные требования: {told.requirements.rstrip('.')}" if told.requirements else ""
    return [requirements, f"DOI {told.doi}" if told.doi else "", f"URL: {told.url}{read_on}" if told.url else ""]
