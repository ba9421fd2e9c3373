"""The imprint of an edition: every field by ГОСТ Р 7.0.4-2020, and ГОСТ Р 7.0.83-2013 for electronic ones."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nastavnik.publishing.records.names import Person


class Form(StrEnum):
    """How an edition is read."""

    PRINT = "print"
    ELECTRONIC = "electronic"


class Purpose(StrEnum):
    """What an edition is for, by ГОСТ Р 7.0.60-2020."""

    PRACTICAL = "practical"
    TEACHING = "teaching"
    SCIENTIFIC = "scientific"
    POPULAR = "popular"
    REFERENCE = "reference"
    LITERARY = "literary"


class Role(StrEnum):
    """What a person did for an edition besides writing it."""

    COMPILER = "compiler"
    EDITOR = "editor"
    CHIEF_EDITOR = "chief_editor"
    RESPONSIBLE = "responsible"
    REVIEWER = "reviewer"
    ARTIST = "artist"
    PROOFREADER = "proofreader"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Credit:
    """A person and what she did. `position`: degree, post, place of work; told of reviewers."""

    role: Role
    person: Person
    position: str = ""


@dataclass(frozen=True, slots=True)
class Printing:
    """What stands on the last page of a printed edition. `paper_format`: «60×84/16»."""

    signed_on: date | None = None
    paper_format: str = ""
    copies: int | None = None
    order: str = ""
    printer: str = ""
    printer_address: str = ""
    paper: str = ""
    typeface: str = ""
    method: str = ""
    publisher_sheets: str = ""


@dataclass(frozen=True, slots=True)
class Electronic:
    """What stands on the last page of an electronic edition. `read_on`: the day for «дата обращения» in its own record."""

    released_on: date | None = None
    size_bytes: int | None = None
    requirements: str = ""
    url: str = ""
    doi: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. `name` as in the record: «МУК ЦБ»; `full_name` as in its charter."""

    name: str
    place: str
    full_name: str = ""
    address: str = ""
    phone: str = ""
    mail: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """All fields of an edition. `above_title`: the organisations above it, the highest first. `year`: 0 as long as nobody has said it."""

    title: str
    publisher: Publisher
    year: int
    form: Form = Form.PRINT
    subtitle: str = ""
    above_title: tuple[str, ...] = ()
    # behind the slash of the record; the one that answers for the edition
    organisation: str = ""
    authors: tuple[Person, ...] = ()
    credits: tuple[Credit, ...] = ()
    edition: str = ""
    series: str = ""
    series_number: str = ""
    purpose: Purpose = Purpose.PRACTICAL
    pages: int | None = None
    is_illustrated: bool = False
    height_cm: int | None = None
    bibliography: str = ""
    udc: str = ""
    bbk: str = ""
    author_mark: str = ""
    isbn: str = ""
    annotation: str = ""
    age_mark: str = ""
    copyright_holders: tuple[str, ...] = ()
    licence: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "ru"
    printing: Printing = Printing()
    electronic: Electronic = Electronic()

    def persons(self, *roles: Role) -> tuple[Person, ...]:
        """Return who did one of these things, in the order in which they are named."""
        return tuple(one.person for one in self.credits if one.role in roles)
