"""What an ingest node writes and asks: leases, senders, parts, relays, health, the log of the desk.

Only nodes call this. A node is the school itself at work, so that nobody's rights are asked; what people may do is
asked in `broadcasts`, `keys` and `channels`, whose wishes a node reads here.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from nastavnik.core import journal
from nastavnik.core.sealing import Unsealable, digest, unseal
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, RelayState, SenderKind, SenderState
from nastavnik.live.models import Broadcast, DeskNote, IngestNode, Part, Relay, Sender, StreamKey
from nastavnik.live.services.broadcasts import end
from nastavnik.live.services.channels import PURPOSE as CHANNEL_KEY_PURPOSE
from nastavnik.live.services.keys import PURPOSE as STREAM_KEY_PURPOSE

LEASE = timedelta(seconds=10)
# A node that has not beaten for so long is given no new broadcasts.
NODE_DEAD_AFTER = timedelta(seconds=10)
# Around its time a broadcast's desk is told of programs that come with a wrong key.
EXPECTED_AROUND = timedelta(hours=3)
# The same trouble is not told twice within this time, and of wrong keys no more than so many times: whoever tries many
# addresses must not bury the log.
NOTE_PAUSE = timedelta(minutes=1)
MOST_WRONG_KEYS_TOLD = 5
CONNECTED = (SenderState.WAITING, SenderState.ON_AIR, SenderState.LOST)


@dataclass(frozen=True, slots=True)
class RelayWish:
    """Where a node is to send a broadcast."""

    id: int
    channel: str
    address: str
    key: str = field(repr=False)
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What the desk wants of a broadcast."""

    id: int
    token: str
    state: BroadcastState
    # of the recording, once it is on air: `<video token>/<build>`
    folder: str
    wanted_sender: str
    is_low_latency: bool
    wants_lower_quality: bool
    abandon_minutes: int
    live_at: datetime | None
    relays: tuple[RelayWish, ...]
    # senders whose key was withdrawn
    cut_off: frozenset[str]


@dataclass(frozen=True, slots=True)
class Admission:
    """A key that opens a broadcast."""

    broadcast_id: int
    key_id: int
    label: str


@dataclass(frozen=True, slots=True)
class KeyRefused(Exception):
    """A program came with a key that opens nothing."""

    code: NoteCode


# --- nodes and leases ------------------------------------------------------------------------------------------------


def beat(*, name: str, address: str, encoding_speed: float, now: datetime) -> int:
    """Say that a node lives; return its number."""
    alive = {"address": address, "encoding_speed": encoding_speed, "beat_at": now}
    node, _is_new = IngestNode.objects.update_or_create(
        name=name, defaults=alive, create_defaults={**alive, "started_at": now}
    )
    return node.pk


def living_nodes(*, now: datetime) -> list[IngestNode]:
    """Return the nodes that take broadcasts in."""
    return list(IngestNode.objects.filter(beat_at__gt=now - NODE_DEAD_AFTER).order_by("name"))


def address_for(*, broadcast_id: int, now: datetime) -> str:
    """Return where a browser's broadcast goes: to its node, or to the living one with least work; "" without any."""
    nodes = IngestNode.objects.filter(beat_at__gt=now - NODE_DEAD_AFTER)
    owner = nodes.filter(broadcasts=broadcast_id, broadcasts__leased_until__gt=now).first()
    if owner is not None:
        return owner.address
    busy = dict.fromkeys(nodes.values_list("pk", flat=True), 0)
    for node_id in Broadcast.objects.filter(leased_until__gt=now, node__in=busy).values_list("node_id", flat=True):
        busy[node_id] += 1
    chosen = min(busy, key=lambda node_id: (busy[node_id], node_id), default=None)
    return nodes.get(pk=chosen).address if chosen is not None else ""


def claim(*, broadcast_id: int, node_id: int, now: datetime) -> bool:
    """Take the lease of a broadcast unless another node holds it; tell whether it is ours."""
    free = Q(node=node_id) | Q(leased_until=None) | Q(leased_until__lte=now)
    owed = ~Q(state=BroadcastState.ENDED) | Q(finished_at=None)
    broadcasts = Broadcast.objects.filter(free, owed, pk=broadcast_id)
    before = broadcasts.values_list("node", flat=True).first()
    is_ours = bool(broadcasts.update(node=node_id, leased_until=now + LEASE))
    if is_ours and before not in {None, node_id}:
        _tell_of_new_node(broadcast_id, node_id, now)
    return is_ours


