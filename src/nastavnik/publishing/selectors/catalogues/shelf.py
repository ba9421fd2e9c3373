"""The published collections as a shelf for e-readers: those that the press has made files of."""

from collections.abc import Mapping
from datetime import datetime

from django.core.paginator import Paginator
from django.urls import reverse

from nastavnik.core.text import search_key
from nastavnik.programme.models import School
from nastavnik.publishing.catalogues.shelf import Addresses, Order, Shelf, Volume, VolumeFile
from nastavnik.publishing.enums import COVER_PICTURE
from nastavnik.publishing.models import Collection, PressedFile
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.records.imprint import Imprint, Role
from nastavnik.publishing.selectors.catalogues.books import READ, books_told
from nastavnik.publishing.selectors.collections.imprint import imprint_of
from nastavnik.publishing.selectors.pressing.files import NAMES
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.publishing.selectors.rights import files_by_book

PER_PAGE = 30
VIEWS = {Form.EPUB: "publishing:epub", Form.SCREEN: "publishing:pdf", Form.DOCX: "publishing:docx"}
Files = Mapping[str, PressedFile]


def door_of(school: School) -> Shelf:
    """Return the shelf without its books; one query."""
    newest = books_told(school).order_by("-changed_at").values_list("changed_at", flat=True).first()
    return Shelf(school.title, addresses_of(school), newest or school.created_at)


def shelf_of(school: School, *, order: str, query: str, number: str) -> Shelf:
    """Return a piece of the shelf: what has all words of the query, in an order; unknown orders and numbers are the first ones. Two queries."""
    rows = list(books_told(school).order_by("-published_at", "-pk"))
    files = {pk: found.given for pk, found in files_by_book(row.pk for row in rows).items()}
    books = [(row, imprint_of(row)) for row in rows if files.get(row.pk, {}).keys() & set(READ)]
    words = search_key(query).split()
    found = [one for one in books if _has(one, words)]
    asked = Order(order) if order in set(Order) else Order.NEW
    if asked == Order.TITLE:
        found.sort(key=lambda one: search_key(one[0].title))
    page = Paginator(found, PER_PAGE).get_page(number)
    changed = [_changed_at(row, files[row.pk]) for row, _imprint in found]
    return Shelf(
        title=school.title,
        addresses=addresses_of(school),
        changed_at=max(changed, default=school.created_at),
        volumes=tuple(_volume(school, row, imprint, files[row.pk]) for row, imprint in page.object_list),
        order=asked,
        query=query,
        number=page.number,
        pages=page.paginator.num_pages,
        all=len(found),
        per_page=PER_PAGE,
    )


def addresses_of(school: School) -> Addresses:
    """Return where the catalogues of a school are."""
    names = ("opds", "opds_books", "opds_search", "opds2", "opds2_books", "shelf")
    return Addresses(*(whole_address(school, reverse(f"publishing:{name}")) for name in names))


def _has(book: tuple[Collection, Imprint], words: list[str]) -> bool:
    row, imprint = book
    said = (row.title, row.subtitle, row.annotation, *imprint.keywords, *_answering(imprint))
    text = search_key(" ".join(said))
    return all(word in text for word in words)


def _answering(imprint: Imprint) -> tuple[str, ...]:
    """Return who answers for a book: its authors, else who put it together, else the organisation."""
    persons = imprint.authors or imprint.persons(Role.COMPILER, Role.CHIEF_EDITOR, Role.EDITOR)
    names = tuple(f"{one.given} {one.surname}".strip() for one in persons)
    return names or tuple(one for one in (imprint.organisation,) if one)


def _changed_at(row: Collection, files: Files) -> datetime:
    pressed = [file.run.ended_at for file in files.values() if file.run.ended_at]
    return max([row.changed_at, *pressed])


def _volume(school: School, row: Collection, imprint: Imprint, files: Files) -> Volume:
    screen = files.get(Form.SCREEN)
    return Volume(
        identifier=f"urn:nastavnik:{row.token}",
        title=row.title,
        subtitle=row.subtitle,
        url=whole_address(school, reverse("publishing:book", args=[row.slug])),
        changed_at=_changed_at(row, files),
        published_at=row.published_at or row.created_at,
        files=tuple(_file(school, row, form, files[form]) for form in READ if form in files),
        authors=_answering(imprint),
        publisher=imprint.publisher.name,
        year=imprint.year or None,
        language=imprint.language,
        annotation=row.annotation,
        keywords=imprint.keywords,
        isbn=imprint.isbn,
        pages=imprint.pages or (screen.pages if screen else None),
        rights="; ".join(f"© {one}" for one in imprint.copyright_holders),
        cover_url=whole_address(school, reverse("publishing:cover", args=[row.slug])) if COVER_PICTURE in files else "",
    )


def _file(school: School, row: Collection, form: Form, file: PressedFile) -> VolumeFile:
    ending, media_type = NAMES[form]
    url = whole_address(school, reverse(VIEWS[form], args=[row.slug]))
    return VolumeFile(ending.upper(), media_type, url, file.bytes)
