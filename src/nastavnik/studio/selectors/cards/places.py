"""The pages of a card: its own, its script, its shots, the people who are shown."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from nastavnik.studio.models import ProductionCard


def address_of(name: str, token: str) -> str:
    """Return the address of a page of a card; nothing while there is no such page."""
    try:
        return reverse(name, args=[token])
    except NoReverseMatch:
        return ""


def places_of(card: ProductionCard, here: str) -> list[dict[str, object]]:
    """Return the pages of a card side by side."""
    places = (
        ("studio:card", _("Card")),
        ("studio:script", _("Script")),
        ("studio:shots", _("Shots")),
        ("studio:shown", _("Who is shown")),
    )
    rows = [{"url": address_of(name, card.token), "label": label, "is_current": name == here} for name, label in places]
    return [row for row in rows if row["url"]]
