"""The way of an application: where it was, where it is, where it may go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.grants.enums import NEXT_STATES, OPEN_STATES, GrantState
from nastavnik.grants.models import GrantApplication

DRAFT, CHECKED, SUBMITTED = GrantState.DRAFT, GrantState.CHECKED, GrantState.SUBMITTED
ADMITTED, WON, REFUSED = GrantState.ADMITTED, GrantState.WON, GrantState.REFUSED
ORDER = (DRAFT, CHECKED, SUBMITTED, ADMITTED, WON, REFUSED)
FORWARD = {
    CHECKED: _("Mark as checked"),
    SUBMITTED: _("Note that it is submitted"),
    ADMITTED: _("The fund has admitted it"),
    WON: _("The grant is won"),
    REFUSED: _("The fund has refused"),
}
BACK = {
    DRAFT: _("Write on"),
    CHECKED: _("It was not submitted after all"),
    SUBMITTED: _("The fund has not answered yet after all"),
    ADMITTED: _("It is not decided yet after all"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way."""

    label: str
    # "done", "here" or "ahead"
    kind: str
    at: datetime | date | None


@dataclass(frozen=True, slots=True)
class Move:
    """Where an application may go. `needs_words`: something is noted on the way, on a page of its own."""

    state: GrantState
    label: str
    url: str
    is_back: bool
    needs_words: bool
    # one can come back from there
    has_way_back: bool

    @property
    def can_be_undone(self) -> bool:
        """Tell whether a button is enough to take it back: nothing is to be noted on the way back."""
        return not self.is_back and self.has_way_back


def steps_of(grant: GrantApplication) -> list[Step]:
    """Return the way of an application; its end is told as it is, or as it is hoped."""
    state = GrantState(grant.state)
    last = REFUSED if state is REFUSED else WON
    way = [one for one in ORDER if one is last or one not in {WON, REFUSED}]
    here = way.index(state)
    dates = {SUBMITTED: grant.submitted_at, last: grant.answered_on}
    kinds = {-1: "done", 0: "here", 1: "ahead"}
    return [
        Step(str(one.label), kinds[(place > here) - (place < here)], dates.get(one) if place <= here else None)
        for place, one in enumerate(way)
    ]


def moves_of(grant: GrantApplication) -> list[Move]:
    """Return where an application may go, the likeliest first."""
    return [_move(grant, after) for after in NEXT_STATES[GrantState(grant.state)]]


def move_to(grant: GrantApplication, word: str) -> Move | None:
    """Return the step to a state; None where one cannot go there from where it is."""
    return next((move for move in moves_of(grant) if move.state == word), None)


def _move(grant: GrantApplication, after: GrantState) -> Move:
    before = GrantState(grant.state)
    is_back = ORDER.index(after) < ORDER.index(before)
    label = (BACK if is_back else FORWARD)[after]
    url = reverse("grants:move", args=[grant.token, after.value])
    return Move(after, str(label), url, is_back, not is_back and after not in OPEN_STATES, before in NEXT_STATES[after])
