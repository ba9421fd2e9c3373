"""What is locked while production changes: the school's rules (its board and its numbers), the topic, the card, in this order."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from nastavnik.people.permissions import Actor
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard, StudioRules
from nastavnik.studio.permissions import can_work_on_card
from nastavnik.studio.services.cards.refusals import CardIsPublished

Right = Callable[[Actor, ProductionCard], bool]


def locked_rules(school_id: int) -> StudioRules:
    """Return the rules of a school, locked: under this lock cards get numbers and places on the board."""
    StudioRules.objects.get_or_create(school_id=school_id)
    return StudioRules.objects.select_for_update(of=("self",)).get(school_id=school_id)


def locked(actor: Actor, card_id: int, *, right: Right = can_work_on_card) -> ProductionCard:
    """Return a card, locked, to whoever has the right. Raises `PermissionDenied`, `ProductionCard.DoesNotExist`."""
    cards = ProductionCard.objects.select_for_update(of=("self",), no_key=True)
    card = cards.select_related("school", "topic", "owner").get(pk=card_id)
    if not right(actor, card):
        raise PermissionDenied
    return card


def open_locked(actor: Actor, card_id: int, *, right: Right = can_work_on_card) -> ProductionCard:
    """Return a card that is still being made, locked. Raises `CardIsPublished` besides."""
    card = locked(actor, card_id, right=right)
    if card.state == CardState.PUBLISHED:
        raise CardIsPublished
    return card


def school_of(card_id: int) -> int:
    """Return the number of the card's school, whose rules are locked first. Raises `ProductionCard.DoesNotExist`."""
    return ProductionCard.objects.values_list("school_id", flat=True).get(pk=card_id)
