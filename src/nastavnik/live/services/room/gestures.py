"""What is said without words: raised hands and quiet reactions."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from nastavnik.live.enums import ReactionKind, RoomEventKind
from nastavnik.live.models import RaisedHand, ReactionCount, Room, RoomMember
from nastavnik.live.selectors.room.items import hand_payload
from nastavnik.live.services.room import bell
from nastavnik.live.services.room.log import locked_room, room_with_rights, tell
from nastavnik.live.services.room.members import led_room, speaking_member
from nastavnik.people.permissions import Actor

# Reactions are counted by so long stretches: enough to see beside the recording what was met how.
SLOT = timedelta(seconds=10)
# One reaction of a person in so long; more presses are not counted, and not refused either.
PAUSE_SECONDS = 2


@transaction.atomic
def raise_hand(*, actor: Actor, room_id: int, now: datetime, guest: str = "") -> RaisedHand:
    """Raise one's hand; a raised one keeps its place in the order. Raises what `speaking_member` raises."""
    room = locked_room(room_id)
    member = speaking_member(room, actor, guest, now)
    raised = RaisedHand.objects.filter(room=room, member=member, lowered_at=None).select_related("member").first()
    if raised is not None:
        return raised
    hand = RaisedHand.objects.create(room=room, member=member, raised_at=now)
    _tell(room, hand, now)
    return hand


def _tell(room: Room, hand: RaisedHand, now: datetime) -> None:
    tell(room, RoomEventKind.HAND, hand.member.token, hand_payload(hand), now, member=hand.member)


@transaction.atomic
def lower_hand(*, actor: Actor, room_id: int, now: datetime, guest: str = "") -> None:
    """Lower one's own hand; one that is not raised stays so."""
    room = locked_room(room_id)
    _lower(room, speaking_member(room, actor, guest, now), now)


@transaction.atomic
def lower_hand_of(*, actor: Actor, room_id: int, member_token: str, now: datetime) -> None:
    """Lower somebody's hand: she has spoken."""
    room = led_room(actor, room_id, now)
    _lower(room, RoomMember.objects.get(room=room, token=member_token), now)


def _lower(room: Room, member: RoomMember, now: datetime) -> None:
    hand = RaisedHand.objects.filter(room=room, member=member, lowered_at=None).first()
    if hand is not None:
        hand.lowered_at, hand.member = now, member
        hand.save(update_fields=["lowered_at"])
        _tell(room, hand, now)


@transaction.atomic
def react(*, actor: Actor, room_id: int, kind: ReactionKind, now: datetime, guest: str = "") -> bool:
    """Say something by one press; tell whether it was counted. Raises what `speaking_member` raises."""
    room = room_with_rights(room_id)
    member = speaking_member(room, actor, guest, now)
    if not cache.add(f"live.reaction.{member.pk}", 1, PAUSE_SECONDS):
        return False
    slot = now - timedelta(seconds=now.timestamp() % SLOT.total_seconds())
    counted = ReactionCount.objects.filter(room=room, kind=kind, at=slot)
    if not counted.update(count=F("count") + 1):
        ReactionCount.objects.get_or_create(room=room, kind=kind, at=slot)
        counted.update(count=F("count") + 1)
    bell.ring_after_commit(room_id)
    return True
