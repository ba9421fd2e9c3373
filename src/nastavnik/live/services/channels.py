"""The channels of a school, and which of them a broadcast goes to. Keys go in sealed and are never shown again."""

import re
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.sealing import seal
from nastavnik.live.enums import BroadcastState, ChannelKind, RelayState
from nastavnik.live.ingest.targets import FAULT_TEXTS, Fault, WrongTarget, read_target
from nastavnik.live.models import Broadcast, Channel, Relay
from nastavnik.live.permissions import can_edit_channels, can_run_broadcast
from nastavnik.live.services.broadcasts import AlreadyOver
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PURPOSE = "live.channel-key"
MOST_CHANNELS = 12
KEY = re.compile(r"[^\s\"'\\<>|\x00-\x20\x7f-\uffff]{0,180}")


class AddressRefused(Refusal):
    """The address of a channel cannot be sent to."""

    message = FAULT_TEXTS[Fault.UNREADABLE]


class TooManyChannels(Refusal):
    """The school has more channels than a machine could send to."""

    message = _("A school has at most twelve channels. Remove one that is not used.")


class AddressMissing(Refusal):
    """The channel takes no signal: it has no server."""

    message = _("This channel has no server address, so nothing can be sent there. Add it on the channel’s page.")


class KeyMissing(Refusal):
    """Neither the channel nor this broadcast has a key."""

    message = _("This channel needs a key for each broadcast. Copy it from the channel’s page and put it in here.")


class KeyUnreadable(Refusal):
    """What was given is no key: it would change the command that sends with it."""

    message = _("A key has no spaces or quotes in it. Copy it from the channel’s page once more.")


class ChannelRemoved(Refusal):
    """The channel was removed meanwhile."""

    message = _("This channel was removed. Add it again under “Channels”.")


def check_address(address: str, kind: ChannelKind) -> str:
    """Return `address` without spaces around it. Raises `AddressRefused` with what is wrong.

    Only Культура.РФ may have none: mostly it takes a link by hand, and no signal.
    """
    text = address.strip()
    if not text and kind == ChannelKind.CULTURE:
        return text
    try:
        read_target(text)
    except WrongTarget as error:
        raise AddressRefused(FAULT_TEXTS[error.fault]) from error
    return text


@transaction.atomic
def add_channel(
    *,
    actor: Actor,
    school_id: int,
    kind: ChannelKind,
    title: str,
    address: str,
    key: str,
    page_url: str,
    now: datetime,
) -> Channel:
    """Add a place where people watch; without a key each broadcast brings its own.

    Raises `AddressRefused`, `TooManyChannels`, `KeyUnreadable`.
    """
    school = School.objects.select_for_update().get(pk=school_id)
    if not can_edit_channels(actor, school):
        raise PermissionDenied
    channels = Channel.objects.filter(school=school, removed_at=None)
    if channels.count() >= MOST_CHANNELS:
        raise TooManyChannels
    last = channels.aggregate(last=Max("position"))["last"] or 0
    channel = Channel.objects.create(
        school=school,
        kind=kind,
        title=title.strip(),
        address=check_address(address, kind),
        sealed_key=sealed(key),
        page_url=page_url,
        position=last + 1,
    )
    journal.record(actor=actor, verb="channel added", subject=channel, now=now, title=channel.title)
    return channel


@transaction.atomic
def change_channel(
    *,
    actor: Actor,
    channel_token: str,
    title: str,
    address: str,
    key: str | None,
    page_url: str,
    now: datetime,
) -> Channel:
    """Change a channel; `key` None leaves the key, an empty one forgets it.

    Raises `AddressRefused`, `KeyUnreadable`.
    """
    channel = _locked_channel(actor, channel_token)
    channel.title, channel.page_url = title.strip(), page_url
    channel.address = check_address(address, ChannelKind(channel.kind))
    if key is not None:
        channel.sealed_key = sealed(key)
    channel.save(update_fields=["title", "address", "sealed_key", "page_url"])
    journal.record(actor=actor, verb="channel changed", subject=channel, now=now, is_key_new=key is not None)
    return channel


