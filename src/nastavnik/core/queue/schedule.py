"""Periodic tasks: `@every(minutes=5)` above `@task()`. Any living worker enqueues them; of several only one does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from nastavnik.core.queue.models import Schedule

T = TypeVar("T", bound=Task[[], Any])

_periodic: dict[str, tuple[Task[[], Any], timedelta]] = {}


def every(*, minutes: float = 0, hours: float = 0) -> Callable[[T], T]:
    """Enqueue the decorated task, which takes no arguments, again and again with this time between."""
    period = timedelta(minutes=minutes, hours=hours)
    if period <= timedelta():
        raise ValueError("A period must be longer than nothing")

    def register(periodic: T) -> T:
        _periodic[periodic.module_path] = (periodic, period)
        return periodic

    return register


def prepare_schedule(*, now: datetime) -> None:
    """Load the tasks of all apps, give new ones their first run at once, and bring runs nearer where a period shrank."""
    autodiscover_modules("tasks")
    Schedule.objects.bulk_create(
        [Schedule(task_path=path, next_run_at=now) for path in sorted(_periodic)], ignore_conflicts=True
    )
    for path, (_task, period) in _periodic.items():
        Schedule.objects.filter(task_path=path, next_run_at__gt=now + period).update(next_run_at=now + period)


def enqueue_due_tasks(*, now: datetime) -> list[str]:
    """Enqueue the periodic tasks whose time has come; return the paths of those that this call enqueued."""
    due = Schedule.objects.filter(task_path__in=list(_periodic), next_run_at__lte=now).order_by("next_run_at", "pk")
    return [row.task_path for row in due if _enqueue(row, now)]


@transaction.atomic
def _enqueue(row: Schedule, now: datetime) -> bool:
    """Move the row to its next time and enqueue the task; a run that still waits or works is not doubled."""
    periodic, period = _periodic[row.task_path]
    is_ours = Schedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at).update(next_run_at=now + period)
    unfinished = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    if not is_ours or DBTaskResult.objects.filter(task_path=row.task_path, status__in=unfinished).exists():
        return False
    periodic.enqueue()
    return True
