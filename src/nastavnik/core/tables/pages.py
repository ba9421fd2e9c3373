"""Links to the pages of a list, as `ui/pages.html` draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page of the list; without a number it is a gap."""

    number: int | None
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a list: their links, and the addresses of the ones before and after, or nothing."""

    links: list[PageLink]
    previous: str
    following: str


def pages_of(page: Page[Any], address: Callable[[int], str]) -> Pages:
    """Return the links from a page to the others; `address` makes that of a page out of its number."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return Pages(
        links=[
            PageLink(one, address(one), is_current=one == page.number) if isinstance(one, int) else PageLink(None)
            for one in numbers
        ],
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        following=address(page.next_page_number()) if page.has_next() else "",
    )
