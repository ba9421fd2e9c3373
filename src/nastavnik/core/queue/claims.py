"""Who runs which task. Every change of a task's row is a compare-and-set, so that of two workers only one wins.

A task may run more than once (its worker was killed, or stopped): tasks are safe to run twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

TaskRow = DBTaskResult[..., Any]

MOST_ATTEMPTS = 5
CANDIDATES = 5  # when another worker wins the first, the next may still be free


def claim(*, queues: Sequence[str], worker_id: str, now: datetime) -> TaskRow | None:
    """Take the first task of `queues` that is due at `now`; None when nothing waits."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    for row in DBTaskResult.objects.filter(due, status=TaskResultStatus.READY, queue_name__in=queues)[:CANDIDATES]:
        was_seen = _as_seen(row)
        row.status, row.started_at = TaskResultStatus.RUNNING, now
        row.worker_ids = [*row.worker_ids, worker_id]
        if was_seen.update(status=row.status, started_at=row.started_at, worker_ids=row.worker_ids):
            return row
    return None


def finish(row: TaskRow, *, value: Any, now: datetime) -> bool:
    """Note that the task was done; False when it had been taken over meanwhile, and the note is not ours to write."""
    return bool(
        _as_seen(row).update(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=now,
            return_value=normalize_json(value),
            exception_class_path="",
            traceback="",
        )
    )


def fail(row: TaskRow, *, error: BaseException, now: datetime) -> timedelta | None:
    """Note what went wrong; return after which time the task is tried again, or None when it is given up."""
    delay = delay_before_retry(len(row.worker_ids))
    noted = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if delay is None:
        _as_seen(row).update(status=TaskResultStatus.FAILED, finished_at=now, **noted)
    else:
        _as_seen(row).update(status=TaskResultStatus.READY, run_after=now + delay, **noted)
    return delay


def put_back(row: TaskRow) -> None:
    """Give the task back because this worker is told to stop: that is no attempt."""
    _as_seen(row).update(
        status=TaskResultStatus.READY, run_after=get_date_max(), worker_ids=row.worker_ids[:-1], started_at=None
    )


def take_over(row: TaskRow, *, now: datetime) -> bool:
    """Free the running task of a dead worker for the living; tell whether we were the one to do so.

    A task that took several workers with it is given up, so that it does not take them all.
    """
    if len(row.worker_ids) >= MOST_ATTEMPTS:
        gone = {
            "exception_class_path": "builtins.ProcessLookupError",
            "traceback": "Its workers died one after another.",
        }
        return bool(_as_seen(row).update(status=TaskResultStatus.FAILED, finished_at=now, **gone))
    return bool(_as_seen(row).update(status=TaskResultStatus.READY, run_after=get_date_max()))


def delay_before_retry(attempts: int) -> timedelta | None:
    """Return the wait after so many failed attempts: 2, 8, 32, 128 seconds; None after the last."""
    return timedelta(seconds=4**attempts / 2) if attempts < MOST_ATTEMPTS else None


def _as_seen(row: TaskRow) -> QuerySet[TaskRow]:
    """Return the row only as long as nobody has changed it since it was read."""
    started = Q(started_at=row.started_at) if row.started_at else Q(started_at=None)
    return DBTaskResult.objects.filter(started, pk=row.pk, status=row.status)