def _tell_of_new_node(broadcast_id: int, node_id: int, now: datetime) -> None:
    if Broadcast.objects.filter(pk=broadcast_id, state=BroadcastState.LIVE).exists():
        name = IngestNode.objects.get(pk=node_id).name
        note(broadcast_id=broadcast_id, code=NoteCode.NODE_TOOK_OVER, now=now, node=name)


def renew(*, node_id: int, broadcast_ids: list[int], now: datetime) -> set[int]:
    """Prolong our leases; return which broadcasts are still ours."""
    ours = Broadcast.objects.filter(pk__in=broadcast_ids, node=node_id)
    ours.update(leased_until=now + LEASE)
    return set(ours.values_list("pk", flat=True))


def release(*, node_id: int, broadcast_ids: list[int], now: datetime) -> None:
    """Let others take our broadcasts at once."""
    Broadcast.objects.filter(pk__in=broadcast_ids, node=node_id).update(leased_until=now)


def orphaned(*, node_id: int, now: datetime) -> list[int]:
    """Return the broadcasts that are on air, or owe their recording, and that no living node looks after.

    Our own are among them after we were killed: the lease is ours, but nobody here knows of it.
    """
    owed = Q(state=BroadcastState.LIVE) | Q(state=BroadcastState.ENDED, finished_at=None)
    free = Q(node=node_id) | Q(leased_until=None) | Q(leased_until__lte=now)
    return list(Broadcast.objects.filter(owed, free, video__isnull=False).order_by("pk").values_list("pk", flat=True))


def forget_orphaned_senders(*, node_id: int, ours: list[int], now: datetime) -> None:
    """Write down that nobody sends any more to broadcasts before air whose node died: their keys are free again.

    `ours` are those that we look after; of others whose lease is ours we know nothing after we were killed.
    """
    free = Q(broadcast__leased_until=None) | Q(broadcast__leased_until__lte=now) | Q(broadcast__node=node_id)
    senders = Sender.objects.filter(free, broadcast__state=BroadcastState.PLANNED, state__in=CONNECTED)
    gone = list(senders.exclude(broadcast__in=ours).values_list("pk", flat=True))
    if gone:
        Sender.objects.filter(pk__in=gone).update(state=SenderState.GONE, gone_at=now)


def needed_folders(*, now: datetime) -> set[str]:
    """Return the names of what a node must keep on its disk: of broadcasts, and of films that they are written into."""
    owed = Q(state=BroadcastState.LIVE) | Q(state=BroadcastState.ENDED, finished_at=None)
    tried = Q(state=BroadcastState.PLANNED, leased_until__gt=now)
    names = Broadcast.objects.filter(owed | tried).values_list("token", "video__token")
    return {name for pair in names for name in pair if name}


# --- wishes of the desk ----------------------------------------------------------------------------------------------


def wishes(*, broadcast_ids: list[int]) -> list[Wish]:
    """Return what the desk wants of these broadcasts; three queries whatever their number."""
    broadcasts = Broadcast.objects.filter(pk__in=broadcast_ids).select_related("video", "wanted_sender")
    relays: dict[int, list[RelayWish]] = {}
    for relay in Relay.objects.filter(broadcast__in=broadcast_ids).select_related("channel").order_by("pk"):
        relays.setdefault(relay.broadcast_id, []).append(_relay_wish(relay))
    senders = Sender.objects.filter(broadcast__in=broadcast_ids, state__in=CONNECTED, key__revoked_at__isnull=False)
    cut_off: dict[int, set[str]] = {}
    for broadcast_id, token in senders.values_list("broadcast_id", "token"):
        cut_off.setdefault(broadcast_id, set()).add(token)
    return [
        _wish(broadcast, relays.get(broadcast.pk, []), cut_off.get(broadcast.pk, set())) for broadcast in broadcasts
    ]


