"""Things for catalogues, whatever their kind."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.http import Http404

from nastavnik.programme.models import School
from nastavnik.publishing.catalogues.kinds import Kind
from nastavnik.publishing.models import CatalogueEntry
from nastavnik.publishing.records.work import Work
from nastavnik.publishing.selectors.catalogues.books import book_works, books_told
from nastavnik.publishing.selectors.catalogues.lessons import lesson_works, lessons_told
from nastavnik.publishing.selectors.catalogues.projects import project_works, projects_told


def keys_of(school: School, kind: Kind, now: datetime) -> list[str]:
    """Return the tokens of all things of a kind that have a record; one query."""
    if kind == Kind.LESSON:
        return list(lessons_told(school).order_by("pk").values_list("uid", flat=True))
    if kind == Kind.COLLECTION:
        return list(books_told(school).order_by("pk").values_list("token", flat=True))
    tokens = projects_told(school, now).order_by("pk").values_list("application__token", flat=True)
    return list(tokens)


def works_of(school: School, kind: Kind, keys: Collection[str], now: datetime) -> dict[str, Work]:
    """Return by their tokens those of `keys` that have a record now: that everybody may see. At most three queries."""
    if kind == Kind.LESSON:
        return lesson_works(school, keys)
    if kind == Kind.COLLECTION:
        return book_works(school, keys)
    return project_works(school, keys, now)


def work_to_take(school: School, kind: Kind, key: str, now: datetime) -> Work:
    """Return a thing whose record everybody may take away. Raises `Http404`."""
    work = works_of(school, kind, [key], now).get(key)
    if work is None:
        raise Http404
    entry = CatalogueEntry.objects.filter(school=school, kind=kind, key=key).first()
    return work if entry is None else replace(work, changed_at=entry.changed_at)
