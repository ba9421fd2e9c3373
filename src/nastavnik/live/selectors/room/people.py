"""Who is in a room, for those who are known there by name themselves."""

from dataclasses import dataclass
from datetime import datetime

from nastavnik.live.models import RoomMember
from nastavnik.live.permissions import can_lead_room
from nastavnik.live.selectors.room.here import MOST_NAMES, PersonHere, names_here, people_here, person_here
from nastavnik.live.selectors.room.lookup import is_named_guest, room_to_enter
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who is here. Without a name of one's own one sees only how many."""

    token: str
    total: int
    people: list[PersonHere]
    is_named: bool
    is_leader: bool
    # whoever may not write, also when she is not here
    muted: list[PersonHere]

    @property
    def is_shortened(self) -> bool:
        """Whether there are more names than are shown."""
        return len(self.people) == MOST_NAMES


def people_page(actor: Actor, school: School, token: str, guest: str, now: datetime) -> PeoplePage:
    """Return who is in a room of `school`. Raises `Room.DoesNotExist`."""
    room = room_to_enter(actor, school, token)
    is_named = isinstance(actor, User) or is_named_guest(room, guest)
    is_leader = can_lead_room(actor, room)
    muted = RoomMember.objects.filter(room=room, muted_at__isnull=False).order_by("name", "pk") if is_leader else ()
    return PeoplePage(
        token=room.token,
        total=people_here(room.pk, now),
        people=names_here(room.pk, now) if is_named else [],
        is_named=is_named,
        is_leader=is_leader,
        muted=[person_here(member) for member in muted],
    )