def _wish(broadcast: Broadcast, relays: list[RelayWish], cut_off: set[str]) -> Wish:
    video = broadcast.video
    return Wish(
        id=broadcast.pk,
        token=broadcast.token,
        state=BroadcastState(broadcast.state),
        folder=f"{video.token}/{video.build}" if video is not None else "",
        wanted_sender=broadcast.wanted_sender.token if broadcast.wanted_sender is not None else "",
        is_low_latency=broadcast.is_low_latency,
        wants_lower_quality=broadcast.wants_lower_quality,
        abandon_minutes=broadcast.abandon_minutes,
        live_at=broadcast.live_at,
        relays=tuple(relays),
        cut_off=frozenset(cut_off),
    )


def _relay_wish(relay: Relay) -> RelayWish:
    sealed = relay.sealed_key or relay.channel.sealed_key
    try:
        key = unseal(sealed, purpose=CHANNEL_KEY_PURPOSE) if sealed else ""
    except Unsealable:
        key = ""
    return RelayWish(relay.pk, relay.channel.title, relay.channel.address, key, relay.is_wanted)


# --- keys ------------------------------------------------------------------------------------------------------------


def admit_key(*, key: str, peer: str, now: datetime) -> Admission:
    """Return which broadcast a stream key opens to who begins to send. Raises `KeyRefused`; the desk's log says why."""
    admission = check_key(key=key, peer=peer, now=now)
    StreamKey.objects.filter(pk=admission.key_id).update(used_at=now)
    return admission


def check_key(*, key: str, peer: str, now: datetime) -> Admission:
    """Return which broadcast a stream key would open, for a server in front of ours that asks before it takes a stream in.

    Raises `KeyRefused`; the desk's log says why. Nothing else is written: our node is asked again by that server.
    """
    found = _key_of(key)
    if found is None:
        _tell_expected_desks(peer, now)
        raise KeyRefused(NoteCode.WRONG_KEY)
    if found.broadcast.is_over:
        raise _refused(found, NoteCode.NOT_YET, now, label=found.label)
    if found.revoked_at is not None:
        raise _refused(found, NoteCode.KEY_REVOKED, now, peer=peer)
    if Sender.objects.filter(key=found, state__in=[SenderState.WAITING, SenderState.ON_AIR]).exists():
        raise _refused(found, NoteCode.SECOND_PUBLISHER, now, peer=peer, label=found.label)
    return Admission(found.broadcast_id, found.pk, found.label)


def is_still_open(*, key: str) -> bool:
    """Tell whether a key opens its broadcast still, for a server in front of ours that asks while it takes a stream in."""
    found = _key_of(key)
    return found is not None and found.revoked_at is None and not found.broadcast.is_over


def _key_of(key: str) -> StreamKey | None:
    keys = StreamKey.objects.select_related("broadcast")
    return keys.filter(digest=digest(key, purpose=STREAM_KEY_PURPOSE)).first()


def _refused(key: StreamKey, code: NoteCode, now: datetime, **details: str) -> KeyRefused:
    note(broadcast_id=key.broadcast_id, code=code, now=now, **details)
    return KeyRefused(code)


def _tell_expected_desks(peer: str, now: datetime) -> None:
    """Tell the desks at which somebody may be setting up OBS just now; a wrong key does not say whose it was."""
    around = Q(lesson__starts_at__range=(now - EXPECTED_AROUND, now + EXPECTED_AROUND)) | Q(state=BroadcastState.LIVE)
    expecting = Broadcast.objects.filter(around, keys__revoked_at=None, keys__isnull=False)
    for broadcast_id in expecting.exclude(state=BroadcastState.ENDED).values_list("pk", flat=True).distinct():
        told = DeskNote.objects.filter(broadcast=broadcast_id, code=NoteCode.WRONG_KEY, at__gt=now - NOTE_PAUSE)
        if told.count() < MOST_WRONG_KEYS_TOLD:
            note(broadcast_id=broadcast_id, code=NoteCode.WRONG_KEY, now=now, peer=peer)


# --- senders and parts -----------------------------------------------------------------------------------------------


