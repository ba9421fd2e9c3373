"""A collection as everybody reads it: cover, contents, files, how to cite."""

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.publishing.enums import COVER_PICTURE, CollectionState
from nastavnik.publishing.models import Collection, PressedFile
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.records.description import record_of
from nastavnik.publishing.records.imprint import Imprint
from nastavnik.publishing.selectors.collections.imprint import imprint_of
from nastavnik.publishing.selectors.pressing.book import printed_name
from nastavnik.publishing.selectors.reading.addresses import share_address, whole_address
from nastavnik.publishing.selectors.reading.contents import Chapter, Section, as_pressed, contents_of, shown_in
from nastavnik.publishing.selectors.rights import Files, files_of, pressed_in

FILES: tuple[tuple[Form, str, str, str | Promise], ...] = (
    (Form.SCREEN, "PDF", "publishing:pdf", _("as it is printed, for every screen")),
    (Form.EPUB, "EPUB", "publishing:epub", _("for readers and telephones")),
    (Form.DOCX, "DOCX", "publishing:docx", _("for word processors")),
)


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of the book to take away."""

    name: str
    told: str | Promise
    url: str
    bytes: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """An article in the contents; without an address there is no page of it yet."""

    title: str
    authors: str
    url: str
    annotation: str


@dataclass(frozen=True, slots=True)
class LinesOfPart:
    """Articles under a title, which may be empty."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BookPage:
    """A collection. `data`: schema.org as JSON, for published ones; `desk_url` for those who make it.

    `is_renewed`: something of it may not be shown until it is pressed anew.
    """

    collection: Collection
    imprint: Imprint
    is_published: bool
    cover_url: str
    first_url: str
    parts: tuple[LinesOfPart, ...]
    files: tuple[BookFile, ...]
    is_renewed: bool
    citation: str
    url: str
    # the card that other sites show beside a link
    share_url: str
    data: str
    desk_url: str


def book_page(actor: Actor, school: School, slug: str) -> BookPage:
    """Return a collection to who may read it. Raises `Collection.DoesNotExist`."""
    collection = collection_to_read(actor, school, slug)
    files = files_of(collection)
    imprint = imprint_of(collection)
    parts = lines_of(collection, sections_for(actor, collection, files.newest.get(Form.WEB)))
    url = whole_address(school, reverse("publishing:book", args=[slug]))
    share_url = share_address(school, slug)
    is_published = collection.state == CollectionState.PUBLISHED
    return BookPage(
        collection=collection,
        imprint=imprint,
        is_published=is_published,
        cover_url=reverse("publishing:cover", args=[slug]) if COVER_PICTURE in files.given else "",
        first_url=next((line.url for part in parts for line in part.lines if line.url), ""),
        parts=parts,
        files=_files(slug, files.given),
        is_renewed=_is_renewed(files, parts),
        citation=record_of(imprint),
        url=url,
        share_url=share_url,
        data=json.dumps(_data(imprint, url, share_url), ensure_ascii=False) if is_published else "",
        desk_url=reverse("publishing:press", args=[collection.token]) if can_see_desk(actor, school) else "",
    )


def collection_to_read(actor: Actor, school: School, slug: str) -> Collection:
    """Return a collection by its public address. Raises `Collection.DoesNotExist`."""
    collection = collections_visible_to(actor, school).get(slug=slug)
    collection.school = school
    return collection


def sections_for(actor: Actor, collection: Collection, web: PressedFile | None) -> tuple[Section, ...]:
    """Return the contents as `actor` sees them: the desk also what was not pressed or may not be read by everybody yet."""
    sections, pressed = contents_of(collection, has_texts=False), pressed_in(web)
    choose = as_pressed if can_see_desk(actor, collection.school) else shown_in
    return choose(sections, pressed)


def lines_of(collection: Collection, sections: tuple[Section, ...]) -> tuple[LinesOfPart, ...]:
    """Return the contents with the addresses of the articles that have been pressed."""
    return tuple(LinesOfPart(part.title, tuple(_line(collection, one) for one in part.chapters)) for part in sections)


def _line(collection: Collection, chapter: Chapter) -> Line:
    article = chapter.article
    url = reverse("publishing:read", args=[collection.slug, article.key]) if chapter.pressed else ""
    return Line(chapter.title, authors_of(chapter), url, article.annotation)


def _is_renewed(files: Files, parts: tuple[LinesOfPart, ...]) -> bool:
    """Tell whether readers miss what they had: a file, or all articles."""
    is_bare = Form.WEB in files.newest and not any(line.url for part in parts for line in part.lines)
    return is_bare or any(files.is_closed(form) and form not in files.given for form, *_words in FILES)


def authors_of(chapter: Chapter) -> str:
    """Return who wrote an article, as it stands over it."""
    return ", ".join(printed_name(one.name) for one in chapter.authors)


def _files(slug: str, files: dict[str, PressedFile]) -> tuple[BookFile, ...]:
    return tuple(
        BookFile(name, told, reverse(view, args=[slug]), row.bytes, row.pages)
        for form, name, view, told in FILES
        if (row := files.get(form)) is not None
    )


def _data(imprint: Imprint, url: str, image: str) -> dict[str, Any]:
    """Return the collection as schema.org knows books; what is not known is left out."""
    known = {
        "name": imprint.title,
        "alternativeHeadline": imprint.subtitle,
        "description": imprint.annotation,
        "url": url,
        "image": image,
        "inLanguage": imprint.language,
        "isbn": imprint.isbn,
        "datePublished": str(imprint.year or ""),
        "publisher": {"@type": "Organization", "name": imprint.publisher.name} if imprint.publisher.name else "",
        "author": [{"@type": "Person", "name": one.whole} for one in imprint.authors],
        "numberOfPages": imprint.pages,
        "keywords": ", ".join(imprint.keywords),
    }
    said = {name: value for name, value in known.items() if value}
    return {"@context": "https://schema.org", "@type": "Book", "isAccessibleForFree": True, **said}
