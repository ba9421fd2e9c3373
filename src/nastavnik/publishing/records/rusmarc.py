"""A thing as a record of RUSMARC, the Russian UNIMARC, which library programs here take in. Marks between parts are left to them."""

from collections.abc import Iterator

from nastavnik.publishing.records.imprint import Form, Role
from nastavnik.publishing.records.marc import EXCHANGE, DataField, MarcRecord, data_field, in_order, sayable
from nastavnik.publishing.records.names import MOST_IN_HEADING, Person
from nastavnik.publishing.records.work import Work, WorkKind

AUTHOR = "070"
RELATORS = {
    Role.COMPILER: "220",
    Role.EDITOR: "340",
    Role.CHIEF_EDITOR: "340",
    Role.RESPONSIBLE: "651",
    Role.REVIEWER: "675",
    Role.ARTIST: "040",
}
# Unicode, and a title in Cyrillic letters
CHARACTERS = "50  "
SCRIPT = "ca"


def rusmarc_of(work: Work) -> MarcRecord:
    """Return a thing as a record of RUSMARC."""
    kind = "g" if work.kind == WorkKind.FILM else "a"
    return MarcRecord(
        "RUSMARC",
        EXCHANGE,
        f"00000n{kind}m0 2200000   450 ",
        (("001", sayable(work.key)), ("005", f"{work.changed_at:%Y%m%d%H%M%S.0}")),
        in_order([*_numbers(work), *_title(work), *_notes(work), *_names(work)]),
    )


def coded(work: Work) -> str:
    """Return the 36 signs of field 100."""
    year = f"{work.year:04}" if work.year else "    "
    return f"{work.made_at:%Y%m%d}{'d' if work.year else 'u'}{year}    m  y0rusy{CHARACTERS}    {SCRIPT}"


def _numbers(work: Work) -> Iterator[list[DataField]]:
    yield data_field("010", "  ", [("a", work.isbn)])
    # its places count, the empty ones too
    yield [DataField("100", "  ", (("a", coded(work)),))]
    yield data_field("101", "0 ", [("a", work.language_code)])
    yield data_field("102", "  ", [("a", "RU")])
    yield data_field("675", "  ", [("a", work.udc)])
    if work.bbk:
        yield data_field("686", "  ", [("a", work.bbk), ("b", work.author_mark), ("2", "rubbk")])
    yield data_field("801", " 0", [("a", "RU"), ("b", work.source), ("c", f"{work.made_at:%Y%m%d}"), ("g", "RCR")])


def _title(work: Work) -> Iterator[list[DataField]]:
    first, *following = work.answers or ("",)
    answers = [("f", first), *(("g", one) for one in following)]
    yield data_field("200", "1 ", [("a", work.title), ("e", work.subtitle), *answers])
    is_film = work.kind == WorkKind.FILM
    content = [("a", "Изображение"), ("b", "движущееся ; двухмерное")] if is_film else [("a", "Текст")]
    media = "непосредственный" if work.form == Form.PRINT else "электронное" if is_film else "электронный"
    yield data_field("203", "  ", [*content, ("c", media)])
    yield data_field("205", "  ", [("a", work.edition)])
    yield data_field("210", "  ", [("a", work.place), ("c", work.publisher), ("d", str(work.year or ""))])
    if extent := work.extent:
        height = f"{work.height_cm} см" if work.height_cm else ""
        yield data_field("215", "  ", [("a", extent), ("c", "ил." if work.is_illustrated else ""), ("d", height)])
    if work.series:
        yield data_field("225", "1 ", [("a", work.series), ("v", work.series_number)])


def _notes(work: Work) -> Iterator[list[DataField]]:
    yield data_field("320", "  ", [("a", work.bibliography and f"Библиогр.: {work.bibliography}")])
    yield data_field("330", "  ", [("a", work.annotation)])
    yield data_field("333", "  ", [("a", work.age_mark)])
    yield data_field("337", "  ", [("a", work.requirements)])
    yield data_field("371", "0 ", [("a", work.licence)])
    for word in work.keywords:
        yield data_field("610", "0 ", [("a", word)])
    yield data_field("856", "4 ", [("u", work.url)])


def _names(work: Work) -> Iterator[list[DataField]]:
    has_heading = 0 < len(work.authors) <= MOST_IN_HEADING
    for number, person in enumerate(work.authors):
        yield _person("701" if number or not has_heading else "700", person, AUTHOR)
    for credit in work.credits:
        if credit.role in RELATORS:
            yield _person("702", credit.person, RELATORS[credit.role])
    yield data_field("712", "02", [("a", work.organisation), ("4", "650" if work.organisation else "")])


def _person(tag: str, person: Person, does: str) -> list[DataField]:
    """Return a name: its initials, and whole in a part of its own when it is known whole."""
    whole = "" if "." in person.given else person.given
    parts = [("a", person.surname), ("b", person.initials), ("g", whole), ("4", does)]
    return data_field(tag, " 1" if person.given else " 0", parts)
