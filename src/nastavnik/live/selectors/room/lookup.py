"""Finding a room, and who somebody is in it."""

from functools import lru_cache
from typing import Protocol

from django.core.exceptions import PermissionDenied

from nastavnik.core.sealing import digest
from nastavnik.live.models import Room, RoomMember
from nastavnik.live.permissions import can_enter_room, can_lead_room
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

GUEST_PURPOSE = "live.room-guest"
OVERLAY_PURPOSE = "live.overlay"
OVERLAY_LETTERS = 24
MOST_REMEMBERED = 512
# Under this word the key of a guest stands in her session.
GUEST_WORD = "room_guest"
RIGHTS = ("broadcast__school", "broadcast__lesson__cycle__programme", "broadcast__lesson__school")


class Session(Protocol):
    """What is asked of a session."""

    def get(self, key: str, default: str, /) -> object: ...


def guest_digest(guest: str) -> str:
    """Return what is kept of a guest's key; nothing for nobody."""
    return digest(guest, purpose=GUEST_PURPOSE) if guest else ""


def guest_of(session: Session) -> str:
    """Return the key of the guest whose session this is; nothing for whoever gave no name."""
    return str(session.get(GUEST_WORD, ""))


def room_id_in(school: School, token: str) -> int:
    """Return the id of a room of `school`, for a service that asks for rights. Raises `Room.DoesNotExist`."""
    return _room_id(school.pk, token)


@lru_cache(maxsize=MOST_REMEMBERED)
def _room_id(school_id: int, token: str) -> int:
    """Return the id of a room, remembered: it never changes, and every word that is said asks for it."""
    return Room.objects.values_list("pk", flat=True).get(broadcast__school=school_id, token=token)


def room_to_hear(actor: Actor, token: str) -> Room:
    """Return a room that `actor` may enter, of whichever school. Raises `Room.DoesNotExist`."""
    room = Room.objects.select_related(*RIGHTS).get(token=token)
    if not can_enter_room(actor, room):
        raise Room.DoesNotExist
    return room


def room_to_enter(actor: Actor, school: School, token: str) -> Room:
    """Return a room of `school` that `actor` may enter, with its broadcast and lesson. Raises `Room.DoesNotExist`."""
    room = room_to_hear(actor, token)
    if room.broadcast.school_id != school.pk:
        raise Room.DoesNotExist
    return room


def room_id_to_lead(actor: Actor, school: School, token: str) -> int:
    """Return the id of a room that `actor` leads. Raises `Room.DoesNotExist`, `PermissionDenied`."""
    room = Room.objects.select_related(*RIGHTS).get(broadcast__school=school, token=token)
    if not can_lead_room(actor, room):
        raise PermissionDenied
    return room.pk


def is_named_guest(room: Room, guest: str) -> bool:
    """Tell whether the guest with this key gave a name in a room."""
    return bool(guest) and RoomMember.objects.filter(room=room, guest_digest=guest_digest(guest)).exists()


def guest_member_id(room: Room, session: Session) -> int | None:
    """Return the member that a guest is in a room by her session."""
    guest = guest_of(session)
    if not guest:
        return None
    found = RoomMember.objects.filter(room=room, guest_digest=guest_digest(guest)).values_list("pk", flat=True)
    return found.first()


def overlay_key(room_token: str) -> str:
    """Return what makes the address of a room's overlay the right to see it."""
    return digest(room_token, purpose=OVERLAY_PURPOSE)[:OVERLAY_LETTERS]
