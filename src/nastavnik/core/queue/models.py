"""What workers leave for each other: a beat that says "alive", and the times of periodic tasks."""

from django.db import models


class WorkerBeat(models.Model):
    """The last sign of life of a worker process."""

    worker_id = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)
    queues = models.CharField(max_length=100)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.worker_id} at {self.at}"


class Schedule(models.Model):
    """When a periodic task runs next; moved by compare-and-set, so that only one worker enqueues each run."""

    task_path = models.CharField(max_length=200, unique=True)
    next_run_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.task_path} at {self.next_run_at}"
