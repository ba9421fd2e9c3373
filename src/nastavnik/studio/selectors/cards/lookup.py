"""Cards by their addresses, for who may open them; a forbidden one answers as a missing one."""

from django.core.exceptions import PermissionDenied

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.studio.models import CardFile, ProductionCard, Topic
from nastavnik.studio.permissions import (
    can_run_studio,
    can_see_board,
    can_work_on_card,
    cards_visible_to,
    topics_visible_to,
)

JOINED = ("school__owner", "owner", "topic", "video", "cycle__programme", "lesson")


def card_for(actor: Actor, school: School, token: str) -> ProductionCard:
    """Return a card to whoever may open it. Raises `ProductionCard.DoesNotExist`."""
    return cards_visible_to(actor, school).select_related(*JOINED).get(token=token)


def card_to_work_on(actor: Actor, school: School, token: str) -> ProductionCard:
    """Return a card to whoever writes in it. Raises `PermissionDenied` to who only looks."""
    card = card_for(actor, school, token)
    if not can_work_on_card(actor, card):
        raise PermissionDenied
    return card


def card_to_run(actor: Actor, school: School, token: str) -> ProductionCard:
    """Return a card to a methodist. Raises `PermissionDenied` to who only works on it or looks."""
    card = card_for(actor, school, token)
    if not can_run_studio(actor, school):
        raise PermissionDenied
    return card


def card_to_restore(actor: Actor, school: School, token: str) -> ProductionCard:
    """Return a card, removed or not, to a methodist. Raises `PermissionDenied`, `ProductionCard.DoesNotExist`."""
    check_can_run(actor, school)
    return ProductionCard.objects.get(school=school, token=token)


def file_for(actor: Actor, school: School, token: str, file: str) -> CardFile:
    """Return a file of a card to whoever may open the card. Raises `DoesNotExist`."""
    card = cards_visible_to(actor, school).get(token=token)
    return CardFile.objects.get(card=card, token=file)


def check_can_run(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who is no methodist."""
    if not can_run_studio(actor, school):
        raise PermissionDenied


def check_board(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not see all cards."""
    if not can_see_board(actor, school):
        raise PermissionDenied


def topic_to_take(actor: Actor, school: School, token: str) -> Topic:
    """Return a topic to whoever may begin a card of it. Raises `PermissionDenied`, `Topic.DoesNotExist`."""
    check_can_run(actor, school)
    return topics_visible_to(actor, school).get(token=token)
