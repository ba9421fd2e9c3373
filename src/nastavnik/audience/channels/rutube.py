"""Rutube: the JSON that its own page of a film reads. It is in no documents: used while it is there, and missed without harm.

Could not be tried against the real service from where it was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.utils.translation import gettext as _

from nastavnik.audience.channels.base import Stopped, Talk, Told, batches, ended, object_in, whole
from nastavnik.audience.enums import PlacementState, PullState

API = "https://rutube.ru/api/video"
FILM = re.compile(r"[0-9a-f]{32}", re.ASCII)
PAUSE_SECONDS = 0.5


@dataclass(slots=True)
class Rutube:
    """Asks for films one by one: `hits` is what their pages show."""

    api: str = API
    talk: Talk = field(default_factory=lambda: Talk(PAUSE_SECONDS))

    def ask(self, outer_ids: Sequence[str]) -> Told:
        """Return the views of these films; where it stops, what was told until then."""
        numbers, found, strange = dict[str, int](), dict[str, PlacementState](), 0
        try:
            for (film,) in batches(filter(FILM.fullmatch, outer_ids), 1):
                value = self._views(film)
                found[film] = PlacementState.MISSING if value is None else PlacementState.THERE
                if value is None:
                    continue
                if value < 0:
                    strange += 1
                else:
                    numbers[film] = value
        except Stopped as stop:
            return Told(stop.state, stop.said, numbers, found, stop.retry_after)
        return ended(numbers, found, strange)

    def _views(self, film: str) -> int | None:
        """Return the views of a film: None where there is none, -1 where they cannot be true. Raises `Stopped`."""
        answer = self.talk.get(f"{self.api}/{film}/?format=json")
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            return None
        if not answer.is_good:
            words = _("The place did not let us look (status %(status)d). Put the numbers in by hand.")
            raise Stopped(PullState.REFUSED, words % {"status": answer.status})
        told = object_in(answer)
        if told.get("id", film) != film:
            return -1
        value = whole(told.get("hits"))
        return -1 if value is None else value
