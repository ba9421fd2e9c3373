"""What a catalogue is told of a thing here: a collection, the film of a lesson, a project. The same for every format of exchange."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nastavnik.publishing.records.description import description_of, responsibility_of
from nastavnik.publishing.records.imprint import Credit, Form, Imprint
from nastavnik.publishing.records.names import Person

# ISO 639-2/B of ISO 639-1; the languages of our schools and of what they read
LANGUAGES = {
    "ru": "rus", "en": "eng", "tt": "tat", "ba": "bak", "cv": "chv", "sah": "sah", "uk": "ukr", "be": "bel", "kk": "kaz",
    "ky": "kir", "uz": "uzb", "tg": "tgk", "hy": "arm", "az": "aze", "ka": "geo", "de": "ger", "fr": "fre", "es": "spa",
    "it": "ita", "zh": "chi", "os": "oss", "ce": "che", "av": "ava", "udm": "udm", "mhr": "chm", "kv": "kom", "bua": "bua",
    "xal": "xal", "tyv": "tyv",
}  # fmt: skip
UNKNOWN_LANGUAGE = "und"


class WorkKind(StrEnum):
    """What a thing is."""

    BOOK = "book"
    FILM = "film"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Work:
    """A thing for catalogues."""

    # its lasting name
    key: str
    changed_at: datetime
    made_at: datetime
    kind: WorkKind
    title: str
    # who made the record
    source: str
    form: Form = Form.ELECTRONIC
    subtitle: str = ""
    # what stands behind the slash of its record
    answers: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    credits: tuple[Credit, ...] = ()
    organisation: str = ""
    edition: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    pages: int | None = None
    minutes: int | None = None
    is_illustrated: bool = False
    height_cm: int | None = None
    series: str = ""
    series_number: str = ""
    udc: str = ""
    bbk: str = ""
    author_mark: str = ""
    isbn: str = ""
    annotation: str = ""
    bibliography: str = ""
    requirements: str = ""
    keywords: tuple[str, ...] = ()
    age_mark: str = ""
    language: str = "ru"
    licence: str = ""
    rights: tuple[str, ...] = ()
    url: str = ""
    # media types
    files: tuple[str, ...] = ()
    part_of: str = ""
    # by ГОСТ Р 7.0.100-2018
    whole_record: str = ""

    @property
    def language_code(self) -> str:
        """Return the language in three letters, as catalogues write it."""
        return LANGUAGES.get(self.language.partition("-")[0].lower(), UNKNOWN_LANGUAGE)

    @property
    def extent(self) -> str:
        """Return how much it is: «96 с.», «1 онлайн-ресурс (96 с.)», «1 онлайн-ресурс (52 мин)»."""
        size = f"{self.pages} с." if self.pages else f"{self.minutes} мин" if self.minutes else ""
        return f"1 онлайн-ресурс ({size})" if size and self.form == Form.ELECTRONIC else size


def work_of(
    imprint: Imprint,
    *,
    key: str,
    made_at: datetime,
    changed_at: datetime,
    source: str,
    url: str = "",
    files: tuple[str, ...] = (),
) -> Work:
    """Return an edition for catalogues. `url` is where it is read here, if its imprint names no other address."""
    return Work(
        key=key,
        made_at=made_at,
        changed_at=changed_at,
        source=source,
        kind=WorkKind.BOOK,
        form=imprint.form,
        title=imprint.title,
        subtitle=imprint.subtitle,
        answers=tuple(responsibility_of(imprint)),
        authors=imprint.authors,
        credits=imprint.credits,
        organisation=imprint.organisation,
        edition=imprint.edition,
        place=imprint.publisher.place,
        publisher=imprint.publisher.name,
        year=imprint.year,
        pages=imprint.pages,
        is_illustrated=imprint.is_illustrated,
        height_cm=imprint.height_cm,
        series=imprint.series,
        series_number=imprint.series_number,
        udc=imprint.udc,
        bbk=imprint.bbk,
        author_mark=imprint.author_mark,
        isbn=imprint.isbn,
        annotation=imprint.annotation,
        bibliography=imprint.bibliography,
        requirements=imprint.electronic.requirements,
        keywords=imprint.keywords,
        age_mark=imprint.age_mark,
        language=imprint.language,
        licence=imprint.licence,
        rights=imprint.copyright_holders,
        url=imprint.electronic.url or url,
        files=files,
        whole_record=description_of(imprint),
    )
