"""A card that is not made after all is removed, and can be brought back; its topic is open for votes meanwhile."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard, StudioRules, Topic
from nastavnik.studio.permissions import can_run_studio
from nastavnik.studio.services.cards.beginning import last_place
from nastavnik.studio.services.cards.locking import locked_rules, school_of
from nastavnik.studio.services.cards.moving import check_room
from nastavnik.studio.services.cards.refusals import CardIsPublished
from nastavnik.studio.services.topics import give_back_topic, take_topic


@transaction.atomic
def remove_card(*, actor: User, card_id: int, now: datetime) -> ProductionCard:
    """Take a card off the board. Raises `CardIsPublished`."""
    card, _rules = _locked(actor, card_id)
    if card.removed_at is not None:
        return card
    if card.topic_id is not None:
        give_back_topic(topic_id=card.topic_id, actor=actor, now=now)
    return _mark(actor, card, now, now)


@transaction.atomic
def restore_card(*, actor: User, card_id: int, now: datetime) -> ProductionCard:
    """Bring a card back into its state. Raises `ColumnFull`, `TopicMoved` when its topic has another card by now."""
    card, rules = _locked(actor, card_id)
    if card.removed_at is None:
        return card
    check_room(rules, CardState(card.state))
    if card.topic_id is not None:
        take_topic(topic_id=card.topic_id, actor=actor, now=now)
    card.position = last_place(card.school_id, CardState(card.state)) + 1
    return _mark(actor, card, None, now)


def _locked(actor: User, card_id: int) -> tuple[ProductionCard, StudioRules]:
    """Return a card, removed or not, with the rules: both locked, the topic between them. Raises `CardIsPublished`."""
    rules = locked_rules(school_of(card_id))
    for topic_id in ProductionCard.objects.filter(pk=card_id, topic__isnull=False).values_list("topic_id", flat=True):
        Topic.objects.select_for_update(of=("self",), no_key=True).get(pk=topic_id)
    cards = ProductionCard.objects.select_for_update(of=("self",), no_key=True)
    card = cards.select_related("school").get(pk=card_id)
    if not can_run_studio(actor, card.school):
        raise PermissionDenied
    if card.state == CardState.PUBLISHED:
        raise CardIsPublished
    return card, rules


def _mark(actor: User, card: ProductionCard, removed_at: datetime | None, now: datetime) -> ProductionCard:
    card.removed_at = removed_at
    card.save(update_fields=["removed_at", "position"])
    journal.record(actor=actor, verb="card_removed" if removed_at else "card_restored", subject=card, now=now)
    return card
