"""The pages of a card: its own, its script, its shots, the people who are shown."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.studio.models import ProductionCard


def places_of(card: ProductionCard, here: str) -> list[dict[str, object]]:
    """Return the pages of a card side by side."""
    places = (
        ("studio:card", _("Card")),
        ("studio:script", _("Script")),
        ("studio:shots", _("Shots")),
        ("studio:shown", _("Who is shown")),
    )
    return [
        {"url": reverse(name, args=[card.token]), "label": label, "is_current": name == here} for name, label in places
    ]
