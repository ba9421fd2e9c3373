"""Signs of life. A worker beats every two seconds; the tasks of one that fell silent are freed for the others.

Times are the database's own, so that nodes with different clocks agree about who is alive.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models.functions import Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.core.queue import claims
from nastavnik.core.queue.models import WorkerBeat

BEAT_SECONDS = 2.0
# Four missed beats: with the next look of a living worker a killed one's task is free after 8 to 10 seconds.
DEAD_AFTER = timedelta(seconds=8)
FORGET_AFTER = timedelta(days=1)


def beat(*, worker_id: str, queues: Sequence[str]) -> None:
    """Say that the worker is alive."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"at": Now(), "queues": ",".join(queues)})


def leave(*, worker_id: str) -> None:
    """Say that the worker has stopped; whatever it still ran is free at once."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()


def living_workers() -> list[WorkerBeat]:
    """Return the workers that have given a sign of life lately."""
    return list(WorkerBeat.objects.filter(at__gte=Now() - DEAD_AFTER).order_by("worker_id"))


def free_tasks_of_the_dead(*, now: datetime) -> list[claims.TaskRow]:
    """Free the tasks whose worker is silent; return those that this call freed."""
    running = list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))
    if not running:
        return []
    living = {worker.worker_id for worker in living_workers()}
    return [row for row in running if row.worker_ids[-1] not in living and claims.take_over(row, now=now)]


def forget_the_dead() -> None:
    """Delete the beats of workers that were killed long ago."""
    WorkerBeat.objects.filter(at__lt=Now() - FORGET_AFTER).delete()
