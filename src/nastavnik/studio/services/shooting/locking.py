"""A card that is being worked on: locked, for who may; before its lines, as everybody locks."""

from nastavnik.people.permissions import Actor
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.services.cards.locking import locked
from nastavnik.studio.services.shooting.refusals import FilmIsOut


def locked_card(actor: Actor, card_id: int) -> ProductionCard:
    """Return a card, locked, to who works on it. Raises `PermissionDenied`, `ProductionCard.DoesNotExist`."""
    return locked(actor, card_id)


def open_card(actor: Actor, card_id: int) -> ProductionCard:
    """Return a card whose film is still being made, locked. Raises `FilmIsOut`, `PermissionDenied`, `ProductionCard.DoesNotExist`."""
    card = locked_card(actor, card_id)
    if card.state == CardState.PUBLISHED:
        raise FilmIsOut
    return card


def any_card_locked(card_id: int) -> ProductionCard:
    """Return a card, locked: for who has another right than to work on it. Raises `ProductionCard.DoesNotExist`."""
    rows = ProductionCard.objects.select_for_update(of=("self",), no_key=True).select_related("school__owner")
    return rows.get(pk=card_id)
