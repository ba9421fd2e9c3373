"""Keys of programs at the desk; the keys themselves are kept nowhere."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from nastavnik.api.enums import Scope
from nastavnik.api.models import ApiKey
from nastavnik.api.permissions import can_keep_keys, keepers_of, keys_visible_to
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key in the list of the desk."""

    token: str
    title: str
    beginning: str
    owner: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    is_working: bool
    is_over: bool


def keys_page(actor: Actor, school: School, now: datetime) -> list[KeyRow]:
    """Return the keys of the school, those that work first, then the newest. Raises `PermissionDenied`."""
    check_can_keep(actor, school)
    rows = keys_visible_to(actor, school).select_related("owner").order_by("-made_at", "-pk")
    keepers = set(keepers_of(school).values_list("pk", flat=True))
    return sorted((_row(key, keepers, now) for key in rows), key=lambda row: not row.is_working)


def check_can_keep(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who keeps no keys."""
    if not can_keep_keys(actor, school):
        raise PermissionDenied


def _row(key: ApiKey, keepers: Set[int], now: datetime) -> KeyRow:
    is_over = key.revoked_at is not None or key.expires_at <= now
    return KeyRow(
        token=key.token,
        title=key.title,
        beginning=key.beginning,
        owner=key.owner.full_name,
        scopes=tuple(str(Scope(word).label) for word in key.scopes),
        made_at=key.made_at,
        expires_at=key.expires_at,
        used_at=key.used_at,
        revoked_at=key.revoked_at,
        is_working=not is_over and key.owner_id in keepers,
        is_over=is_over,
    )
