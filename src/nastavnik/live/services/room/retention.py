"""What of a room is not kept for ever (152-FZ, article 5: no longer than its purpose needs)."""

from datetime import datetime, timedelta

from nastavnik.core import journal
from nastavnik.live.models import Listening, Room, RoomEvent, RoomMember
from nastavnik.live.services.room.members import FORGOTTEN_NAME

# The log is for browsers that come back; a page that was open for a week is loaded anew.
LOG_LIVES = timedelta(days=7)
# A guest has no account in which she could ask to be forgotten: her name goes by itself.
GUEST_NAME_LIVES = timedelta(days=365)
BATCH = 100


def forget_logs(*, now: datetime) -> int:
    """Delete the logs of rooms that are over for long; what was said stays in its own rows. Return how many events went."""
    over = Room.objects.filter(broadcast__ended_at__lt=now - LOG_LIVES)
    Listening.objects.filter(room__in=over).delete()
    gone, _by_model = RoomEvent.objects.filter(room__in=over).delete()
    return gone


def forget_guests(*, now: datetime) -> int:
    """Take the names of guests out of rooms that are over for a year; return how many were forgotten."""
    long_over = Room.objects.filter(broadcast__ended_at__lt=now - GUEST_NAME_LIVES)
    forgotten = 0
    for room in long_over.filter(members__in=RoomMember.objects.exclude(guest_digest="")).distinct()[:BATCH]:
        guests = RoomMember.objects.filter(room=room).exclude(guest_digest="")
        count = guests.update(name=FORGOTTEN_NAME, guest_digest="")
        journal.record(actor=None, verb="guests forgotten", subject=room, now=now, count=count)
        forgotten += count
    return forgotten
