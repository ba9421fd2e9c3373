"""A thing as a record of MARC 21, described by the Russian rules (`rcr`), with the marks between its parts inside them."""

from collections.abc import Iterator

from nastavnik.publishing.records.imprint import Form, Role
from nastavnik.publishing.records.marc import SLIM, DataField, MarcRecord, data_field, in_order, sayable
from nastavnik.publishing.records.names import MOST_IN_HEADING, Person
from nastavnik.publishing.records.work import Work, WorkKind

RELATORS = {
    Role.COMPILER: ("составитель", "com"),
    Role.EDITOR: ("редактор", "edt"),
    Role.CHIEF_EDITOR: ("ответственный редактор", "edt"),
    Role.RESPONSIBLE: ("ответственный за выпуск", "pbd"),
    Role.REVIEWER: ("рецензент", "rev"),
    Role.ARTIST: ("художник", "art"),
}
MOST_MINUTES = 999


def marc21_of(work: Work) -> MarcRecord:
    """Return a thing as a record of MARC 21."""
    kind = "g" if work.kind == WorkKind.FILM else "a"
    return MarcRecord(
        "MARC21",
        SLIM,
        f"00000n{kind}m a2200000 i 4500",
        (("001", sayable(work.key)), ("005", f"{work.changed_at:%Y%m%d%H%M%S.0}"), ("008", coded(work))),
        in_order([*_numbers(work), *_names(work), *_title(work), *_carrier(work), *_notes(work)]),
    )


def coded(work: Work) -> str:
    """Return the 40 signs of field 008."""
    year = f"{work.year:04}" if work.year else "uuuu"
    is_online = "o" if work.form == Form.ELECTRONIC else " "
    head = f"{work.made_at:%y%m%d}{'s' if work.year else 'n'}{year}    ru "
    if work.kind == WorkKind.FILM:
        minutes = f"{min(work.minutes, MOST_MINUTES):03}" if work.minutes else "---"
        middle = f"{minutes}{' ' * 8}{is_online}{' ' * 3}vl"
    else:
        middle = f"{'a' if work.is_illustrated else ' '}    {is_online}{' ' * 5}000 0 "
    return f"{head}{middle}{work.language_code} d"


def _numbers(work: Work) -> Iterator[list[DataField]]:
    yield data_field("020", "  ", [("a", work.isbn)])
    yield data_field("040", "  ", [("a", work.source), ("b", "rus"), ("e", "rcr")])
    yield data_field("041", "0 ", [("a", work.language_code)])
    yield data_field("080", "  ", [("a", work.udc)])
    if work.bbk:
        yield data_field("084", "  ", [("a", work.bbk), ("b", work.author_mark), ("2", "rubbk")])


def _names(work: Work) -> Iterator[list[DataField]]:
    has_heading = 0 < len(work.authors) <= MOST_IN_HEADING
    for number, person in enumerate(work.authors):
        yield _person("100" if has_heading and not number else "700", person, "автор", "aut")
    for credit in work.credits:
        if credit.role in RELATORS:
            yield _person("700", credit.person, *RELATORS[credit.role])
    yield data_field("710", "2 ", [("a", work.organisation)])


def _person(tag: str, person: Person, does: str, code: str) -> list[DataField]:
    name = f"{person.surname}, {person.given}" if person.given else person.surname
    return data_field(tag, "1 " if person.given else "0 ", [("a", name), ("e", does), ("4", code)])


def _title(work: Work) -> Iterator[list[DataField]]:
    answers = " ; ".join(work.answers)
    title = f"{work.title} :" if work.subtitle else work.title
    subtitle = f"{work.subtitle} /" if answers and work.subtitle else work.subtitle
    title = f"{title} /" if answers and not work.subtitle else title
    first = "1" if 0 < len(work.authors) <= MOST_IN_HEADING else "0"
    yield data_field("245", f"{first}0", [("a", title), ("b", subtitle), ("c", answers)])
    yield data_field("250", "  ", [("a", work.edition)])
    place = f"{work.place} :" if work.publisher and work.place else work.place
    publisher = f"{work.publisher}," if work.year and work.publisher else work.publisher
    yield data_field("264", " 1", [("a", place), ("b", publisher), ("c", str(work.year or ""))])
    series = f"{work.series} ;" if work.series_number and work.series else work.series
    yield data_field("490", "0 ", [("a", series), ("v", work.series_number if work.series else "")])


def _carrier(work: Work) -> Iterator[list[DataField]]:
    """Yield how much it is, and what one needs to read it."""
    if extent := work.extent:
        pictures, height = "ил." if work.is_illustrated else "", f"{work.height_cm} см" if work.height_cm else ""
        extent += " :" if pictures else " ;" if height else ""
        pictures += " ;" if pictures and height else ""
        yield data_field("300", "  ", [("a", extent), ("b", pictures), ("c", height)])
    is_film, is_print = work.kind == WorkKind.FILM, work.form == Form.PRINT
    content = ("движущееся изображение", "tdi") if is_film else ("текст", "txt")
    media = ("непосредственный", "n") if is_print else ("электронный", "c")
    carrier = ("том", "nc") if is_print else ("онлайновый ресурс", "cr")
    for tag, (name, code), table in (("336", content, "content"), ("337", media, "media"), ("338", carrier, "carrier")):
        yield data_field(tag, "  ", [("a", name), ("b", code), ("2", f"rda{table}")])


def _notes(work: Work) -> Iterator[list[DataField]]:
    yield data_field("504", "  ", [("a", work.bibliography and f"Библиогр.: {work.bibliography}")])
    yield data_field("520", "  ", [("a", work.annotation)])
    yield data_field("521", "8 ", [("a", work.age_mark)])
    yield data_field("538", "  ", [("a", work.requirements)])
    yield data_field("540", "  ", [("a", work.licence)])
    for word in work.keywords:
        yield data_field("653", "  ", [("a", word)])
    yield data_field("773", "08", [("t", work.part_of)])
    # of a printed book it is another version that is read there
    yield data_field("856", "40" if work.form == Form.ELECTRONIC else "41", [("u", work.url)])
