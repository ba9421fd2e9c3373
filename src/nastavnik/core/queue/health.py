"""Whether background work gets done: for the doctor, and for the methodist's desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
    counts = {
        row["queue_name"]: row
        for row in DBTaskResult.objects.order_by()
        .values("queue_name")
        .annotate(
            waiting=Count("pk", filter=waiting),
            running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
            failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED, finished_at__gte=now - RECENTLY)),
            oldest_at=Min("enqueued_at", filter=waiting),
        )
    }
    nothing = {"waiting": 0, "running": 0, "failed": 0, "oldest_at": None}
    return [_health(name, served.count(name), counts.get(name, nothing), now) for name in queue_names()]


def queue_names() -> list[str]:
    """Return the queues as the settings name them."""
    return list(settings.TASKS["default"]["QUEUES"])


def _health(name: str, workers: int, row: dict[str, int | datetime | None], now: datetime) -> QueueHealth:
    oldest_at = row["oldest_at"]
    waiting, running, failed = (int(str(row[key])) for key in ("waiting", "running", "failed"))
    oldest = max(0.0, (now - oldest_at).total_seconds()) if isinstance(oldest_at, datetime) else 0.0
    return QueueHealth(name, workers, waiting, running, failed, oldest)
