"""The head that all pages of the shooting of a card have: where one is, and the other pages beside it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.permissions import can_see_board, can_work_on_card
from nastavnik.studio.selectors.cards.places import places_of


@dataclass(frozen=True, slots=True)
class ShootingHead:
    """A card as its pages begin. `tabs` and `crumbs` are of the components of the same name."""

    card: ProductionCard
    title: str
    mark: list[str]
    crumbs: list[dict[str, str]]
    tabs: list[dict[str, object]]
    can_work: bool


def shooting_head(actor: User, card: ProductionCard, page: str) -> ShootingHead:
    """Return the head of one of the pages of a card; `page` is the name of its address."""
    board = {"label": _("Studio"), "url": reverse("studio:board")}
    own = {"label": _("My cards"), "url": reverse("studio:mine")}
    return ShootingHead(
        card=card,
        title=card.title,
        mark=[_("No. %(number)s") % {"number": card.number}, str(card.get_state_display())],
        crumbs=[board if can_see_board(actor, card.school) else own],
        tabs=places_of(card, page),
        can_work=can_work_on_card(actor, card),
    )
