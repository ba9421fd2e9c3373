"""The rules of a room."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.live.enums import RoomEventKind
from nastavnik.live.models import Room
from nastavnik.live.selectors.room.items import room_payload
from nastavnik.live.services.room.log import tell
from nastavnik.live.services.room.members import led_room
from nastavnik.people.permissions import Actor


@transaction.atomic
def change_room(
    *,
    actor: Actor,
    room_id: int,
    is_chat_open: bool,
    slow_seconds: int,
    are_links_allowed: bool,
    are_guests_allowed: bool,
    are_questions_moderated: bool,
    now: datetime,
) -> Room:
    """Change the rules of a room; everybody in it learns them at once. Raises `RoomOver`."""
    room = led_room(actor, room_id, now)
    wished = {
        "is_chat_open": is_chat_open,
        "slow_seconds": slow_seconds,
        "are_links_allowed": are_links_allowed,
        "are_guests_allowed": are_guests_allowed,
        "are_questions_moderated": are_questions_moderated,
    }
    changed = [name for name, value in wished.items() if getattr(room, name) != value]
    if not changed:
        return room
    for name in changed:
        setattr(room, name, wished[name])
    room.save(update_fields=changed)
    tell(room, RoomEventKind.ROOM, room.token, room_payload(room), now)
    journal.record(actor=actor, verb="room changed", subject=room, now=now, fields=changed)
    return room
