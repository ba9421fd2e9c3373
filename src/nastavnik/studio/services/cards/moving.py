"""Cards on the board: to another state forwards or back, and their order. A state takes no more cards than the school works on at once."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.core.ordering import Order
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.selectors.board import order_mark
from nastavnik.programme.services.refusals import BoardChanged
from nastavnik.studio.enums import BOARD_STATES, CardState
from nastavnik.studio.events import CardMoved
from nastavnik.studio.models import ProductionCard, StudioRules
from nastavnik.studio.permissions import can_run_studio
from nastavnik.studio.services.cards.beginning import last_place
from nastavnik.studio.services.cards.locking import locked_rules, open_locked, school_of
from nastavnik.studio.services.cards.refusals import ColumnFull, PublishedByItself

# of the rules: the board looks otherwise than before
BOARD_MOVED = "board_moved"


@transaction.atomic
def move_card(*, actor: User, card_id: int, state: CardState, now: datetime) -> ProductionCard:
    """Let a card go on to a state, or back: to the end of its column.

    Raises `ColumnFull`, `CardIsPublished`, and `PublishedByItself` for the last state, which is reached by `publish_card` alone.
    """
    rules = locked_rules(school_of(card_id))
    card = open_locked(actor, card_id)
    if state == CardState.PUBLISHED:
        raise PublishedByItself
    if card.state == state:
        return card
    check_room(rules, state)
    before, card.state, card.moved_at = card.state, state, now
    card.position = last_place(card.school_id, state) + 1
    card.save(update_fields=["state", "position", "moved_at"])
    journal.record(actor=actor, verb="card_moved", subject=card, now=now, before=before, after=state)
    journal.record(actor=actor, verb=BOARD_MOVED, subject=rules, now=now)
    publish(CardMoved(card_id=card.pk, state=state))
    return card


def check_room(rules: StudioRules, state: CardState) -> None:
    """Raise `ColumnFull` unless one more card fits into a state; the rules are locked."""
    limit = rules.limits.get(state)
    there = list(_cards_on_board(rules.school_id).filter(state=state)) if limit else []
    if limit and len(there) >= limit:
        raise ColumnFull(state, limit, [called(card) for card in there])


def called(card: ProductionCard) -> str:
    """Return how people call a card, with who makes it."""
    name = f"№ {card.number} «{card.title}»"
    return f"{name} ({card.owner.full_name})" if card.owner else name


@transaction.atomic
def reorder_cards(
    *, actor: User, school_id: int, rearrange: Callable[[Order], Order], seen: str | None, now: datetime
) -> None:
    """Put the cards of the board into another order, from one state into another too.

    `rearrange` is given the order as it lies now (states with the tokens of cards) and returns the wanted one, of the same items.
    `seen` is the mark of the board from which a whole order was taken, None for a single step. Raises `BoardChanged`, `ColumnFull`.
    """
    if not can_run_studio(actor, School.objects.get(pk=school_id)):
        raise PermissionDenied
    rules = locked_rules(school_id)
    # in the order of their numbers, as everybody locks them
    locked = ProductionCard.objects.select_for_update(of=("self",), no_key=True).filter(school_id=school_id)
    on_board = locked.filter(state__in=BOARD_STATES, removed_at=None).select_related("owner").order_by("pk")
    cards = {card.token: card for card in sorted(on_board, key=lambda card: (card.position, card.pk))}
    now_lies = board_order(cards.values())
    if seen is not None and seen != order_mark(now_lies) and not _moved_last(actor, rules):
        raise BoardChanged
    moved, gone_on = _placed(cards, rearrange(now_lies), rules, now)
    if not moved:
        return
    ProductionCard.objects.bulk_update(moved, ["state", "position", "moved_at"])
    for card, before in gone_on:
        journal.record(actor=actor, verb="card_moved", subject=card, now=now, before=before, after=card.state)
    journal.record(actor=actor, verb=BOARD_MOVED, subject=rules, now=now)
    publish(*(CardMoved(card_id=card.pk, state=card.state) for card, _before in gone_on))


def board_order(cards: Iterable[ProductionCard]) -> Order:
    """Return the order of cards, which come as they lie, by the states of the board."""
    order: Order = {state.value: [] for state in BOARD_STATES}
    for card in cards:
        order[card.state].append(card.token)
    return order


def _placed(
    cards: dict[str, ProductionCard], wanted: Order, rules: StudioRules, now: datetime
) -> tuple[list[ProductionCard], list[tuple[ProductionCard, str]]]:
    """Put cards where they are wanted; return those that lie elsewhere now, and those in another state with the one before.

    Raises `ColumnFull` for a state into which a card came and that has more than its limit with it.
    """
    moved: list[ProductionCard] = []
    gone_on: list[tuple[ProductionCard, str]] = []
    for state, tokens in wanted.items():
        here = [cards[token] for token in tokens]
        stay = [card for card in here if card.state == state]
        limit = rules.limits.get(state)
        if limit and len(here) > max(limit, len(stay)):
            raise ColumnFull(CardState(state), limit, [called(card) for card in stay])
        gone_on += [(card, card.state) for card in here if card not in stay]
        moved += [card for number, card in enumerate(here, start=1) if (card.state, card.position) != (state, number)]
    for state, tokens in wanted.items():
        for number, token in enumerate(tokens, start=1):
            card = cards[token]
            if card.state != state:
                card.moved_at = now
            card.state, card.position = state, number
    return moved, gone_on


def _moved_last(actor: User, rules: StudioRules) -> bool:
    """Tell whether the last to move a card was `actor`: the script moves several without a new page."""
    about = {"subject_kind": journal.subject_kind(rules), "subject_id": rules.pk}
    last = JournalEntry.objects.filter(**about, verb=BOARD_MOVED).order_by("-pk").first()
    return last is not None and last.actor_id == actor.pk


def _cards_on_board(school_id: int) -> QuerySet[ProductionCard]:
    cards = ProductionCard.objects.filter(school_id=school_id, removed_at=None)
    return cards.select_related("owner").order_by("position", "pk")
