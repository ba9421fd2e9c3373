"""The chat of a room: saying, hiding, showing again."""

import re
from datetime import datetime, timedelta

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.live.enums import Audience, RoomEventKind
from nastavnik.live.models import ChatMessage, Room, RoomMember
from nastavnik.live.permissions import can_lead_room
from nastavnik.live.selectors.room.items import message_payload
from nastavnik.live.services.room.log import locked_room, tell, untell
from nastavnik.live.services.room.members import led_room, speaking_member
from nastavnik.live.services.room.refusals import ChatClosed, LinksOff, TooQuick
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

# So many messages of one person within so much time; who reads a chat cannot follow more.
BURST = 5
BURST_TIME = timedelta(seconds=10)
# What people mean by a link: a scheme, «www.», or a name in a usual zone.
LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]+\.(?:ru|su|com|org|net|info|me|io|рф|рус|online|site|shop)\b", re.IGNORECASE
)


@transaction.atomic
def say(*, actor: Actor, room_id: int, text: str, now: datetime, guest: str = "", key: str = "") -> ChatMessage:
    """Say something in the chat. `key` is the browser's own: a message that is sent again is the one already there.

    Raises what `speaking_member` raises, `ChatClosed`, `LinksOff`, `TooQuick`.
    """
    room = locked_room(room_id)
    member = speaking_member(room, actor, guest, now)
    recent = list(ChatMessage.objects.filter(member=member).order_by("-at", "-pk")[:BURST])
    known = next((message for message in recent if key and message.key == key), None)
    if known is not None:
        return known
    refusal = _against_rules(room, text, recent, now)
    if refusal is not None and not can_lead_room(actor, room):
        raise refusal
    message = ChatMessage.objects.create(room=room, member=member, text=text, key=key, at=now)
    tell(room, RoomEventKind.SAID, message.token, message_payload(message), now, member=member)
    return message


def _against_rules(room: Room, text: str, recent: list[ChatMessage], now: datetime) -> Refusal | None:
    """Return what the rules of the room say against a message; `recent` are the latest of its author, newest first."""
    if not room.is_chat_open:
        return ChatClosed()
    if not room.are_links_allowed and LINK.search(text):
        return LinksOff()
    free_at = [one.at + timedelta(seconds=room.slow_seconds) for one in recent[:1]]
    free_at += [one.at + BURST_TIME for one in recent[BURST - 1 :]]
    return too_quick(max(free_at, default=now), now)


def too_quick(free_at: datetime, now: datetime) -> TooQuick | None:
    """Return the refusal of what comes before `free_at`."""
    return TooQuick(max(1, -(-(free_at - now) // timedelta(seconds=1)))) if now < free_at else None


@transaction.atomic
def hide_message(*, actor: Actor, room_id: int, message_token: str, now: datetime) -> ChatMessage:
    """Take a message out of everybody's sight; those who lead the room still see it. Also after the end."""
    room = led_room(actor, room_id, now, is_after_end=True)
    message = ChatMessage.objects.select_related("member").get(room=room, token=message_token)
    if message.hidden_at is None:
        _hide(room, message, actor, now)
        journal.record(actor=actor, verb="message hidden", subject=room, now=now, message=message.token)
    return message


@transaction.atomic
def hide_messages_of(*, actor: Actor, room_id: int, member_token: str, now: datetime) -> int:
    """Hide all that a member has said; return how many messages that was."""
    room = led_room(actor, room_id, now, is_after_end=True)
    member = RoomMember.objects.get(room=room, token=member_token)
    messages = list(ChatMessage.objects.select_related("member").filter(member=member, hidden_at=None).order_by("pk"))
    for message in messages:
        _hide(room, message, actor, now)
    if messages:
        count = len(messages)
        journal.record(actor=actor, verb="messages hidden", subject=room, now=now, member=member.token, count=count)
    return len(messages)


def _hide(room: Room, message: ChatMessage, actor: Actor, now: datetime) -> None:
    message.hidden_at, message.hidden_by = now, actor if isinstance(actor, User) else None
    message.save(update_fields=["hidden_at", "hidden_by"])
    untell(room, message.token)
    gone = {"token": message.token, "gone": True}
    tell(room, RoomEventKind.UNSAID, message.token, gone, now, audience=Audience.VIEWERS)
    _tell_leaders(room, message, now)


@transaction.atomic
def show_message(*, actor: Actor, room_id: int, message_token: str, now: datetime) -> ChatMessage:
    """Bring a hidden message back to its place."""
    room = led_room(actor, room_id, now, is_after_end=True)
    message = ChatMessage.objects.select_related("member").get(room=room, token=message_token)
    if message.hidden_at is not None:
        message.hidden_at = message.hidden_by = None
        message.save(update_fields=["hidden_at", "hidden_by"])
        tell(room, RoomEventKind.SAID, message.token, message_payload(message), now, member=message.member)
        journal.record(actor=actor, verb="message shown", subject=room, now=now, message=message.token)
    return message


def _tell_leaders(room: Room, message: ChatMessage, now: datetime) -> None:
    payload, leaders = message_payload(message), Audience.MODERATORS
    tell(room, RoomEventKind.SAID, message.token, payload, now, audience=leaders, member=message.member)
