"""Who is in a room, written by the web processes every few seconds for all their listeners at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from nastavnik.live.models import Listening, Presence, Room, RoomMember
from nastavnik.live.selectors.room.here import people_here
from nastavnik.live.services.room.members import place_of_user
from nastavnik.people.models import User

# Processes write this often; whoever was not seen for `GAP` has left, and comes anew.
GAP = timedelta(seconds=45)
BATCH = 500


def note_presence(
    *,
    room_id: int,
    process: str,
    user_ids: Collection[int],
    member_ids: Collection[int],
    guests: int,
    now: datetime,
) -> None:
    """Write down who listens in one web process: people with accounts, guests with a name, and how many without one.

    People become members by it. Nothing is written once the broadcast is over.
    """
    room = Room.objects.select_related("broadcast").get(pk=room_id)
    if room.broadcast.is_over:
        return
    present = sorted(_members_of(room, sorted(user_ids), now) | set(member_ids))
    for begin in range(0, len(present), BATCH):
        _write_down(room_id, present[begin : begin + BATCH], now)
    Listening.objects.update_or_create(room=room, process=process, defaults={"guests": guests, "at": now})
    people = people_here(room_id, now)
    Room.objects.filter(pk=room_id, most_people__lt=people).update(most_people=people)


def _members_of(room: Room, user_ids: list[int], now: datetime) -> set[int]:
    """Return the members that these people are in the room, made now where they are not."""
    found: dict[int, int] = {}
    for begin in range(0, len(user_ids), BATCH):
        found |= _known(room, user_ids[begin : begin + BATCH])
    missing = [user_id for user_id in user_ids if user_id not in found]
    for begin in range(0, len(missing), BATCH):
        batch = missing[begin : begin + BATCH]
        _make_members(room, batch, now)
        found |= _known(room, batch)
    return set(found.values())


def _known(room: Room, user_ids: list[int]) -> dict[int, int]:
    members = RoomMember.objects.filter(room=room, user__in=user_ids)
    return dict(members.values_list("user_id", "pk"))


def _make_members(room: Room, user_ids: list[int], now: datetime) -> None:
    users = User.objects.filter(pk__in=user_ids).select_related("library__organisation")
    members = [
        RoomMember(room=room, user=user, name=user.full_name, place=place_of_user(user), came_at=now) for user in users
    ]
    # somebody else may have made one of them a moment ago: that one stays
    RoomMember.objects.bulk_create(members, ignore_conflicts=True)


@transaction.atomic
def _write_down(room_id: int, member_ids: list[int], now: datetime) -> None:
    """Lengthen the stretches of members who are there, begin new ones for those who came."""
    members = {member.pk: member for member in RoomMember.objects.filter(pk__in=member_ids).order_by("pk")}
    RoomMember.objects.filter(pk__in=member_ids).update(seen_at=now)
    fresh = Presence.objects.filter(member__in=member_ids, until__gt=now - GAP, people=F("member__people"))
    going_on = dict(fresh.values_list("member_id", "pk"))
    Presence.objects.filter(pk__in=list(going_on.values())).update(until=now)
    Presence.objects.bulk_create(
        [
            Presence(room_id=room_id, member=member, came_at=now, until=now, people=member.people)
            for pk, member in members.items()
            if pk not in going_on
        ]
    )
