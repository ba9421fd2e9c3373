"""What several pages of the desk of films share."""

from django.urls import reverse
from django.utils.translation import gettext as _


def desk_crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the desk, from the list of films down: (words, address) of each step."""
    first = (_("Films"), reverse("video:desk"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]
