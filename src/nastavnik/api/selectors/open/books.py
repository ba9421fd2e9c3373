"""Collections."""

from typing import Any

from django.urls import reverse

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.open import GUEST
from nastavnik.api.selectors.shapes.open import Book, BookArticle, BookFile, BookFull
from nastavnik.programme.models import School
from nastavnik.publishing.models import Collection
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.publishing.selectors.reading.book import BookPage, book_page


def book_shapes(asked: Asked) -> Piece[Book]:
    """Return the published collections."""
    piece = piece_of_rows(asked, collections_visible_to(GUEST, asked.school))
    return Piece([Book(**_words(asked.school, row)) for row in piece.rows], piece.following)


def book_shape(school: School, slug: str) -> BookFull:
    """Return a published collection. Raises `Collection.DoesNotExist`."""
    page = book_page(GUEST, school, slug)
    return BookFull(
        **_words(school, page.collection),
        citation=page.citation,
        cover_url=whole_address(school, page.cover_url) if page.cover_url else None,
        files=[
            BookFile(name=one.name, url=whole_address(school, one.url), bytes=one.bytes, pages=one.pages)
            for one in page.files
        ],
        articles=_articles(school, page),
    )


def _articles(school: School, page: BookPage) -> list[BookArticle]:
    return [
        BookArticle(
            part=part.title,
            title=line.title,
            authors=line.authors,
            annotation=line.annotation,
            url=whole_address(school, line.url) if line.url else None,
        )
        for part in page.parts
        for line in part.lines
    ]


def _words(school: School, row: Collection) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("slug", "title", "subtitle", "annotation", "published_at")},
        "url": whole_address(school, reverse("publishing:book", args=[row.slug])),
    }
