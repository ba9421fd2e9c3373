"""The journal: every service that changes something says so here, in the transaction of the change."""

from collections.abc import Sequence
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


def record_many(*, actor: Actor | None, verb: str, subjects: Sequence[Model], now: datetime, **details: Any) -> None:
    """Write the same entry about many subjects of one kind at once, as `record` does about one."""
    JournalEntry.objects.bulk_create(
        [
            JournalEntry(
                at=now,
                actor_id=actor.pk if actor else None,
                actor_name=str(actor)[:200] if actor else SYSTEM_NAME,
                verb=verb,
                subject_kind=subject_kind(subject),
                subject_id=subject.pk,
                details=details,
            )
            for subject in subjects
        ],
        batch_size=500,
    )


def forget_name(*, actor_id: int, name: str) -> None:
    """Write `name` in place of the actor's own in all entries: she asked to be forgotten; what was done stays."""
    JournalEntry.objects.filter(actor_id=actor_id).update(actor_name=name)


def history_of(subject: Model, limit: int = 50) -> list[JournalEntry]:
    """Return the newest entries about `subject`, newest first."""
    entries = JournalEntry.objects.filter(subject_kind=subject_kind(subject), subject_id=subject.pk)
    return list(entries.order_by("-at", "-pk")[:limit])
