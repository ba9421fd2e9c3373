"""Tasks that look for all there is to do: however often they are asked for, one that waits is enough."""

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def enqueue_once(task: Task[..., Any], *args: Any) -> bool:
    """Enqueue a task unless the same one waits already with the same arguments; tell whether it was enqueued.

    One that runs may have looked already, so another is enqueued behind it.
    """
    waiting = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    # the database looks: behind a queue of hundreds, each new one would read them all
    if waiting.filter(args_kwargs__args=list(args)).exists():
        return False
    task.enqueue(*args)
    return True
