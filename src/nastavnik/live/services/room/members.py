"""Who is in a room: coming in with a name, how many are at the screen, who may not speak."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.live.enums import Audience, RoomEventKind
from nastavnik.live.models import Room, RoomEvent, RoomMember
from nastavnik.live.permissions import can_enter_room, can_lead_room
from nastavnik.live.selectors.room.hours import Hours, hours_of
from nastavnik.live.selectors.room.items import member_payload
from nastavnik.live.selectors.room.lookup import guest_digest
from nastavnik.live.services.room.log import locked_room, room_with_rights, tell
from nastavnik.live.services.room.refusals import (
    GuestsMayNotWrite,
    NameNeeded,
    NotOpenYet,
    PersonMuted,
    RoomOver,
    TooManyGuests,
)
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

MOST_GUESTS = 3000
FORGOTTEN_NAME = "—"


def check_open(room: Room, now: datetime) -> None:
    """Raise `NotOpenYet` or `RoomOver` when the room takes nothing in."""
    hours = hours_of(room.broadcast, now)
    if hours is Hours.BEFORE:
        raise NotOpenYet
    if hours is Hours.OVER:
        raise RoomOver


def led_room(actor: Actor, room_id: int, now: datetime, *, is_after_end: bool = False) -> Room:
    """Return a locked room for a deed of those who lead it; `is_after_end`: also when it is over."""
    room = locked_room(room_id)
    if not can_lead_room(actor, room):
        raise PermissionDenied
    if not is_after_end and hours_of(room.broadcast, now) is Hours.OVER:
        raise RoomOver
    return room


def speaking_member(room: Room, actor: Actor, guest: str, now: datetime) -> RoomMember:
    """Return the member who speaks as `actor`, or as the guest with this key.

    Raises `Room.DoesNotExist` when the room is not for her, `NotOpenYet`, `RoomOver`, `NameNeeded`,
    `GuestsMayNotWrite`, `PersonMuted`.
    """
    if not can_enter_room(actor, room):
        raise Room.DoesNotExist
    check_open(room, now)
    member = _member_of_user(room, actor, now) if isinstance(actor, User) else _member_of_guest(room, guest)
    if member.muted_at is not None and not can_lead_room(actor, room):
        raise PersonMuted
    return member


def _member_of_user(room: Room, user: User, now: datetime) -> RoomMember:
    known = RoomMember.objects.filter(room=room, user=user).first()
    if known is not None:
        return known
    words = {"name": user.full_name, "place": place_of_user(user), "came_at": now}
    return RoomMember.objects.get_or_create(room=room, user=user, defaults=words)[0]


def place_of_user(user: User) -> str:
    """Return the library that a person works in, in words; nothing when none is known."""
    return user.library.label[:250] if user.library is not None else ""


def _member_of_guest(room: Room, guest: str) -> RoomMember:
    if not room.are_guests_allowed:
        raise GuestsMayNotWrite
    member = RoomMember.objects.filter(room=room, guest_digest=guest_digest(guest)).first() if guest else None
    if member is None:
        raise NameNeeded
    return member


@transaction.atomic
def enter(*, actor: Actor, room_id: int, name: str, people: int, now: datetime, guest: str = "") -> RoomMember:
    """Let somebody into a room and write down how many sit at her screen. Safe to repeat.

    A guest comes with the key of her cookie and a name, which she may change; of a person with an account the name is
    known. Raises as `speaking_member`, and `TooManyGuests`.
    """
    room = room_with_rights(room_id)
    if not can_enter_room(actor, room):
        raise Room.DoesNotExist
    check_open(room, now)
    member = _member_of_user(room, actor, now) if isinstance(actor, User) else _named_guest(room, guest, name, now)
    if member.people != people:
        member.people = people
        member.save(update_fields=["people"])
    return member


def _named_guest(room: Room, guest: str, name: str, now: datetime) -> RoomMember:
    if not room.are_guests_allowed:
        raise GuestsMayNotWrite
    if not guest or not name:
        raise NameNeeded
    known = RoomMember.objects.filter(room=room, guest_digest=guest_digest(guest)).first()
    if known is not None:
        known.name = name
        known.save(update_fields=["name"])
        return known
    if RoomMember.objects.filter(room=room).exclude(guest_digest="").count() >= MOST_GUESTS:
        raise TooManyGuests
    return RoomMember.objects.create(room=room, guest_digest=guest_digest(guest), name=name, came_at=now)


@transaction.atomic
def mute_person(*, actor: Actor, room_id: int, member_token: str, is_muted: bool, now: datetime) -> RoomMember:
    """Let nothing more in from a member, or let her speak again. Her browser learns it when she tries."""
    room = led_room(actor, room_id, now)
    member = RoomMember.objects.get(room=room, token=member_token)
    if (member.muted_at is not None) == is_muted:
        return member
    member.muted_at = now if is_muted else None
    member.muted_by = actor if is_muted and isinstance(actor, User) else None
    member.save(update_fields=["muted_at", "muted_by"])
    verb = "muted" if is_muted else "unmuted"
    journal.record(actor=actor, verb=verb, subject=room, now=now, member=member.token)
    payload = member_payload(member)
    tell(room, RoomEventKind.MEMBER, member.token, payload, now, audience=Audience.MODERATORS, member=member)
    return member


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take a person's name out of all rooms: she asked to be forgotten. What she said stays, without a name."""
    RoomMember.objects.filter(user=user_id).update(name=FORGOTTEN_NAME, place="")
    events = list(RoomEvent.objects.filter(member__user=user_id))
    for event in events:
        event.payload = forgetting(event.payload)
    RoomEvent.objects.bulk_update(events, ["payload"], batch_size=500)


def forgetting(payload: dict[str, object]) -> dict[str, object]:
    """Return a payload without the name and the library in it."""
    return {**payload, "name": FORGOTTEN_NAME, "place": ""}
