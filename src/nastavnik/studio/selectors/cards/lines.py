"""A card as a line of the board, of a calendar, of its owner's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from nastavnik.studio.enums import BOARD_STATES, CardState
from nastavnik.studio.models import CardStep, ProductionCard
from nastavnik.studio.selectors.cards.done import Requirement, facts_of, judge

SOON = timedelta(days=3)
# From here on a card shows by name what it still lacks; before, nearly everything would stand there.
NAMED_FROM = CardState.SHOOT


@dataclass(frozen=True, slots=True)
class Step:
    """A state to which a card can be moved."""

    state: str
    label: str
    url: str
    is_here: bool = False
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in a list. `due`: "late", "soon", or nothing."""

    token: str
    number: int
    title: str
    url: str
    state: str
    state_label: str
    owner: str
    due_on: date | None
    due: str
    steps: int
    steps_done: int
    met: int
    needed: int
    # the names of what is missing
    missing: tuple[str, ...]
    back: Step | None
    onward: Step | None


def joined(cards: QuerySet[ProductionCard]) -> QuerySet[ProductionCard]:
    """Return cards with all that their lines show; without their long texts."""
    steps = CardStep.objects.filter(card=OuterRef("pk")).order_by().values("card")
    counted = Subquery(steps.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    done = Subquery(
        steps.filter(done_at__isnull=False).annotate(count=Count("pk")).values("count"), output_field=IntegerField()
    )
    rows = cards.annotate(steps=Coalesce(counted, 0), steps_done=Coalesce(done, 0))
    return rows.select_related("owner", "video", "cycle__programme").defer("script", "brief")


def lines_of(cards: Sequence[ProductionCard], today: date) -> list[CardLine]:
    """Return the lines of cards, which are `joined`; two queries however many they are."""
    facts = facts_of(cards)
    return [_line(card, judge(card, facts[card.pk]), today) for card in cards]


def _line(card: ProductionCard, requirements: Sequence[Requirement], today: date) -> CardLine:
    missing = tuple(one.label for one in requirements if not one.is_met)
    back, onward = neighbours(card)
    order = list(CardState)
    is_named = order.index(CardState(card.state)) >= order.index(NAMED_FROM)
    return CardLine(
        token=card.token,
        number=card.number,
        title=card.title,
        url=reverse("studio:card", args=[card.token]),
        state=card.state,
        state_label=card.get_state_display(),
        owner=card.owner.full_name if card.owner else "",
        due_on=card.due_on,
        due=due_of(card.due_on, today),
        steps=card.steps,  # type: ignore[attr-defined]  # annotated by `joined`
        steps_done=card.steps_done,  # type: ignore[attr-defined]  # the same
        met=len(requirements) - len(missing),
        needed=len(requirements),
        missing=missing if is_named else (),
        back=back,
        onward=onward,
    )


def due_of(due_on: date | None, today: date) -> str:
    """Return how near a day is: "late", "soon", or nothing."""
    if due_on is None:
        return ""
    return "late" if due_on < today else "soon" if due_on <= today + SOON else ""


def neighbours(card: ProductionCard) -> tuple[Step | None, Step | None]:
    """Return the states before and after that of a card of the board, as far as it can be moved there."""
    states: list[CardState] = list(BOARD_STATES)
    here = states.index(CardState(card.state))
    back = _step(card, states[here - 1]) if here else None
    return back, _step(card, states[here + 1]) if here + 1 < len(states) else None


def steps_of(card: ProductionCard) -> list[Step]:
    """Return the way of a card: every state, with the address that moves it there."""
    states = list(CardState)
    here = states.index(CardState(card.state))
    return [_step(card, state, is_here=place == here, is_past=place < here) for place, state in enumerate(states)]


def _step(card: ProductionCard, state: CardState, *, is_here: bool = False, is_past: bool = False) -> Step:
    url = reverse("studio:move_card", args=[card.token, state.value])
    return Step(state.value, str(state.label), url, is_here=is_here, is_past=is_past)
