"""What publishing a card will do, said before it is done."""

from dataclasses import dataclass

from nastavnik.programme.models import Enrolment
from nastavnik.studio.models import ProductionCard, TopicAsker
from nastavnik.studio.selectors.cards.done import Requirement, full_facts, judge


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What becomes of a card, who hears of it, and what is still missing."""

    card: ProductionCard
    missing: tuple[Requirement, ...]
    askers: int
    enrolled: int


def publish_page(card: ProductionCard) -> PublishPage:
    """Return the page; the card is of `lookup.card_to_run`."""
    programme = card.cycle.programme_id if card.cycle else None
    return PublishPage(
        card=card,
        missing=tuple(one for one in judge(card, full_facts(card), can_run=True) if not one.is_met),
        askers=TopicAsker.objects.filter(topic=card.topic_id).count() if card.topic_id else 0,
        enrolled=Enrolment.objects.filter(programme=programme, left_at=None).count() if programme else 0,
    )
