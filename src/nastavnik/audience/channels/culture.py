"""The export of PRO.Культура.РФ: it tells events, and no views. Asked is whether the event of a lesson is there; no number is made up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nastavnik.audience.channels.base import Told, batches
from nastavnik.audience.enums import PlacementState, PullState
from nastavnik.live.enums import PortalState
from nastavnik.live.services.culture import state_of

FOUND = {
    PortalState.PUBLISHED: PlacementState.THERE,
    PortalState.WAITING: PlacementState.WAITING,
    PortalState.MISSING: PlacementState.MISSING,
}


@dataclass(slots=True)
class Culture:
    """Asks for events one by one, with the key of the export."""

    key: str
    state_of: Callable[[str, str], PortalState] = state_of

    def ask(self, outer_ids: Sequence[str]) -> Told:
        """Return which events are there; never a number."""
        found = dict[str, PlacementState]()
        for (number,) in batches(outer_ids, 1):
            state = self.state_of(number, self.key)
            if state is PortalState.REFUSED:
                words = _("The export does not know the key. Ask for a new one: partners@team.culture.ru.")
                return Told(PullState.REFUSED, words, {}, found)
            if state is PortalState.SILENT:
                return Told(PullState.SILENT, _("The export did not answer, or not as its documents say."), {}, found)
            found[number] = FOUND[state]
        words = _("The export tells which events are there, and no views: put them in by hand.")
        return Told(PullState.WELL if found else PullState.EMPTY, words, {}, found)
