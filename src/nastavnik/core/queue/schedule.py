"""Periodic tasks: each app names its own beside the task, and any worker enqueues it when its time has come."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError
from django_tasks.base import Task

from nastavnik.core.queue.models import Schedule

T = TypeVar("T", bound="Task[Any, Any]")

_periods: dict[str, tuple["Task[Any, Any]", timedelta]] = {}


def every(*, minutes: float) -> Callable[[T], T]:
    """Let the decorated task (without arguments) be enqueued every so many minutes; write it above `@task`."""

    def register(task: T) -> T:
        _periods[task.module_path] = (task, timedelta(minutes=minutes))
        return task

    return register


def enqueue_due(now: datetime) -> list[str]:
    """Enqueue the periodic tasks whose time has come; return their paths.

    The row is moved by compare-and-set, so that of many workers only one enqueues each run. A school that was switched
    off for a week runs each task once, not once for every missed time.
    """
    known = dict(Schedule.objects.values_list("task_path", "next_run_at"))
    return [path for path, (task, period) in _periods.items() if _enqueue_once(task, period, known.get(path), now)]


def _enqueue_once(task: "Task[Any, Any]", period: timedelta, due_at: datetime | None, now: datetime) -> bool:
    if due_at is None:
        return _begin(task, now)
    if due_at > now:
        return False
    row = Schedule.objects.filter(task_path=task.module_path, next_run_at=due_at)
    if not row.update(next_run_at=now + period):
        return False
    task.enqueue()
    return True


def _begin(task: "Task[Any, Any]", now: datetime) -> bool:
    """Note a task that no worker has seen before; it is due at the next look."""
    try:
        Schedule.objects.create(task_path=task.module_path, next_run_at=now)
    except IntegrityError:  # another worker was first
        return False
    return False
