"""Who is in a room at this moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from nastavnik.live.models import Listening, RoomMember

# Whoever was not seen for so long has left; web processes write who is there three times as often.
SEEN_WITHIN = timedelta(seconds=30)
MOST_NAMES = 300


@dataclass(frozen=True, slots=True)
class PersonHere:
    """Somebody in the room; `people` sit at her screen."""

    by: str
    name: str
    place: str
    people: int
    is_guest: bool
    is_muted: bool


def members_here(room_id: int, now: datetime) -> QuerySet[RoomMember]:
    """Return the members whose browsers are connected."""
    return RoomMember.objects.filter(room=room_id, seen_at__gt=now - SEEN_WITHIN)


def people_here(room_id: int, now: datetime) -> int:
    """Return how many people are in the room: all at each screen, and guests without a name."""
    named = members_here(room_id, now).aggregate(people=Sum("people"))["people"] or 0
    fresh = Listening.objects.filter(room=room_id, at__gt=now - SEEN_WITHIN)
    return int(named) + int(fresh.aggregate(guests=Sum("guests"))["guests"] or 0)


def names_here(room_id: int, now: datetime) -> list[PersonHere]:
    """Return who is in the room by name, the first `MOST_NAMES`."""
    members = members_here(room_id, now).order_by("name", "pk")[:MOST_NAMES]
    return [person_here(member) for member in members]


def person_here(member: RoomMember) -> PersonHere:
    """Return a member as she is listed."""
    return PersonHere(
        by=member.token,
        name=member.name,
        place=member.place,
        people=member.people,
        is_guest=bool(member.guest_digest),
        is_muted=member.muted_at is not None,
    )
