"""What several pages of the people share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.core.http import Request
from nastavnik.people.enums import Place, PlaceKind


def place_of(request: Request) -> Place:
    """Return the school of the request as a place of roles."""
    return Place(PlaceKind.SCHOOL, request.school.pk)


def own_tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs of one's own pages."""
    tabs = (
        ("profile", _("Profile"), reverse("people:profile")),
        ("notices", _("Notices"), reverse("people:notices")),
        ("consents", _("My consents"), reverse("people:consents")),
        ("security", _("Sign-in and protection"), reverse("people:security")),
        ("data", _("My data"), reverse("people:own_data")),
    )
    return [{"label": label, "url": url, "is_current": name == current} for name, label, url in tabs]


def desk_crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the desk: (words, name of the address) of each step above it."""
    return [{"label": label, "url": reverse(name)} for label, name in steps]
