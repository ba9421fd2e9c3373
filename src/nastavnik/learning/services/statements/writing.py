"""What is to be told is written down: each minute for what is new, each hour for what was missed. Never in the way of a page.

A statement's number is made of what happened, and of each row it is told once: writing twice, from two processes, or after
a kill, adds nothing.
"""

from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction

from nastavnik.learning.enums import SendState
from nastavnik.learning.models import RecordStore, Statement
from nastavnik.learning.services.statements.sources import SOURCES, Look

# An attempt may have ended so long before the last look and been written down after it.
OVERLAP = timedelta(hours=1)
DEEPLY = timedelta(hours=1)
# How far back an hour's look goes; statements that were sent are kept for longer, so that nothing is told anew.
LOOKED_BACK = timedelta(days=30)
SENT_KEPT = timedelta(days=45)
WAITING_KEPT = timedelta(days=180)
MOST_WAITING = 500_000


def write_statements(*, now: datetime) -> int:
    """Write down what is to be told, for all schools that tell; return how many statements were made."""
    stores = RecordStore.objects.filter(is_on=True).select_related("school")
    return sum(_write_for(store, now) for store in stores.order_by("pk"))


def _write_for(store: RecordStore, now: datetime) -> int:
    waiting = Statement.objects.filter(school=store.school_id, state=SendState.WAITING).count()
    if waiting >= MOST_WAITING:
        # what is not written down now is found by the look of an hour, as long as it is not older than that
        return 0
    is_deep = store.deeply_looked_at is None or store.deeply_looked_at <= now - DEEPLY
    look = _look(store, now, is_deep=is_deep)
    statements = list(chain.from_iterable(source(look) for source in SOURCES))
    with transaction.atomic():
        # who changes the store meanwhile has done away with what was written for it as it was
        same = RecordStore.objects.filter(pk=store.pk, is_on=True, endpoint=store.endpoint, is_named=store.is_named)
        if not same.select_for_update().exists():
            return 0
        Statement.objects.bulk_create(statements, batch_size=500, ignore_conflicts=True)
        moments = {} if look.is_cut else {"looked_at": now, **({"deeply_looked_at": now} if is_deep else {})}
        RecordStore.objects.filter(pk=store.pk).update(looked=store.looked | look.reached, **moments)
    return len(statements)


def _look(store: RecordStore, now: datetime, *, is_deep: bool) -> Look:
    begins_at = store.begins_at or now
    since = (store.looked_at or begins_at) - OVERLAP
    if is_deep:
        begins_at = since = max(begins_at, now - LOOKED_BACK)
    return Look(
        school=store.school,
        is_named=store.is_named,
        begins_at=begins_at,
        after={} if is_deep else dict(store.looked),
        since=since,
        now=now,
    )


def forget_old_statements(*, now: datetime) -> int:
    """Delete what was sent some time ago, and what waits for a store that has not answered for half a year."""
    sent, _rows = Statement.objects.filter(state=SendState.SENT, made_at__lt=now - SENT_KEPT).delete()
    waiting, _rows = Statement.objects.filter(made_at__lt=now - WAITING_KEPT).delete()
    return sent + waiting


def forget_person(*, user_id: int) -> None:
    """Tell nothing more of somebody who asked to be forgotten."""
    Statement.objects.filter(user=user_id).delete()
