"""Who was in the room of a broadcast, and when: attendance is counted from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.live.enums import BroadcastState
from nastavnik.live.models import Broadcast, Presence, Room, RoomMember

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Airing:
    """When a broadcast was on air."""

    broadcast_id: int
    lesson_id: int
    began_at: datetime
    ended_at: datetime


def airing_of(lesson_id: int) -> Airing | None:
    """Return when the broadcast of a lesson was on air; None before it is over, and where there was none."""
    return next(iter(airings_among(Broadcast.objects.filter(lesson=lesson_id))), None)


def airings_since(moment: datetime) -> list[Airing]:
    """Return the broadcasts that ended after a moment, in the order of their ends."""
    return airings_among(Broadcast.objects.filter(ended_at__gt=moment).order_by("ended_at", "pk"))


def airings_among(broadcasts: QuerySet[Broadcast]) -> list[Airing]:
    """Return those of the broadcasts that are over, and when they were on air."""
    rows = broadcasts.filter(state=BroadcastState.ENDED).values_list("pk", "lesson_id", "live_at", "ended_at")
    return [
        Airing(pk, lesson, began, ended) for pk, lesson, began, ended in rows if began is not None and ended is not None
    ]


def lesson_of_broadcast(broadcast_id: int) -> int:
    """Return the lesson of a broadcast."""
    return Broadcast.objects.values_list("lesson_id", flat=True).get(pk=broadcast_id)


def people_in_room(broadcast_id: int) -> list[int]:
    """Return the accounts that were in the room of a broadcast, in the order of their numbers."""
    members = RoomMember.objects.filter(room__broadcast=broadcast_id, user__isnull=False)
    return [user_id for user_id in members.order_by("user_id").values_list("user_id", flat=True) if user_id]


def stretches_of(broadcast_id: int, user_ids: Collection[int]) -> Mapping[int, list[Stretch]]:
    """Return when these people were in the room of a broadcast; a person's stretches in their order, some may overlap."""
    rows = Presence.objects.filter(member__room__broadcast=broadcast_id, member__user__in=user_ids)
    found: dict[int, list[Stretch]] = {}
    for user_id, came_at, until in rows.order_by("came_at", "pk").values_list("member__user_id", "came_at", "until"):
        found.setdefault(user_id, []).append((came_at, until))
    return found


def screens_in_room(lesson_id: int) -> list[tuple[int | None, int]]:
    """Return the screens at which a lesson was attended in its room: whose account (None: a guest), how many people before it."""
    members = RoomMember.objects.filter(room__broadcast__lesson=lesson_id)
    was_there = members.filter(Exists(Presence.objects.filter(member=OuterRef("pk"))))
    return list(was_there.order_by("pk").values_list("user_id", "people"))


def room_of_lesson(lesson_id: int) -> int | None:
    """Return the room of the broadcast of a lesson, if it has one."""
    return Room.objects.filter(broadcast__lesson=lesson_id).values_list("pk", flat=True).first()
