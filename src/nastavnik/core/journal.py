"""The journal: every service that changes something says so here, in the transaction of the change."""

from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from nastavnik.core.models import JournalEntry

SYSTEM_NAME = "system"


class Actor(Protocol):
    """Whoever acts: a person, or nobody (`AnonymousUser`, whose `pk` is None)."""

    @property
    def pk(self) -> Any: ...


def subject_kind(subject: Model) -> str:
    """Return the journal's word for the kind of `subject`, for example `programme.lesson`."""
    return str(subject._meta.label_lower)


def record(*, actor: Actor | None, verb: str, subject: Model, now: datetime, **details: Any) -> None:
    """Write that `actor` (None: the school itself) did `verb` to `subject`; `details` must be JSON."""
    JournalEntry.objects.create(
        at=now,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:200] if actor else SYSTEM_NAME,
        verb=verb,
        subject_kind=subject_kind(subject),
        subject_id=subject.pk,
        details=details,
    )


def history_of(subject: Model, limit: int = 50) -> list[JournalEntry]:
    """Return the newest entries about `subject`, newest first."""
    entries = JournalEntry.objects.filter(subject_kind=subject_kind(subject), subject_id=subject.pk)
    return list(entries.order_by("-at", "-pk")[:limit])
