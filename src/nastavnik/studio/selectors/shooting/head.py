"""The head that all pages of the shooting of a card have: where one is, and the other pages beside it."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.permissions import can_see_board, can_work_on_card

# the pages of a card, in the order of the work
PAGES = {
    "studio:card": gettext_lazy("Card"),
    "studio:script": gettext_lazy("Script"),
    "studio:shots": gettext_lazy("Shots"),
    "studio:shown": gettext_lazy("Who is shown"),
}


@dataclass(frozen=True, slots=True)
class ShootingHead:
    """A card as its pages begin. `tabs` and `crumbs` are of the components of the same name."""

    card: ProductionCard
    title: str
    mark: list[str]
    crumbs: list[dict[str, str]]
    tabs: list[dict[str, Any]]
    can_work: bool


def shooting_head(actor: User, card: ProductionCard, page: str) -> ShootingHead:
    """Return the head of one of the pages of a card; `page` is the name of its address."""
    board = address("studio:board") if can_see_board(actor, card.school) else ""
    places = {name: address(name, card.token) for name in PAGES}
    return ShootingHead(
        card=card,
        title=card.title,
        mark=[_("Card %(number)d") % {"number": card.number}, str(card.get_state_display())],
        crumbs=[{"label": _("Studio"), "url": board}] if board else [],
        tabs=[
            {"label": label, "url": places[name], "is_current": name == page}
            for name, label in PAGES.items()
            if places[name]
        ],
        can_work=can_work_on_card(actor, card),
    )


def address(name: str, *words: str) -> str:
    """Return the address of a page; empty while there is no such page."""
    try:
        return reverse(name, args=words)
    except NoReverseMatch:
        return ""
