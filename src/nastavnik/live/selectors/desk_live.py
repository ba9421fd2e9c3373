"""What goes on at the desk of a broadcast just now: asked for again every two seconds, in a handful of queries."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from nastavnik.live.enums import (
    BroadcastState,
    EndReason,
    NoteCode,
    RelayState,
    SenderKind,
    SenderState,
)
from nastavnik.live.models import Broadcast, Channel, DeskNote, Relay, Sender
from nastavnik.live.permissions import can_hold_broadcast, can_run_broadcast
from nastavnik.live.selectors.desk import STATE_BADGES, broadcast_at_desk
from nastavnik.live.selectors.desk_words import (
    CODECS,
    RELAY_BADGES,
    SENDER_BADGES,
    TROUBLES,
    Figure,
    cause_in_words,
    figures_of,
    note_text,
)
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import lesson_url
from nastavnik.video.models import Video
from nastavnik.video.selectors import signed_media

# A node that has not spoken for so long has lost the signal with itself.
SIGNAL_FRESH = timedelta(seconds=10)
PREVIEW_BUILD = "preview"
LIVE_MASTER = "live-master.m3u8"
# The playlist of a signal is there so soon after its first byte.
FIRST_PIECES = timedelta(seconds=4)
NOTES_SHOWN = 40
CONNECTED = (SenderState.WAITING, SenderState.ON_AIR, SenderState.LOST)


@dataclass(frozen=True, slots=True)
class SenderRow:
    """Somebody who sends, or whose connection has just broken."""

    token: str
    label: str
    kind_label: str
    state: SenderState
    state_label: str
    badge: str
    is_browser: bool
    # the broadcast can be handed over to her
    can_take_over: bool
    # size and codecs in words
    facts: str


@dataclass(frozen=True, slots=True)
class RelayRow:
    """A channel of the school with the light of this broadcast there."""

    token: str
    title: str
    is_wanted: bool
    state: RelayState
    state_label: str
    badge: str
    why: str
    retry_seconds: int | None
    has_key: bool
    page_url: str
    log: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A line of the log."""

    at: datetime
    text: str
    is_trouble: bool


