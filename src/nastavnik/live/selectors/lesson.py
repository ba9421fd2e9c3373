"""The broadcast of a lesson for whoever opens the lesson's page, and which lessons are on air."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse

from nastavnik.core.memory import Memory, remembered
from nastavnik.live.enums import BroadcastState
from nastavnik.live.models import Broadcast
from nastavnik.live.permissions import (
    can_see_broadcast_desk,
    can_watch_broadcast,
    may_be_viewer,
    places_of_speaker,
)
from nastavnik.live.selectors.room import RoomView, room_view
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import School
from nastavnik.video.enums import Access
from nastavnik.video.selectors import Player, player_of

# A broadcast that has not begun so long after its planned end will not begin any more.
GIVEN_UP_AFTER = timedelta(hours=2)
RIGHTS = ("school", "lesson__school", "lesson__cycle__programme", "video__school")


STARTING = "starting"


class Air(StrEnum):
    """How a broadcast stands to its time."""

    WAITING = "waiting"
    LATE = "late"
    MISSED = "missed"
    LIVE = "live"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class BroadcastView:
    """The broadcast of a lesson as a viewer sees it. What she may not see is not in it."""

    token: str
    air: Air
    # planned, starting, live, ended: what a page that is open compares with
    word: str
    is_recorded: bool
    # for those enrolled only, and the viewer is not
    is_closed: bool
    is_for_enrolled: bool
    live_at: datetime | None
    ended_at: datetime | None
    # of what goes on now; a recording is the film of its lesson
    player: Player | None
    room: RoomView | None
    # where a page that is open asks how it stands
    state_url: str
    # for those who hold it or look after it
    desk_url: str
    # over, and nothing was recorded
    is_without_recording: bool

    @property
    def is_recording_awaited(self) -> bool:
        """Whether it is over and its recording comes within seconds."""
        return self.is_over and not self.is_recorded

    @property
    def is_live(self) -> bool:
        """Whether viewers see it now."""
        return self.air is Air.LIVE

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.air is Air.OVER

    @property
    def is_to_come(self) -> bool:
        """Whether it may begin yet."""
        return self.air in {Air.WAITING, Air.LATE}

    @property
    def is_late(self) -> bool:
        """Whether its hour has come and it has not begun."""
        return self.air is Air.LATE

    @property
    def is_watched_for(self) -> bool:
        """Whether a page that is open has something to wait for."""
        return self.is_to_come or self.is_live or self.is_recording_awaited


@remembered
def states_of(school: School) -> Mapping[int, BroadcastState]:
    """Return how the broadcasts of a school stand, by the numbers of their lessons."""
    rows = Broadcast.objects.filter(school=school).values_list("lesson_id", "state")
    return {lesson_id: BroadcastState(state) for lesson_id, state in rows}


def broadcast_of(
    actor: Actor, school: School, lesson_id: int, now: datetime, guest: str = "", *, is_enrolled: bool | None = None
) -> BroadcastView | None:
    """Return the broadcast of a lesson that `actor` may open; None while none is planned.

    `guest`: see `room_view`; `is_enrolled`: see `may_be_viewer`.
    """
    planned = _planned_for(actor, school, lesson_id)
    if planned is None:
        return None
    broadcast = planned.broadcast
    if broadcast.lesson.state == LessonState.DRAFT and not broadcast.is_on_air:
        return None
    return _view(actor, planned, now, guest, is_enrolled=is_enrolled)


class _Planned(NamedTuple):
    """A broadcast with its room and all that rights are asked of; whether whoever asks speaks in it."""

    broadcast: Broadcast
    is_speaker: bool


# Whether a lesson has a broadcast, by its number: most have none, and are not asked for it on every page.
_has_broadcast: Memory[bool] = Memory()


def _planned_for(actor: Actor, school: School, lesson_id: int) -> _Planned | None:
    """Return the broadcast of a lesson as it is now; that there is none may be remembered."""
    asked: list[_Planned | None] = []

    def is_planned() -> bool:
        asked.append(_asked_for(actor, school, lesson_id))
        return asked[0] is not None

    is_known = _has_broadcast.answer(lesson_id, is_planned)
    if asked:
        return asked[0]
    return _asked_for(actor, school, lesson_id) if is_known else None


def _asked_for(actor: Actor, school: School, lesson_id: int) -> _Planned | None:
    is_speaker = Exists(places_of_speaker(actor).filter(lesson=OuterRef("lesson")))
    broadcasts = Broadcast.objects.select_related(*RIGHTS, "room").annotate(is_speaker=is_speaker)
    broadcast = broadcasts.filter(school=school, lesson=lesson_id).first()
    return _Planned(broadcast, bool(broadcast.is_speaker)) if broadcast is not None else None


def _view(actor: Actor, planned: _Planned, now: datetime, guest: str, *, is_enrolled: bool | None) -> BroadcastView:
    broadcast, is_speaker = planned
    is_at_desk = can_see_broadcast_desk(actor, broadcast, is_speaker=is_speaker)
    can_watch = is_at_desk or may_be_viewer(actor, broadcast, is_enrolled=is_enrolled)
    video, air = broadcast.video, air_of(broadcast, now)
    is_shown = can_watch and air is Air.LIVE and video is not None and has_picture(broadcast)
    if video is not None and video.lesson_id == broadcast.lesson_id:
        video.lesson = broadcast.lesson  # joined with all that its rights are asked of
    return BroadcastView(
        token=broadcast.token,
        air=air,
        word=air_word(broadcast),
        is_recorded=broadcast.finished_at is not None,
        is_closed=not can_watch,
        is_for_enrolled=broadcast.access == Access.ENROLLED,
        live_at=broadcast.live_at,
        ended_at=broadcast.ended_at,
        # who may watch the broadcast was asked above: one for those who have the link is watched here too
        player=player_of(actor, video, now, has_link=True, is_enrolled=is_enrolled, is_resumed=False)
        if is_shown and video is not None
        else None,
        room=room_view(actor, broadcast, now, guest, is_speaker=is_speaker)
        if can_watch and air is not Air.MISSED
        else None,
        state_url=reverse("live:state", args=[broadcast.token]),
        desk_url=reverse("live:broadcast", args=[broadcast.token]) if is_at_desk and isinstance(actor, User) else "",
        is_without_recording=air is Air.OVER and broadcast.finished_at is not None and video is None,
    )


def air_of(broadcast: Broadcast, now: datetime) -> Air:
    """Return how a broadcast, whose lesson is joined, stands to its time."""
    if broadcast.is_on_air:
        return Air.LIVE
    if broadcast.is_over:
        return Air.OVER
    lesson = broadcast.lesson
    if lesson.state != LessonState.ANNOUNCED:
        return Air.MISSED
    if lesson.starts_at is None or lesson.starts_at > now:
        return Air.WAITING
    return Air.LATE if lesson.ends_at is not None and now < lesson.ends_at + GIVEN_UP_AFTER else Air.MISSED


def state_for(actor: Actor, school: School, token: str) -> dict[str, Any]:
    """Return what a page that is open asks again and again. Raises `Broadcast.DoesNotExist` for who may not watch."""
    if not isinstance(actor, User):
        return _state_for_guests(school, token)
    broadcast = Broadcast.objects.select_related(*RIGHTS).get(school=school, token=token)
    if not can_watch_broadcast(actor, broadcast):
        raise Broadcast.DoesNotExist
    return _state(broadcast)


@remembered
def _state_for_guests(school: School, token: str) -> dict[str, Any]:
    """Return it as all guests may know it: thousands wait for the same broadcast."""
    broadcast = Broadcast.objects.select_related(*RIGHTS).get(school=school, token=token)
    if not can_watch_broadcast(AnonymousUser(), broadcast):
        raise Broadcast.DoesNotExist
    return _state(broadcast)


def _state(broadcast: Broadcast) -> dict[str, Any]:
    return {"air": air_word(broadcast), "isRecorded": broadcast.finished_at is not None}


def air_word(broadcast: Broadcast) -> str:
    """Return the state of a broadcast as its page tells it: it has begun for viewers when there is something to see."""
    return STARTING if broadcast.is_on_air and not has_picture(broadcast) else broadcast.state


def has_picture(broadcast: Broadcast) -> bool:
    """Tell whether the first piece of a broadcast on air lies there for viewers, as its node told."""
    return bool(broadcast.health.get("pieces"))
