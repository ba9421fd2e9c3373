"""Long lists of cards, page by page, by address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet

from nastavnik.core.tables.pages import PageLink, pages_of


@dataclass(frozen=True, slots=True)
class Paging:
    """A page of a list, and the ways to the others."""

    rows: Sequence[Any]
    links: list[PageLink]
    previous: str
    following: str


def page_of(rows: QuerySet[Any] | Sequence[Any], number: str, size: int, **asked: str) -> Paging:
    """Return a page of `rows`, the nearest one for a number that is none; `asked`: what the address says besides."""

    def address(of: int) -> str:
        said = {name: value for name, value in asked.items() if value}
        return f"?{urlencode({**said, 'page': of})}"

    paginator: Paginator[Any] = Paginator(rows, size)
    page = paginator.get_page(number)
    pages = pages_of(page, address)
    return Paging(list(page.object_list), pages.links, pages.previous, pages.following)