@dataclass(frozen=True, slots=True)
class Live:
    """The desk at this moment. `fingerprint` changes with anything else of it."""

    token: str
    state: BroadcastState
    state_label: str
    badge: str
    live_at: datetime | None
    ended_at: datetime | None
    ended_because: str
    abandon_minutes: int
    # a signal comes in
    has_signal: bool
    senders: list[SenderRow]
    relays: list[RelayRow]
    health: list[Figure]
    notes: list[NoteRow]
    lesson_url: str
    # of the picture that is sent: before air for the desk alone; nothing without a signal
    picture_url: str
    # over, and its recording is whole
    is_recorded: bool
    can_hold: bool
    can_run: bool
    fingerprint: str = ""

    @property
    def is_planned(self) -> bool:
        """Tell whether it has not begun."""
        return self.state == BroadcastState.PLANNED

    @property
    def is_on_air(self) -> bool:
        """Tell whether viewers see it now."""
        return self.state == BroadcastState.LIVE

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is taken in."""
        return self.state == BroadcastState.ENDED


def broadcast_live(actor: Actor, school: School, token: str, now: datetime) -> Live:
    """Return what goes on at the desk. Raises `Broadcast.DoesNotExist`."""
    return live_of(actor, broadcast_at_desk(actor, school, token), now)


def live_of(actor: Actor, broadcast: Broadcast, now: datetime) -> Live:
    """Return what goes on at the desk of `broadcast`, which `actor` may see."""
    state = BroadcastState(broadcast.state)
    senders = list(Sender.objects.filter(broadcast=broadcast, state__in=CONNECTED).order_by("came_at", "pk"))
    is_fresh = broadcast.health_at is not None and broadcast.health_at > now - SIGNAL_FRESH
    has_signal = is_fresh and any(sender.state != SenderState.LOST for sender in senders)
    can_hold = can_hold_broadcast(actor, broadcast)
    live = Live(
        token=broadcast.token,
        state=state,
        state_label=str(state.label),
        badge=STATE_BADGES[state],
        live_at=broadcast.live_at,
        ended_at=broadcast.ended_at,
        ended_because=str(EndReason(broadcast.ended_because).label) if broadcast.ended_because else "",
        abandon_minutes=broadcast.abandon_minutes,
        has_signal=has_signal,
        senders=[sender_row(sender, broadcast, is_many=len(senders) > 1) for sender in senders],
        relays=relays_of(broadcast, now),
        health=figures_of(broadcast.health) if is_fresh and not broadcast.is_over else [],
        notes=notes_of(broadcast),
        lesson_url=lesson_url(broadcast.lesson.slug),
        picture_url=picture_url(broadcast, now) if has_signal and senders[0].came_at < now - FIRST_PIECES else "",
        is_recorded=broadcast.finished_at is not None,
        can_hold=can_hold,
        can_run=can_hold and can_run_broadcast(actor, broadcast.lesson),
    )
    return replace(live, fingerprint=hashlib.blake2b(repr(live).encode(), digest_size=8).hexdigest())


def picture_url(broadcast: Broadcast, now: datetime) -> str:
    """Return the signed playlist of what is sent; nothing once it is over."""
    if broadcast.is_over:
        return ""
    # before air there is no film yet: its pieces lie under the broadcast's own name
    film = broadcast.video or Video(token=broadcast.token, build=PREVIEW_BUILD)
    return f"{signed_media(film, now).base_url}{LIVE_MASTER}"


def sender_row(sender: Sender, broadcast: Broadcast, *, is_many: bool) -> SenderRow:
    """Return a sender. Before air the chosen one is seen at the desk alone; one of several that waits can take over, unless that is wished already."""
    state = SenderState(sender.state)
    is_at_desk = state == SenderState.ON_AIR and not broadcast.is_on_air
    is_wanted = broadcast.wanted_sender_id == sender.pk
    return SenderRow(
        token=sender.token,
        label=sender.label,
        kind_label=str(SenderKind(sender.kind).label),
        state=state,
        state_label=state_in_words(state, is_at_desk=is_at_desk),
        badge="ok" if is_at_desk else SENDER_BADGES[state],
        is_browser=sender.kind == SenderKind.BROWSER,
        can_take_over=is_many and state == SenderState.WAITING and not is_wanted and not broadcast.is_over,
        facts=facts_of(sender),
    )


def state_in_words(state: SenderState, *, is_at_desk: bool) -> str:
    """Say what a signal is used for. `is_at_desk`: it is the chosen one before air."""
    if is_at_desk:
        return gettext("At the desk")
    return gettext("Shown to viewers") if state == SenderState.ON_AIR else str(state.label)


def facts_of(sender: Sender) -> str:
    """Return what is known of a signal: `1280×720 · H.264 · AAC`."""
    facts = sender.facts
    size = f"{facts['width']}×{facts['height']}" if facts.get("width") and facts.get("height") else ""
    known = (size, *(CODECS.get(str(facts.get(kind)), "") for kind in ("video", "audio")))
    return " · ".join(word for word in known if word)


def relays_of(broadcast: Broadcast, now: datetime) -> list[RelayRow]:
    """Return every channel of the school with its light; a removed one only while it was used here."""
    relays = {relay.channel_id: relay for relay in Relay.objects.filter(broadcast=broadcast)}
    channels = Channel.objects.filter(school=broadcast.school_id).order_by("position", "pk")
    shown = [channel for channel in channels if channel.removed_at is None or channel.pk in relays]
    return [relay_row(channel, relays.get(channel.pk), broadcast, now) for channel in shown]


def relay_row(channel: Channel, relay: Relay | None, broadcast: Broadcast, now: datetime) -> RelayRow:
    """Return a channel with its light; without a relay it is off."""
    known = relay or Relay(broadcast=broadcast, channel=channel, is_wanted=False, state=RelayState.OFF)
    state = RelayState(known.state)
    return RelayRow(
        token=channel.token,
        title=channel.title,
        is_wanted=known.is_wanted,
        state=state,
        state_label=str(state.label),
        badge=RELAY_BADGES[state],
        why=cause_in_words(known.why) if state in {RelayState.RETRYING, RelayState.REFUSED} else "",
        retry_seconds=seconds_to_retry(known, now),
        has_key=bool(known.sealed_key or channel.sealed_key),
        page_url=known.page_url or channel.page_url,
        log=known.log,
    )


def seconds_to_retry(relay: Relay, now: datetime) -> int | None:
    """Return how long until a relay tries again; None when it is not waiting for that."""
    if relay.state != RelayState.RETRYING or relay.retry_at is None:
        return None
    return max(round((relay.retry_at - now).total_seconds()), 0)


def notes_of(broadcast: Broadcast) -> list[NoteRow]:
    """Return the newest lines of the log, newest first."""
    notes = DeskNote.objects.filter(broadcast=broadcast).order_by("-at", "-pk")[:NOTES_SHOWN]
    codes = [(note, NoteCode(note.code)) for note in notes]
    return [NoteRow(note.at, note_text(code, note.details), code in TROUBLES) for note, code in codes]
