"""How the queue is: for `nastavnik doctor` and the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from nastavnik.core.queue.models import WorkerBeat
from nastavnik.core.queue.worker import DEAD_SECONDS


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """Which queues have a living worker, and how long the oldest waiting task has waited (None: none waits)."""

    served: frozenset[str]
    waiting: int
    oldest_wait: timedelta | None
    failed: int


def queue_health(now: datetime) -> QueueHealth:
    """Return how the queue is at `now`."""
    beats = WorkerBeat.objects.filter(at__gte=now - timedelta(seconds=DEAD_SECONDS)).values_list("queues", flat=True)
    ready = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True)
    oldest = ready.first()
    return QueueHealth(
        served=frozenset(queue for queues in beats for queue in queues.split(",")),
        waiting=ready.count(),
        oldest_wait=now - oldest if oldest else None,
        failed=DBTaskResult.objects.failed().count(),
    )
