"""The log of a room, read on from a number."""

from dataclasses import dataclass
from typing import Any

from nastavnik.live.enums import Audience
from nastavnik.live.models import Room, RoomEvent


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the log."""

    number: int
    kind: str
    audience: Audience
    subject: str
    payload: dict[str, Any]


def last_number(room_id: int) -> int:
    """Return the number of the newest event. Raises `Room.DoesNotExist`."""
    return Room.objects.values_list("last_number", flat=True).get(pk=room_id)


def events_after(room_id: int, number: int, most: int) -> list[Told]:
    """Return the events that follow `number`, in order, at most so many."""
    events = RoomEvent.objects.filter(room=room_id, number__gt=number).order_by("number")[:most]
    rows = events.values_list("number", "kind", "audience", "subject", "payload")
    return [
        Told(number, kind, Audience(audience), subject, payload) for number, kind, audience, subject, payload in rows
    ]
