"""Where an application to a contest goes on from here: the apps above say it, a contest knows nothing of them."""

from collections.abc import Callable
from dataclasses import dataclass

from nastavnik.contest.models import Application
from nastavnik.people.permissions import Actor


@dataclass(frozen=True, slots=True)
class Onward:
    """A way on: what it is called, and a sentence about it."""

    url: str
    label: str
    words: str = ""


# None: this person cannot go on from this application there.
WayOf = Callable[[Actor, Application], Onward | None]
_ways: list[WayOf] = []


def leads_onward(way_of: WayOf) -> WayOf:
    """Let pages of an application lead on to another app."""
    _ways.append(way_of)
    return way_of


def ways_onward(actor: Actor, application: Application) -> list[Onward]:
    """Return where `actor` may go on from an application; its contest and school must be loaded."""
    found = (way_of(actor, application) for way_of in _ways)
    return [way for way in found if way is not None]
