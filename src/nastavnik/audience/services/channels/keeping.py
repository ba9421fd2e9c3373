"""Adding, changing and removing channels. Keys go in sealed and are never shown again; a removed channel keeps its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, PullState
from nastavnik.audience.models import CountedChannel
from nastavnik.audience.permissions import can_count
from nastavnik.audience.selectors.channels.presets import PRESETS
from nastavnik.audience.services.refusals import MethodUnfit, PlaceStays, TooManyPlaces
from nastavnik.core import journal
from nastavnik.core.sealing import seal
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PURPOSE = "audience.channel-key"
MOST_CHANNELS = 30
ASKED = frozenset({CountMethod.RUTUBE, CountMethod.VK_WALL, CountMethod.VK_VIDEO, CountMethod.CULTURE})
# without one there is nobody to ask as
NEED_KEY = ASKED - {CountMethod.RUTUBE}


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What is known of a channel. `key` None leaves the one that is kept, an empty one forgets it."""

    title: str
    metrics: Sequence[Metric]
    rule: str = ""
    method: CountMethod = CountMethod.HAND
    key: str | None = None


@transaction.atomic
def add_channel(*, actor: Actor, school_id: int, kind: PlaceKind, facts: ChannelFacts, now: datetime) -> CountedChannel:
    """Add a place where people watch. Raises `TooManyPlaces`, `PlaceStays`, `MethodUnfit`."""
    school = School.objects.select_for_update().get(pk=school_id)
    if not can_count(actor, school):
        raise PermissionDenied
    if kind is PlaceKind.OWN:
        raise PlaceStays
    channels = CountedChannel.objects.filter(school=school)
    if channels.filter(removed_at=None).count() >= MOST_CHANNELS:
        raise TooManyPlaces
    last = channels.aggregate(last=Max("position"))["last"] or 0
    channel = CountedChannel(school=school, kind=kind, position=last + 1)
    _take(channel, facts, now)
    channel.save(force_insert=True)
    journal.record(actor=actor, verb="counted channel added", subject=channel, now=now, title=channel.title)
    return channel


@transaction.atomic
def change_channel(*, actor: Actor, channel_token: str, facts: ChannelFacts, now: datetime) -> CountedChannel:
    """Change a channel; its kind stays. Raises `MethodUnfit`."""
    channel = _locked(actor, channel_token)
    _take(channel, facts, now)
    channel.save()
    is_key_new = facts.key is not None
    journal.record(actor=actor, verb="counted channel changed", subject=channel, now=now, is_key_new=is_key_new)
    return channel


@transaction.atomic
def remove_channel(*, actor: Actor, channel_token: str, now: datetime) -> CountedChannel:
    """Take a channel off the sheet; its numbers stay in the ledger, and nobody is asked any more. Raises `PlaceStays`. Safe to repeat."""
    channel = _locked(actor, channel_token)
    if channel.kind == PlaceKind.OWN:
        raise PlaceStays
    if channel.removed_at is None:
        channel.removed_at, channel.pull_next_at = now, None
        channel.save(update_fields=["removed_at", "pull_next_at"])
        journal.record(actor=actor, verb="counted channel removed", subject=channel, now=now)
    return channel


@transaction.atomic
def restore_channel(*, actor: Actor, channel_token: str, now: datetime) -> CountedChannel:
    """Bring a removed channel back. Safe to repeat."""
    channel = _locked(actor, channel_token)
    if channel.removed_at is not None:
        channel.removed_at = None
        channel.pull_next_at = now if channel.method in ASKED else None
        channel.save(update_fields=["removed_at", "pull_next_at"])
        journal.record(actor=actor, verb="counted channel restored", subject=channel, now=now)
    return channel


def _take(channel: CountedChannel, facts: ChannelFacts, now: datetime) -> None:
    """Put the facts into a channel; whom it asks is asked anew when the way or the key is another."""
    if facts.method not in PRESETS[PlaceKind(channel.kind)].methods:
        raise MethodUnfit
    is_other = facts.method != channel.method or facts.key is not None or channel.pk is None
    channel.title, channel.rule, channel.method = facts.title.strip(), facts.rule.strip(), facts.method
    if channel.kind != PlaceKind.OWN:
        channel.metrics = [metric.value for metric in facts.metrics]
    if facts.key is not None:
        channel.sealed_key = seal(facts.key.strip(), purpose=PURPOSE) if facts.key.strip() else ""
    if is_other:
        channel.pull_state, channel.pull_said, channel.pull_failures = PullState.NEVER, "", 0
        channel.pull_next_at = now if facts.method in ASKED else None


def _locked(actor: Actor, token: str) -> CountedChannel:
    channel = CountedChannel.objects.select_for_update(of=("self",)).select_related("school").get(token=token)
    if not can_count(actor, channel.school):
        raise PermissionDenied
    return channel
