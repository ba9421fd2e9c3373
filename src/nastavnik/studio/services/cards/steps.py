"""The checklist of a card: what is to be done, ticked off by whoever works on it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from nastavnik.core import journal
from nastavnik.core.ordering import Order
from nastavnik.people.models import User
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import CardStep, ProductionCard
from nastavnik.studio.services.cards.locking import open_locked
from nastavnik.studio.services.cards.refusals import StepEmpty, TooManySteps
from nastavnik.studio.services.cards.usual import usual_steps

MOST_STEPS = 60
# the one group of the list, in the words of `core.ordering`
GROUP = "steps"


@transaction.atomic
def add_step(*, actor: User, card_id: int, text: str, now: datetime) -> CardStep:
    """Add a line at the end of a card's checklist. Raises `StepEmpty`, `TooManySteps`, `CardIsPublished`."""
    card = open_locked(actor, card_id)
    words = " ".join(text.split())
    if not words:
        raise StepEmpty
    return _add(actor, card, [words], now)[0]


@transaction.atomic
def add_usual_steps(*, actor: User, card_id: int, now: datetime) -> list[CardStep]:
    """Add what is usually done in the card's state, as far as it is not there. Raises `TooManySteps`, `CardIsPublished`."""
    card = open_locked(actor, card_id)
    known = set(CardStep.objects.filter(card=card).values_list("text", flat=True))
    return _add(actor, card, [text for text in usual_steps(CardState(card.state)) if text not in known], now)


def _add(actor: User, card: ProductionCard, texts: list[str], now: datetime) -> list[CardStep]:
    steps = CardStep.objects.filter(card=card)
    if steps.count() + len(texts) > MOST_STEPS:
        raise TooManySteps
    last = steps.aggregate(last=Max("position"))["last"] or 0
    rows = [CardStep(card=card, position=last + number, text=text) for number, text in enumerate(texts, start=1)]
    for row in rows:
        row.save(force_insert=True)
    if rows:
        journal.record(actor=actor, verb="step_added", subject=card, now=now, text="; ".join(texts))
    return rows


@transaction.atomic
def tick_step(*, actor: User, card_id: int, step: str, is_done: bool, now: datetime) -> CardStep:
    """Tick a line off, or take the tick back. Raises `CardIsPublished`, `CardStep.DoesNotExist`."""
    card = open_locked(actor, card_id)
    row = CardStep.objects.get(card=card, token=step)
    if (row.done_at is not None) != is_done:
        row.done_at, row.done_by = (now, actor) if is_done else (None, None)
        row.save(update_fields=["done_at", "done_by"])
        verb = "step_done" if is_done else "step_undone"
        journal.record(actor=actor, verb=verb, subject=card, now=now, text=row.text)
    return row


@transaction.atomic
def remove_step(*, actor: User, card_id: int, step: str, now: datetime) -> None:
    """Take a line off. Raises `CardIsPublished`, `CardStep.DoesNotExist`."""
    card = open_locked(actor, card_id)
    row = CardStep.objects.get(card=card, token=step)
    row.delete()
    journal.record(actor=actor, verb="step_removed", subject=card, now=now, text=row.text)


@transaction.atomic
def reorder_steps(*, actor: User, card_id: int, rearrange: Callable[[Order], Order], now: datetime) -> None:
    """Put the lines into another order; `rearrange` is given the order as it lies now. Raises `CardIsPublished`."""
    del now  # an order of lines is no news for the history
    card = open_locked(actor, card_id)
    rows = {row.token: row for row in CardStep.objects.filter(card=card)}
    for position, token in enumerate(rearrange({GROUP: list(rows)})[GROUP], start=1):
        rows[token].position = position
    CardStep.objects.bulk_update(rows.values(), ["position"])
