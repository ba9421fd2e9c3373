"""The check before air: what the browser measured is kept, the rest is looked at by a worker."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.live import tasks
from nastavnik.live.ingest import preflight as greetings
from nastavnik.live.models import Broadcast, Preflight, Relay
from nastavnik.live.permissions import can_hold_broadcast
from nastavnik.live.selectors.desk_live import SIGNAL_FRESH
from nastavnik.live.services.broadcasts import AlreadyOver
from nastavnik.people.permissions import Actor

# A voice's peaks stand so far above its loudness.
CREST_DB = 12.0
MEAN_BRIGHTNESS = 128.0


@transaction.atomic
def ask_preflight(*, actor: Actor, broadcast_id: int, told: Mapping[str, float], now: datetime) -> Preflight:
    """Begin a check; `told` is what the browser measured (see `Preflight`). Raises `AlreadyOver`."""
    broadcasts = Broadcast.objects.select_for_update(of=("self",)).select_related("school")
    broadcast = broadcasts.get(pk=broadcast_id)
    if not can_hold_broadcast(actor, broadcast):
        raise PermissionDenied
    if broadcast.is_over:
        raise AlreadyOver
    fresh = {"asked_at": now, "told": dict(told), "found": {}, "done_at": None}
    check, _is_new = Preflight.objects.update_or_create(broadcast=broadcast, defaults=fresh)
    tasks.run_preflight.enqueue(check.pk, now.isoformat())
    return check


def run_preflight(*, preflight_id: int, asked_at: datetime, now: datetime) -> None:
    """Look at the disk and the signal, and greet the channels; a check that was begun anew meanwhile is left to its own task."""
    waiting = Preflight.objects.filter(pk=preflight_id, asked_at=asked_at, done_at=None)
    check = waiting.select_related("broadcast").first()
    if check is None:
        return
    health = _fresh_health(check.broadcast, now)
    found = {
        # of the node that takes it in; without a signal nobody does yet, and this machine is as good as any
        "disk_free_bytes": health.get("disk_free_bytes") or shutil.disk_usage(settings.DATA_DIR).free,
        "relays": _greeted(check.broadcast_id),
        "signal": _signal_in_words(health),
    }
    Preflight.objects.filter(pk=preflight_id, asked_at=asked_at).update(found=found, done_at=now)


def _fresh_health(broadcast: Broadcast, now: datetime) -> dict[str, Any]:
    is_fresh = broadcast.health_at is not None and broadcast.health_at > now - SIGNAL_FRESH
    return dict(broadcast.health) if is_fresh else {}


def _signal_in_words(health: Mapping[str, Any]) -> dict[str, float]:
    """Return what the node saw and heard in the words of a browser's measures; nothing of what it did not."""
    told = {}
    if health.get("peak_db") is not None:
        told["sound_db"] = health["peak_db"] - CREST_DB
    if health.get("is_black") is not None:
        told["brightness"] = 0.0 if health["is_black"] else MEAN_BRIGHTNESS
        told["spread"] = 0.0 if health["is_black"] or health.get("is_flat") else MEAN_BRIGHTNESS / 2
    return told


def _greeted(broadcast_id: int) -> list[dict[str, Any]]:
    relays = Relay.objects.filter(broadcast=broadcast_id, is_wanted=True, channel__removed_at=None)
    channels = [relay.channel for relay in relays.select_related("channel").order_by("channel__position", "pk")]
    greeted = greetings.greet_all([channel.address for channel in channels])
    return [{"channel": channel.title, **asdict(greeting)} for channel, greeting in zip(channels, greeted, strict=True)]
