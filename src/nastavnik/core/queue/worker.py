"""Our worker around django-tasks-db's: it shows that it lives, takes over from the dead, tries again, keeps times.

What plain django-tasks-db lacks was measured before: a task whose worker was killed stays RUNNING for ever. Here every
worker beats every `BEAT_SECONDS`; a RUNNING task whose worker has not beaten for `DEAD_SECONDS` goes back to the queue.
So tasks run at least once and must be safe to run twice.
"""

import logging
import os
import signal
import socket
import threading
import time
from datetime import datetime, timedelta
from types import FrameType

from django.db import close_old_connections, connection
from django.db.utils import OperationalError
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from nastavnik.core import clock
from nastavnik.core.ids import new_token
from nastavnik.core.queue.models import WorkerBeat
from nastavnik.core.queue.schedule import enqueue_due

BEAT_SECONDS = 2.0
DEAD_SECONDS = 8.0
FORGET_BEATS_AFTER = timedelta(days=1)
IDLE_SECONDS = 0.3
MOST_ATTEMPTS = 4
# A task that takes its worker down with it every time is given up, so that it does not do so for ever.
MOST_TAKE_OVERS = 6
# Work of many minutes is broken off when the worker is asked to stop, and goes back to the queue; short work (a letter
# half sent) is finished first.
BREAKABLE_QUEUES = frozenset({"video"})

log = logging.getLogger(__name__)


class Interrupted(BaseException):
    """The worker was asked to stop in the middle of a task that may be broken off."""


class Worker(DatabaseWorker):
    """One process that does the tasks of the named queues, one after the other."""

    def __init__(self, queues: list[str], *, is_batch: bool = False) -> None:
        super().__init__(
            queue_names=queues,
            interval=IDLE_SECONDS,
            batch=is_batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{new_token(8)}",
            excluded_queue_names=[],
        )
        self._current: DBTaskResult | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        """Work until asked to stop."""
        pulse = threading.Thread(target=self._pulse, name="pulse", daemon=True)
        pulse.start()
        try:
            super().run()
        finally:
            self._ended.set()
            pulse.join(timeout=5)
            WorkerBeat.objects.filter(worker_id=self.worker_id).delete()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop: at once from long work, after the present task otherwise."""
        self.running = False
        task = self._current
        if task is not None and task.queue_name in BREAKABLE_QUEUES:
            raise Interrupted(signal.strsignal(signum))
        if task is None:
            raise SystemExit(0)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one task; a failed one comes back later, a broken-off one at once."""
        self._current = db_task_result
        began = time.monotonic()
        try:
            super().run_task(db_task_result)
        finally:
            self._current = None
        db_task_result.refresh_from_db()
        log.info(
            "task %s %s (%s) in %.2f s",
            db_task_result.task_path,
            db_task_result.status,
            db_task_result.pk,
            time.monotonic() - began,
        )
        put_back(db_task_result, clock.now())

    def _pulse(self) -> None:
        """Beat, look for dead workers and due tasks; a database that is busy for a moment is asked again."""
        while True:
            try:
                self._beat_once(clock.now())
            except OperationalError:
                log.warning("worker %s: the database was busy, beating again", self.worker_id)
            close_old_connections()
            if self._ended.wait(BEAT_SECONDS):
                connection.close()
                return

    def _beat_once(self, now: datetime) -> None:
        queues = ",".join(self.queue_names)
        WorkerBeat.objects.update_or_create(worker_id=self.worker_id, defaults={"at": now, "queues": queues})
        WorkerBeat.objects.filter(at__lt=now - FORGET_BEATS_AFTER).delete()
        for path in take_over_from_dead(now):
            log.warning("task %s: its worker is gone, it goes back to the queue", path)
        for path in enqueue_due(now):
            log.info("task %s: its time has come", path)


def take_over_from_dead(now: datetime) -> list[str]:
    """Put back the running tasks whose workers have not beaten for `DEAD_SECONDS`; return their paths."""
    too_old = now - timedelta(seconds=DEAD_SECONDS)
    alive = set(WorkerBeat.objects.filter(at__gte=too_old).values_list("worker_id", flat=True))
    # a task claimed a moment ago by a worker that has not beaten yet is not dead
    running = DBTaskResult.objects.running().filter(started_at__lt=too_old)
    dead = [task for task in running if task.worker_ids[-1] not in alive]
    return [task.task_path for task in dead if _take_over(task, now)]


def _take_over(task: DBTaskResult, now: datetime) -> bool:
    if len(task.worker_ids) < MOST_TAKE_OVERS:
        return _return_to_queue(task, now, run_after=None)
    fate = {"status": "FAILED", "finished_at": now, "traceback": "its worker died each time"}
    return bool(DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at).update(**fate))


def put_back(task: DBTaskResult, now: datetime) -> None:
    """Let a task that failed be tried again: after 2, 4, 8 … minutes, or at once when it was only broken off."""
    if task.status != "FAILED":
        return
    if task.exception_class_path.endswith(f"{Interrupted.__module__}.{Interrupted.__qualname__}"):
        _return_to_queue(task, now, run_after=None)
    elif len(task.worker_ids) < MOST_ATTEMPTS:
        _return_to_queue(task, now, run_after=now + timedelta(minutes=2 ** len(task.worker_ids)))


def _return_to_queue(task: DBTaskResult, now: datetime, *, run_after: datetime | None) -> bool:
    """Make `task` ready again unless somebody else has moved it in the meantime; tell whether we did."""
    row = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    return bool(row.update(status="READY", run_after=run_after or now, finished_at=None))
