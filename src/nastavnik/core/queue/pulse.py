"""The second thread of a worker: it beats, looks after the dead and the clock, while the first one works."""

import threading
import time
from collections.abc import Sequence

import structlog
from django.db import DatabaseError, close_old_connections, connection

from nastavnik.core import clock
from nastavnik.core.queue import beats, schedule

log = structlog.get_logger("nastavnik.queue")


class Pulse(threading.Thread):
    """Beats on a connection of its own until `stop` is called. A database that is away for a while is waited for."""

    def __init__(self, *, worker_id: str, queues: Sequence[str], seconds: float = beats.BEAT_SECONDS) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker_id, self.queues, self.seconds = worker_id, queues, seconds
        self._beaten_at = float("-inf")
        self._stopping = threading.Event()

    def run(self) -> None:
        """Beat until stopped."""
        while not self._stopping.wait(self.seconds):
            try:
                close_old_connections()
                self.beat_once()
            except DatabaseError:
                log.exception("no beat: the database does not answer", worker=self.worker_id)
                connection.close()
        connection.close()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopping.set()
        if self.is_alive():
            self.join(timeout=30)

    def beat_once(self) -> None:
        """Beat, and look around when our own last beat was in time.

        After a pause in which we could not beat, neither could the others: the living would be taken for dead.
        """
        beats.beat(worker_id=self.worker_id, queues=self.queues)
        beaten_at = time.monotonic()
        is_in_time = beaten_at - self._beaten_at < beats.DEAD_AFTER.total_seconds() / 2
        self._beaten_at = beaten_at
        if is_in_time:
            self._look_around()

    def _look_around(self) -> None:
        now = clock.now()
        for row in beats.free_tasks_of_the_dead(now=now):
            log.warning("task taken over", task=row.task_path, task_id=str(row.pk), dead_worker=row.worker_ids[-1])
        for path in schedule.enqueue_due_tasks(now=now):
            log.debug("periodic task enqueued", task=path)
