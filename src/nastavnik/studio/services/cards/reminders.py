"""Who makes a card is reminded three days before its day, on it, and when it is past; each once, and of several at once the nearest."""

from datetime import datetime, timedelta

from django.db import transaction

from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.services.cards import telling

PAST = -1
DAYS_BEFORE = (0, 3)


def remind_of_cards(*, now: datetime) -> int:
    """Remind of cards that are due; return of how many. Safe to repeat."""
    cards = ProductionCard.objects.filter(removed_at=None, owner__isnull=False).exclude(state=CardState.PUBLISHED)
    # a day more: the school may be further east
    near = cards.filter(due_on__lte=(now + timedelta(days=max(DAYS_BEFORE) + 1)).date())
    return sum(_remind(pk, now) for pk in near.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(card_id: int, now: datetime) -> bool:
    cards = ProductionCard.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    card = cards.get(pk=card_id)
    if card.due_on is None or card.owner_id is None or card.state == CardState.PUBLISHED:
        return False
    days = (card.due_on - now.astimezone(card.school.zone).date()).days
    which = PAST if days < 0 else next((before for before in DAYS_BEFORE if days <= before), None)
    if which is None or (card.reminded_days is not None and card.reminded_days <= which):
        return False
    card.reminded_days = which
    card.save(update_fields=["reminded_days"])
    telling.tell_of_day(card, days=days, now=now)
    return True
