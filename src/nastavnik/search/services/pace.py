"""A gentle limit on how often one network address searches: a whole library may sit behind it."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.core.pace import is_within

MOST_SEARCHES = 120
MOST_SUGGESTIONS = 600


class SearchedTooOften(Refusal):
    """So many searches came from one address that it is rather a program than people."""

    message = _("Too many searches came from your network just now. Wait a minute and search once more.")


def note_search(*, address: str) -> None:
    """Count a search from a network address. Raises `SearchedTooOften`."""
    if not is_within("search", address, MOST_SEARCHES):
        raise SearchedTooOften


def may_suggest(*, address: str) -> bool:
    """Count a letter that was typed; tell whether something is suggested for it."""
    return is_within("suggestions", address, MOST_SUGGESTIONS)
