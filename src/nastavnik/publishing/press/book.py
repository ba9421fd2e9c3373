"""What a book is to the press: a tree of parts and articles, its imprint, its pictures, and the forms that it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nastavnik.publishing.records.pages import Line


class Design(StrEnum):
    """A look of cover and inside."""

    CARD = "card"  # the catalogue card: light paper, a number in the corner
    CLOTH = "cloth"  # a bound book with a pasted label; centred
    SHELF = "shelf"  # spines on a shelf; large, flush left


class Form(StrEnum):
    """What can be pressed."""

    SCREEN = "screen"  # PDF with its cover, archivable and accessible
    PRINT = "print"  # PDF of the block for a printing house: bleed and crop marks, no cover
    COVER = "cover"  # PDF of the cover for a printing house: back, spine, front
    EPUB = "epub"
    DOCX = "docx"
    WEB = "web"  # HTML of each article


@dataclass(frozen=True, slots=True)
class ImprintPages:
    """Lines of the title page, its verso and the end page, as `records.pages` gives them."""

    title_page: tuple[Line, ...] = ()
    verso: tuple[Line, ...] = ()
    end_page: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an article, and what a reader is told of her."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `key` is a name for addresses, of small Latin letters, digits and hyphens, unique in the book."""

    key: str
    title: str
    text: str  # Markdown
    authors: tuple[Author, ...] = ()
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles under a common title; without one they just follow."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was sent."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Film:
    """A video that moments point into; its `address` takes seconds in the place of `{seconds}`."""

    title: str
    address: str

    def address_at(self, seconds: int) -> str:
        """Return the address of a moment."""
        return self.address.replace("{seconds}", str(seconds))


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is pressed. The same book makes the same bytes."""

    key: str  # a name that stays the same for ever, for the identifier of electronic editions
    title: str
    subtitle: str
    publisher: str
    made_at: datetime
    parts: tuple[Part, ...]
    imprint: ImprintPages = ImprintPages()
    annotation: str = ""
    year: str = ""
    language: str = "ru"
    design: Design = Design.CARD
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    films: Mapping[str, Film] = field(default_factory=dict)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return the articles of all parts."""
        return tuple(article for part in self.parts for article in part.articles)

    @property
    def has_titled_parts(self) -> bool:
        """Tell whether articles stand under titles of parts."""
        return any(part.title for part in self.parts)


class Flaw(StrEnum):
    """What is not as it should be in a text; the book is pressed all the same."""

    MARKUP = "markup"  # HTML, which is left out
    NO_PICTURE = "no_picture"  # an address that is none of the book's pictures
    NO_ALT = "no_alt"  # nobody who does not see it learns what it shows
    COARSE = "coarse"  # fewer than 200 points an inch in print
    NO_PLACE = "no_place"  # a link into the book that leads nowhere
    ADDRESS = "address"  # a link that is neither a page nor a letter
    NO_FILM = "no_film"  # a moment of an unknown video, or without its seconds
    LEVEL = "level"  # a heading that skips a level
    ORPHAN = "orphan"  # a heading with nothing under it
    SIGN = "sign"  # a sign that no font of ours has
    LARGE = "large"  # a table or list inside of too many others


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be looked at before the book is printed."""

    article: str  # its key
    flaw: Flaw
    subject: str  # the words or the address in question
