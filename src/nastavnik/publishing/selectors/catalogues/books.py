"""Collections as catalogues know them: those that are published, by their imprints."""

from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse

from nastavnik.programme.models import School
from nastavnik.publishing.models import Collection as CollectionRow
from nastavnik.publishing.models import PressedFile
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.records.work import Work, work_of
from nastavnik.publishing.selectors.collections.imprint import imprint_of
from nastavnik.publishing.selectors.pressing.files import NAMES
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.publishing.selectors.rights import Files, files_by_book

# what readers are given, in the order in which it is offered
READ = (Form.EPUB, Form.SCREEN, Form.DOCX)


def books_told(school: School) -> QuerySet[CollectionRow]:
    """Return the collections that have a record."""
    return collections_visible_to(AnonymousUser(), school)


def book_works(school: School, keys: Collection[str]) -> dict[str, Work]:
    """Return collections by their tokens, those that have a record among `keys`; two queries. The owner of the school is joined."""
    rows = list(books_told(school).filter(token__in=keys))
    files = files_by_book(row.pk for row in rows)
    return {row.token: _work(school, row, files.get(row.pk, Files()).given) for row in rows}


def _work(school: School, row: CollectionRow, files: dict[str, PressedFile]) -> Work:
    imprint = imprint_of(row)
    screen = files.get(Form.SCREEN)
    if imprint.pages is None and screen is not None:
        imprint = replace(imprint, pages=screen.pages)
    return work_of(
        imprint,
        key=row.token,
        made_at=row.published_at or row.created_at,
        changed_at=row.changed_at,
        source=str(school.owner),
        url=whole_address(school, reverse("publishing:book", args=[row.slug])),
        files=tuple(NAMES[form][1] for form in READ if form in files),
    )
