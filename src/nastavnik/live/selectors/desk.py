"""The desk of broadcasts: the list, lessons that may get one, and the way to a single broadcast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.templatetags.ui import timecode
from nastavnik.core.text import search_key
from nastavnik.live.enums import BroadcastState
from nastavnik.live.models import Broadcast
from nastavnik.live.permissions import (
    broadcasts_at_desk_of,
    can_hold_broadcast,
    can_run_broadcast,
    can_see_broadcast_desk,
)
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk
from nastavnik.programme.selectors import LessonCard, lessons_to_choose
from nastavnik.video.enums import Access

STATE_BADGES = {BroadcastState.PLANNED: "waiting", BroadcastState.LIVE: "live", BroadcastState.ENDED: "plain"}
# A lesson that was to begin this long ago may still be about to go on air.
LATE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class BroadcastRow:
    """A broadcast in the list of the desk."""

    token: str
    title: str
    url: str
    state: BroadcastState
    starts_at: datetime | None
    access: Access
    # how long it was on air; None unless it is over
    seconds: float | None


@dataclass(frozen=True, slots=True)
class BroadcastsPage:
    """What stands around the list of broadcasts."""

    listing: Listing[BroadcastRow]
    can_run: bool
    can_see_channels: bool


BROADCASTS = Table[BroadcastRow](
    name="broadcasts",
    caption=_("Broadcasts of the school"),
    columns=(
        Column("title", _("Lesson"), lambda row: row.title, order=("title",), link=lambda row: row.url),
        Column("state", _("State"), lambda row: row.state.label, order=("state",)),
        Column("starts", _("Begins"), lambda row: row.starts_at, order=("starts",)),
        Column("access", _("Who may watch"), lambda row: row.access.label, order=("access",)),
        Column(
            "length",
            _("Was on air"),
            lambda row: row.seconds,
            order=("length",),
            show=lambda row: timecode(row.seconds) or "—",
            is_number=True,
        ),
    ),
    filters=(
        Filter("q", _("Search"), keep=lambda row, text: search_key(text) in search_key(row.title)),
        Filter("state", _("State"), keep=lambda row, state: row.state == state, choices=tuple(BroadcastState.choices)),
    ),
    order="-starts",
)


def broadcasts_page(actor: Actor, school: School, params: Mapping[str, str]) -> BroadcastsPage:
    """Return the broadcasts that `actor` may work on: all of them at the desk, a speaker her own.

    Raises `School.DoesNotExist` for who has nothing to do with any.
    """
    broadcasts = broadcasts_at_desk_of(actor, school).select_related("lesson").order_by("-lesson__starts_at", "-pk")
    rows = [broadcast_row(broadcast) for broadcast in broadcasts]
    is_of_desk = can_see_desk(actor, school)
    if not rows and not is_of_desk:
        raise School.DoesNotExist
    listing = BROADCASTS.listing(rows, params)
    return BroadcastsPage(listing, can_run=can_run_school(actor, school), can_see_channels=is_of_desk)


def broadcast_row(broadcast: Broadcast) -> BroadcastRow:
    """Return a broadcast, whose lesson is joined, as a row."""
    return BroadcastRow(
        token=broadcast.token,
        title=broadcast.lesson.title,
        url=reverse("live:broadcast", args=[broadcast.token]),
        state=BroadcastState(broadcast.state),
        starts_at=broadcast.lesson.starts_at,
        access=Access(broadcast.access),
        seconds=seconds_on_air(broadcast),
    )


def seconds_on_air(broadcast: Broadcast) -> float | None:
    """Return how long a broadcast was on air; None unless it is over."""
    if broadcast.live_at is None or broadcast.ended_at is None:
        return None
    return (broadcast.ended_at - broadcast.live_at).total_seconds()


def desks_by_lesson(actor: Actor, school: School) -> dict[int, BroadcastRow]:
    """Return the broadcasts that are not over, by their lessons, for those of the desk; nothing for others."""
    if not can_see_desk(actor, school):
        return {}
    broadcasts = Broadcast.objects.filter(school=school).exclude(state=BroadcastState.ENDED).select_related("lesson")
    return {broadcast.lesson_id: broadcast_row(broadcast) for broadcast in broadcasts}


def lessons_to_plan(actor: Actor, school: School, now: datetime) -> list[LessonCard]:
    """Return the lessons that are to come and have no broadcast yet, the next one first.

    Raises `PermissionDenied` for who may not plan one.
    """
    if not can_run_school(actor, school):
        raise PermissionDenied
    planned = set(Broadcast.objects.filter(school=school).values_list("lesson_id", flat=True))
    cards = [card for card in lessons_to_choose(actor, school) if card.id not in planned]
    coming = [card for card in cards if card.is_announced or card.is_draft]
    known = [card for card in coming if card.starts_at is not None and card.starts_at > now - LATE]
    return sorted(known, key=lambda card: card.starts_at or now)


def broadcast_at_desk(actor: Actor, school: School, token: str) -> Broadcast:
    """Return a broadcast for its desk. Raises `Broadcast.DoesNotExist`, also for who has nothing to do with it."""
    joined = ("school", "lesson__school", "lesson__cycle__programme", "video", "wanted_sender")
    broadcast = Broadcast.objects.select_related(*joined).get(school=school, token=token)
    if not can_see_broadcast_desk(actor, broadcast):
        raise Broadcast.DoesNotExist
    return broadcast


def broadcast_to_hold(actor: Actor, school: School, token: str) -> Broadcast:
    """Return a broadcast that `actor` may send to, begin and end.

    Raises `Broadcast.DoesNotExist`, or `PermissionDenied` for the director.
    """
    broadcast = broadcast_at_desk(actor, school, token)
    if not can_hold_broadcast(actor, broadcast):
        raise PermissionDenied
    return broadcast


def broadcast_to_run(actor: Actor, school: School, token: str) -> Broadcast:
    """Return a broadcast whose settings, keys and relays `actor` may change.

    Raises `Broadcast.DoesNotExist`, or `PermissionDenied` for director and speaker.
    """
    broadcast = broadcast_at_desk(actor, school, token)
    if not can_run_broadcast(actor, broadcast.lesson):
        raise PermissionDenied
    return broadcast
