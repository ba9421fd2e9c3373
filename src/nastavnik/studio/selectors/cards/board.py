"""The board of production: a column for each state, with how many cards it has and may have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.selectors.board import order_mark
from nastavnik.studio.enums import BOARD_STATES, CardState
from nastavnik.studio.models import ProductionCard, StudioRules
from nastavnik.studio.permissions import can_run_studio, cards_visible_to
from nastavnik.studio.selectors.cards.lines import CardLine, joined, lines_of
from nastavnik.studio.selectors.cards.lookup import check_board

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A state of the board. `limit`: 0, as many as come; `count`: of all cards, whatever is filtered."""

    state: str
    label: str
    cards: list[CardLine]
    count: int
    limit: int

    @property
    def is_full(self) -> bool:
        """Whether no more cards come in."""
        return bool(self.limit) and self.count >= self.limit


@dataclass(frozen=True, slots=True)
class Board:
    """The board. `mark` tells later whether a card was moved since; some cards alone cannot be put in order."""

    columns: list[Column]
    owners: list[Choice]
    is_late_only: bool
    is_filtered: bool
    mark: str
    total: int
    late: int
    published: int
    can_run: bool
    places: list[dict[str, object]]

    @property
    def can_order(self) -> bool:
        """Whether cards can be moved by hand."""
        return self.can_run and not self.is_filtered


def board_page(user: User, school: School, params: Mapping[str, str], now: datetime) -> Board:
    """Return the board to whoever sees the desk, by seven queries. Raises `PermissionDenied`."""
    check_board(user, school)
    visible = cards_visible_to(user, school)
    cards = list(joined(visible.filter(state__in=BOARD_STATES)).order_by("position", "pk"))
    lines = lines_of(cards, now.astimezone(school.zone).date())
    owner, is_late_only = params.get("owner", ""), bool(params.get("late"))
    owners = _owners(cards, user, owner)
    owner = owner if any(choice.is_chosen for choice in owners) else ""
    shown = [
        line
        for card, line in zip(cards, lines, strict=True)
        if _is_of(card, user, owner) and (line.due == "late" or not is_late_only)
    ]
    return Board(
        columns=_columns(school, lines, shown),
        owners=owners,
        is_late_only=is_late_only,
        is_filtered=bool(owner) or is_late_only,
        mark=order_mark({state.value: [line.token for line in lines if line.state == state] for state in BOARD_STATES}),
        total=len(lines),
        late=sum(line.due == "late" for line in lines),
        published=visible.filter(state=CardState.PUBLISHED).count(),
        can_run=can_run_studio(user, school),
        places=places_of("studio:board"),
    )


def _columns(school: School, lines: list[CardLine], shown: list[CardLine]) -> list[Column]:
    limits = StudioRules.objects.filter(school=school).values_list("limits", flat=True).first() or {}
    return [
        Column(
            state=state.value,
            label=str(state.label),
            cards=[line for line in shown if line.state == state],
            count=sum(line.state == state for line in lines),
            limit=limits.get(state.value, 0),
        )
        for state in BOARD_STATES
    ]


def _owners(cards: list[ProductionCard], user: User, chosen: str) -> list[Choice]:
    """Return whose cards can be looked at alone: one's own, each owner's, nobody's."""
    people = {card.owner.token: card.owner.full_name for card in cards if card.owner and card.owner != user}
    named = sorted(people.items(), key=lambda item: item[1])
    rows = [("me", _("My cards")), *named, (NOBODY, _("Nobody’s"))]
    return [Choice(value, label, is_chosen=value == chosen) for value, label in rows]


def _is_of(card: ProductionCard, user: User, owner: str) -> bool:
    if owner == "me":
        return card.owner_id == user.pk
    if owner == NOBODY:
        return card.owner_id is None
    return not owner or (card.owner is not None and card.owner.token == owner)


def places_of(here: str) -> list[dict[str, object]]:
    """Return the pages of the studio side by side."""
    places = (("studio:board", _("Board")), ("studio:calendar", _("Calendar")), ("studio:past", _("Become lessons")))
    return [{"url": reverse(name), "label": label, "is_current": name == here} for name, label in places]
