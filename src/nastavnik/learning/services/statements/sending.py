"""Statements on their way: in batches, by one process at a time, tried again when the store does not answer.

A batch that was cut off is sent again as it was: the store knows a statement by its number. A store that refuses the key or
does not answer loses nothing, it only waits; a statement that it does not take is found by halves and put aside.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

import structlog

from nastavnik.core.outside import Answer
from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.models import RecordStore, Statement
from nastavnik.learning.services.lti.talk import Untaken, fault_of, guarded, said_of
from nastavnik.learning.services.statements.store import secret_of
from nastavnik.learning.services.turns import take_turns
from nastavnik.learning.xapi.words import VERSION

log = structlog.get_logger("nastavnik.learning.xapi")

BATCH = 50
BATCHES_AT_ONCE = 20
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# So long a store belongs to the process that took it; one that was killed lets it go then.
CLAIM_LIVES = timedelta(minutes=10)
HEADERS = {"X-Experience-API-Version": VERSION, "Content-Type": "application/json", "Accept": "application/json"}


def send_due_statements(*, clock: Callable[[], datetime]) -> int:
    """Send what waits in all schools that tell; return how many statements were taken. Safe to run twice and at once."""
    waiting = Statement.objects.filter(state=SendState.WAITING)
    due = RecordStore.objects.filter(is_on=True, try_at__lte=clock(), school__in=waiting.values("school"))
    return take_turns(due.order_by("try_at", "pk"), partial(_send_to, clock=clock), clock=clock)


def _send_to(store: RecordStore, until: datetime, *, clock: Callable[[], datetime]) -> int:
    """Send what waits to one store, until its turn is over or somebody changes it: then it may be another, or told no names."""
    is_mine = RecordStore.objects.filter(pk=store.pk, try_at=store.try_at)
    claimed_until = clock() + CLAIM_LIVES
    if not is_mine.update(try_at=claimed_until):
        return 0
    mine = RecordStore.objects.filter(pk=store.pk, try_at=claimed_until)
    taken = 0
    try:
        for _batch in range(BATCHES_AT_ONCE):
            waiting = Statement.objects.filter(school=store.school_id, state=SendState.WAITING)
            batch = list(waiting.order_by("made_at", "pk")[:BATCH])
            if not batch or clock() >= until or not mine.exists():
                break
            taken += _send(store, batch, until, clock=clock)
    except Untaken as error:
        log.warning("xapi_not_taken", store=store.pk, fault=error.fault.value, said=error.said)
        wait = WAITS[min(store.attempts, len(WAITS) - 1)]
        mine.update(
            try_at=clock() + wait,
            attempts=min(store.attempts + 1, len(WAITS)),
            fault=error.fault,
            said=error.said,
            fault_at=clock(),
        )
        return taken
    mine.update(try_at=clock(), attempts=0, fault="", said="", sent_at=clock())
    return taken


def _send(store: RecordStore, batch: Sequence[Statement], until: datetime, *, clock: Callable[[], datetime]) -> int:
    """Send a batch; return how many statements of it were taken. Raises `Untaken` when the store takes none at all."""
    now = clock()
    if now >= until:
        return 0
    answer = _posted(store, batch)
    if answer.is_good:
        return _mark(batch, SendState.SENT, sent_at=now)
    is_theirs = answer.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
    if not is_theirs:
        raise Untaken(_fault_of(answer.status), said_of(answer))
    if len(batch) > 1:
        middle = len(batch) // 2
        return sum(_send(store, half, until, clock=clock) for half in (batch[:middle], batch[middle:]))
    if answer.status == HTTPStatus.CONFLICT:
        # it has a statement of this number already: this one, sent before we were cut off
        return _mark(batch, SendState.SENT, sent_at=now)
    log.warning("xapi_statement_refused", statement=str(batch[0].pk), said=said_of(answer))
    _mark(batch, SendState.FAILED, said=said_of(answer))
    return 0


def _posted(store: RecordStore, batch: Sequence[Statement]) -> Answer:
    content = json.dumps([statement.body for statement in batch], ensure_ascii=False).encode()
    url = f"{store.endpoint.rstrip('/')}/statements"
    return guarded("POST", url, headers=HEADERS, body=content, login=(store.key, secret_of(store)))


def _fault_of(status: int) -> SystemFault:
    fault = fault_of(status)
    # a store has no columns that could be gone: its address is another
    return SystemFault.ODD if fault is SystemFault.GONE else fault


def _mark(batch: Sequence[Statement], state: SendState, **fields: object) -> int:
    return Statement.objects.filter(pk__in=[one.pk for one in batch]).update(state=state, **fields)