@transaction.atomic
def come(
    *,
    broadcast_id: int,
    kind: SenderKind,
    label: str,
    now: datetime,
    user_id: int | None = None,
    key_id: int | None = None,
) -> Sender:
    """Write down that somebody sends."""
    sender = Sender.objects.create(
        broadcast_id=broadcast_id, kind=kind, label=label, user_id=user_id, key_id=key_id, came_at=now
    )
    note(broadcast_id=broadcast_id, code=NoteCode.SENDER_CAME, now=now, label=label, kind=str(kind.value))
    return sender


def change_sender(*, sender_id: int, state: SenderState, now: datetime, facts: dict[str, Any] | None = None) -> None:
    """Write down what a sender's signal is used for now, and what is known of it."""
    fields: dict[str, Any] = {"state": state, "gone_at": now if state == SenderState.GONE else None}
    if facts is not None:
        fields["facts"] = facts
    Sender.objects.filter(pk=sender_id).update(**fields)


def forget_senders(*, broadcast_id: int, now: datetime) -> None:
    """Write down that nobody sends any more: their node died, or the broadcast is over."""
    Sender.objects.filter(broadcast=broadcast_id, state__in=CONNECTED).update(state=SenderState.GONE, gone_at=now)


def begin_part(
    *, broadcast_id: int, number: int, sender_id: int | None, started_at: datetime, offset_seconds: float
) -> datetime:
    """Write down that a stretch of the recording begins; return when it began, which stays when it is told again."""
    part, _is_new = Part.objects.get_or_create(
        broadcast_id=broadcast_id,
        number=number,
        defaults={"sender_id": sender_id, "started_at": started_at, "offset_seconds": offset_seconds},
    )
    return part.started_at


def stretch_part(*, broadcast_id: int, number: int, until_seconds: float) -> None:
    """Write down up to which second of the recording a part reaches by now."""
    part = Part.objects.get(broadcast=broadcast_id, number=number)
    part.duration_seconds = max(0.0, until_seconds - part.offset_seconds)
    part.save(update_fields=["duration_seconds"])


# --- what the desk sees ----------------------------------------------------------------------------------------------


def report(*, broadcast_id: int, health: dict[str, Any], now: datetime) -> None:
    """Write down how the signal is."""
    Broadcast.objects.filter(pk=broadcast_id).update(health=health, health_at=now)


def report_relay(*, relay_id: int, now: datetime, state: RelayState, is_new_try: bool = False, **fields: Any) -> None:
    """Write down the light of a relay; the log of the desk hears of changes. `fields`: of the row."""
    relay = Relay.objects.select_related("channel", "broadcast").filter(pk=relay_id).first()
    if relay is None or relay.broadcast.is_over:
        return
    if is_new_try:
        fields["tries"] = F("tries") + 1
    if state == RelayState.ON and relay.state != RelayState.ON:
        fields["on_since"] = now
    Relay.objects.filter(pk=relay_id).update(state=state, **fields)
    code = RELAY_NOTES.get(state)
    if code is not None and relay.state != state:
        why = str(fields.get("why", ""))
        note(broadcast_id=relay.broadcast_id, code=code, now=now, channel=relay.channel.title, why=why)


RELAY_NOTES = {
    RelayState.ON: NoteCode.RELAY_ON,
    RelayState.RETRYING: NoteCode.RELAY_RETRYING,
    RelayState.REFUSED: NoteCode.RELAY_REFUSED,
}


def note(*, broadcast_id: int, code: NoteCode, now: datetime, **details: Any) -> None:
    """Write a line into the log of the desk; the same line is not written twice within a minute."""
    recent = DeskNote.objects.filter(broadcast=broadcast_id, code=code, at__gt=now - NOTE_PAUSE, details=details)
    if not recent.exists():
        DeskNote.objects.create(broadcast_id=broadcast_id, at=now, code=code, details=details)


@transaction.atomic
def end_by_itself(*, broadcast_id: int, why: EndReason, now: datetime) -> None:
    """End a broadcast that is on air because of `why`."""
    broadcasts = Broadcast.objects.select_for_update(of=("self",)).select_related("school", "lesson__school")
    broadcast = broadcasts.get(pk=broadcast_id)
    if broadcast.is_on_air:
        end(broadcast, why, now)
        journal.record(actor=None, verb="broadcast ended", subject=broadcast, now=now, why=why.value)
