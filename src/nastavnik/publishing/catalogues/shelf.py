"""A shelf of books as e-readers are told of it, the same for OPDS 1.2 and 2.0."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
NEWEST_FIRST = "http://opds-spec.org/sort/new"
PNG = "image/png"


class Order(StrEnum):
    """In which order books stand."""

    NEW = "new"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class VolumeFile:
    """A file of a book to take away; addresses are whole."""

    title: str
    media_type: str
    url: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Volume:
    """A book. `identifier` is that of its EPUB; `authors`: who answers for it, as they are signed."""

    identifier: str
    title: str
    url: str
    changed_at: datetime
    published_at: datetime
    files: tuple[VolumeFile, ...]
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    year: int | None = None
    language: str = "ru"
    annotation: str = ""
    keywords: tuple[str, ...] = ()
    isbn: str = ""
    pages: int | None = None
    rights: str = ""
    cover_url: str = ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The whole addresses of both catalogues, and of the page for people."""

    atom: str
    atom_books: str
    description: str
    manifest: str
    manifest_books: str
    page: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A piece of the shelf: what was asked for, and where it stands among all that was found."""

    title: str
    addresses: Addresses
    changed_at: datetime
    volumes: tuple[Volume, ...] = ()
    order: Order = Order.NEW
    query: str = ""
    number: int = 1
    pages: int = 1
    all: int = 0
    per_page: int = 1

    def address(self, books: str, **others: str | int) -> str:
        """Return the address of this piece, or of another one, among `books` of one of the catalogues."""
        asked: dict[str, str | int] = {"query": self.query, "order": self.order, "page": self.number}
        told = {name: value for name, value in (asked | others).items() if value not in ("", Order.NEW, 1)}
        return f"{books}?{urlencode(told)}" if told else books

    def neighbours(self) -> dict[str, int]:
        """Return the numbers of the pieces that there are, by how they relate to this one."""
        found = {"first": 1, "last": self.pages}
        if self.number > 1:
            found["previous"] = self.number - 1
        if self.number < self.pages:
            found["next"] = self.number + 1
        return found
