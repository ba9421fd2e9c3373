"""Whether background work gets done: for the doctor, and for the methodist's desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from nastavnik.core.queue.beats import living_workers

RECENTLY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """The state of one queue."""

    name: str
    workers: int
    waiting: int  # due, and nobody has taken them yet
    running: int
    failed: int  # given up within the last day
    oldest_waiting_seconds: float

    @property
    def is_served(self) -> bool:
        """Tell whether a living worker takes tasks of this queue."""
        return self.workers > 0


def queue_health(*, now: datetime) -> list[QueueHealth]:
    """Return the state of every queue; two queries."""
    served = [name for worker in living_workers() for name in worker.queues.split(",")]
    due = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    waiting = Q(due, status=TaskResultStatus.READY)
    rows = (
        DBTaskResult.objects.order_by()
        .values("queue_name")
        .annotate(
            waiting=Count("pk", filter=waiting),
            running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
            failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED, finished_at__gte=now - RECENTLY)),
            oldest_at=Min("enqueued_at", filter=waiting),
        )
    )
    counted = {row["queue_name"]: row for row in rows}
    return [_health(name, served.count(name), counted.get(name, {}), now) for name in queue_names()]


def queue_names() -> list[str]:
    """Return the queues as the settings name them."""
    return list(settings.TASKS["default"]["QUEUES"])


def _health(name: str, workers: int, counted: Mapping[str, Any], now: datetime) -> QueueHealth:
    oldest_at = counted.get("oldest_at") or now
    return QueueHealth(
        name=name,
        workers=workers,
        waiting=counted.get("waiting", 0),
        running=counted.get("running", 0),
        failed=counted.get("failed", 0),
        oldest_waiting_seconds=max(0.0, (now - oldest_at).total_seconds()),
    )
