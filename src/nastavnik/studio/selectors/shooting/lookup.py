"""Cards by their addresses for the pages of the shooting; a forbidden one answers as a missing one."""

from django.core.exceptions import PermissionDenied

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.permissions import can_work_on_card, cards_visible_to


def card_for(actor: Actor, school: School, token: str) -> ProductionCard:
    """Return a card to who may open it. Raises `ProductionCard.DoesNotExist`."""
    return cards_visible_to(actor, school).select_related("school__owner", "owner").get(token=token)


def card_to_work(actor: Actor, school: School, token: str) -> ProductionCard:
    """Return a card to who works on it. Raises `PermissionDenied` to who only looks, `ProductionCard.DoesNotExist`."""
    card = card_for(actor, school, token)
    if not can_work_on_card(actor, card):
        raise PermissionDenied
    return card
