"""The pages that the press has written of articles, out of the storage."""

import json
from functools import lru_cache

from django.core.files.storage import default_storage
from django.utils.safestring import SafeString, mark_safe

# a book of 300 pages is about a megabyte
MOST_BOOKS = 4


def page_of(file: str, key: str) -> SafeString | None:
    """Return the HTML of an article in a file of the press; None for one that is not in it."""
    html = _pages(file).get(key)
    # every word of people is escaped where it is written: see `press.pages`
    return None if html is None else mark_safe(html)  # noqa: S308 -- the press names every element itself


@lru_cache(maxsize=MOST_BOOKS)
def _pages(file: str) -> dict[str, str]:
    """Return the pages of a book; a file never changes under its name."""
    with default_storage.open(file) as stored:
        pages: dict[str, str] = json.loads(stored.read())
    return pages
