"""The log of a room: who writes into it holds the room's row until her commit.

So an event has its number only after all lower ones are committed, and a reader that has seen a number will never
find a lower one later; a transaction that is rolled back leaves no gap. On SQLite every write transaction waits for
the one before it anyway, on PostgreSQL the lock of the row does it.
"""

from datetime import datetime
from typing import Any

from nastavnik.live.enums import Audience, RoomEventKind
from nastavnik.live.models import Broadcast, Room, RoomEvent, RoomMember
from nastavnik.live.selectors.room.lookup import RIGHTS
from nastavnik.live.services.room import bell

# What rights ask for, as rows of a room join it.
ROOM_RIGHTS = tuple(f"room__{path}" for path in RIGHTS)


def make_room(*, broadcast: Broadcast, now: datetime) -> Room:
    """Return the room of a broadcast, made now if there is none."""
    room, _is_new = Room.objects.get_or_create(broadcast=broadcast, defaults={"created_at": now})
    return room


def locked_room(room_id: int) -> Room:
    """Return a room locked until the commit, with all that rights ask for."""
    return Room.objects.select_for_update(of=("self",)).select_related(*RIGHTS).get(pk=room_id)


def room_with_rights(room_id: int) -> Room:
    """Return a room, not locked, with all that rights ask for."""
    return Room.objects.select_related(*RIGHTS).get(pk=room_id)


def tell(
    room: Room,
    kind: RoomEventKind,
    subject: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    audience: Audience = Audience.EVERYBODY,
    member: RoomMember | None = None,
) -> None:
    """Write an event into the log of a locked room. `member`: whose name stands in the payload."""
    room.last_number += 1
    room.save(update_fields=["last_number"])
    RoomEvent.objects.create(
        room=room,
        number=room.last_number,
        kind=kind,
        audience=audience,
        subject=subject,
        member=member,
        payload=payload,
        at=now,
    )
    bell.ring_after_commit(room.pk)


def untell(room: Room, subject: str) -> None:
    """Take the words about `subject` out of what is replayed: only its token stays."""
    RoomEvent.objects.filter(room=room, subject=subject).exclude(audience=Audience.MODERATORS).update(
        payload={"token": subject, "gone": True}, member=None
    )
