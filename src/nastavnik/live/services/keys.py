"""Stream keys: made for a broadcast, shown once, withdrawn at will. OBS sends with them."""

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.sealing import digest, seal
from nastavnik.live.models import Broadcast, StreamKey
from nastavnik.live.permissions import can_run_broadcast
from nastavnik.live.services.broadcasts import AlreadyOver
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

PURPOSE = "live.stream-key"
KEY_BYTES = 24
MOST_KEYS = 8


class TooManyKeys(Refusal):
    """There are more keys than people who could hold a broadcast."""

    message = _("A broadcast has at most eight keys. Withdraw one that nobody uses.")


@transaction.atomic
def make_key(*, actor: Actor, broadcast_id: int, label: str, now: datetime) -> tuple[StreamKey, str]:
    """Make a key for somebody who sends; return its row and the key itself, which is never told again.

    Raises `AlreadyOver`, `TooManyKeys`.
    """
    broadcasts = Broadcast.objects.select_for_update(of=("self",)).select_related("lesson__school")
    broadcast = broadcasts.get(pk=broadcast_id)
    if not can_run_broadcast(actor, broadcast.lesson):
        raise PermissionDenied
    if broadcast.is_over:
        raise AlreadyOver
    if StreamKey.objects.filter(broadcast=broadcast, revoked_at=None).count() >= MOST_KEYS:
        raise TooManyKeys
    key = secrets.token_urlsafe(KEY_BYTES)
    row = StreamKey.objects.create(
        broadcast=broadcast,
        label=label,
        sealed=seal(key, purpose=PURPOSE),
        digest=digest(key, purpose=PURPOSE),
        created_by=actor if isinstance(actor, User) else None,
        created_at=now,
    )
    journal.record(actor=actor, verb="stream key made", subject=broadcast, now=now, label=label)
    return row, key


@transaction.atomic
def revoke_key(*, actor: Actor, key_token: str, now: datetime) -> None:
    """Withdraw a key: whoever sends with it is cut off, nobody comes in with it again. Safe to repeat."""
    keys = StreamKey.objects.select_for_update(of=("self",)).select_related("broadcast__lesson__school")
    key = keys.get(token=key_token)
    if not can_run_broadcast(actor, key.broadcast.lesson):
        raise PermissionDenied
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        journal.record(actor=actor, verb="stream key withdrawn", subject=key.broadcast, now=now, label=key.label)