@transaction.atomic
def remove_channel(*, actor: Actor, channel_token: str, now: datetime) -> Channel:
    """Remove a channel; broadcasts that are not over go there no more. Safe to repeat."""
    channel = _locked_channel(actor, channel_token)
    if channel.removed_at is None:
        channel.removed_at = now
        channel.save(update_fields=["removed_at"])
        relays = Relay.objects.filter(channel=channel).exclude(broadcast__state=BroadcastState.ENDED)
        relays.update(is_wanted=False)
        relays.filter(broadcast__state=BroadcastState.PLANNED).update(state=RelayState.OFF)
        journal.record(actor=actor, verb="channel removed", subject=channel, now=now)
    return channel


@transaction.atomic
def restore_channel(*, actor: Actor, channel_token: str, now: datetime) -> Channel:
    """Bring a removed channel back; broadcasts are switched to it anew. Safe to repeat."""
    channel = _locked_channel(actor, channel_token)
    if channel.removed_at is not None:
        channel.removed_at = None
        channel.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb="channel restored", subject=channel, now=now)
    return channel


@transaction.atomic
def set_relay(
    *,
    actor: Actor,
    broadcast_id: int,
    channel_token: str,
    is_wanted: bool,
    key: str | None,
    page_url: str | None,
    now: datetime,
) -> Relay:
    """Wish that a broadcast goes to a channel, or that it does not; the node follows within a second.

    `key` is for this broadcast alone: None leaves it, an empty one forgets it; `page_url` likewise. Wishing anew for a relay
    that was refused lets it try at once. Raises `AlreadyOver`, `ChannelRemoved`, `AddressMissing`, `KeyMissing`,
    `KeyUnreadable`.
    """
    broadcasts = Broadcast.objects.select_for_update(of=("self",)).select_related("lesson__school")
    broadcast = broadcasts.get(pk=broadcast_id)
    if not can_run_broadcast(actor, broadcast.lesson):
        raise PermissionDenied
    if broadcast.is_over:
        raise AlreadyOver
    channel = Channel.objects.get(token=channel_token, school=broadcast.school_id)
    relay = Relay.objects.filter(broadcast=broadcast, channel=channel).first()
    relay = relay or Relay(broadcast=broadcast, channel=channel, state=RelayState.OFF)
    relay.is_wanted = is_wanted
    relay.sealed_key = relay.sealed_key if key is None else sealed(key)
    relay.page_url = relay.page_url if page_url is None else page_url
    if is_wanted:
        _check_can_begin(relay, channel)
    relay.state, relay.tries, relay.retry_at = _state_wished(relay, broadcast), 0, None
    relay.save()
    verb = "relay switched on" if is_wanted else "relay switched off"
    journal.record(actor=actor, verb=verb, subject=broadcast, now=now, channel=channel.title, is_key_new=bool(key))
    return relay


def _check_can_begin(relay: Relay, channel: Channel) -> None:
    """Raise what keeps a relay from being switched on."""
    if channel.removed_at is not None:
        raise ChannelRemoved
    if not channel.address:
        raise AddressMissing
    if not (relay.sealed_key or channel.sealed_key):
        raise KeyMissing


def _state_wished(relay: Relay, broadcast: Broadcast) -> RelayState:
    """Return the light until the node reports the next one; a relay that runs keeps its light until the node ends it."""
    if relay.is_wanted:
        runs = relay.state in {RelayState.CONNECTING, RelayState.ON}
        return RelayState(relay.state) if runs else RelayState.READY
    return RelayState(relay.state) if broadcast.is_on_air else RelayState.OFF


def sealed(key: str) -> str:
    """Return a channel's key as it lies in the database; nothing for no key. Raises `KeyUnreadable`."""
    text = key.strip()
    if not KEY.fullmatch(text):
        raise KeyUnreadable
    return seal(text, purpose=PURPOSE) if text else ""


def _locked_channel(actor: Actor, token: str) -> Channel:
    channel = Channel.objects.select_for_update(of=("self",)).select_related("school").get(token=token)
    if not can_edit_channels(actor, channel.school):
        raise PermissionDenied
    return channel
