"""The worker: takes tasks of its queues one by one, and stops politely.

Told to stop (SIGTERM, Ctrl-C), it lets the running task go on for a short while, then interrupts it and puts it back
for the next worker. An interrupted task sees `Interrupted`, which is no `Exception`, and ends the programs it runs.
"""

import os
import signal
import socket
import time
from collections.abc import Sequence
from datetime import timedelta
from types import FrameType
from typing import Any, cast

import structlog
from django.db import OperationalError, connection
from django_tasks.base import TaskContext, TaskResult
from django_tasks_db.models import get_date_max

from nastavnik.core import clock
from nastavnik.core.connections import drop_dead_connections
from nastavnik.core.ids import new_token
from nastavnik.core.queue import beats, claims, schedule
from nastavnik.core.queue.pulse import Pulse

log = structlog.get_logger("nastavnik.queue")

POLL_SECONDS = 0.4
DATABASE_PAUSE_SECONDS = 2.0
# How long a running task may go on after we are told to stop. Films take minutes, and their steps are kept anyway.
# A book is begun anew, and nobody waits for the end of a server of others.
GRACE_SECONDS = {"video": 0.5, "press": 0.5, "outside": 0.5}
USUAL_GRACE_SECONDS = 5.0
# What has an end of its own ends long before; this is for code that hangs.
LONGEST_SECONDS = {"press": 40 * 60.0}
INTERRUPT_AGAIN_SECONDS = 2.0  # a careless task may swallow the first


class Interrupted(BaseException):
    """The worker was told to stop while a task ran."""


class Overdue(BaseException):
    """A task ran for longer than any of its queue may. No `Exception`: it may rise anywhere, also in the middle of a statement."""


class Worker:
    """One process, one task at a time; as many processes as wanted on as many nodes."""

    def __init__(self, *, queues: Sequence[str]) -> None:
        self.queues = tuple(queues)
        self.worker_id = f"{socket.gethostname()[:32]}:{os.getpid()}:{new_token(6)}"
        self._is_stopping = False
        self._hears_alarms = False
        self._running: claims.TaskRow | None = None

    def run(self) -> None:
        """Work until told to stop. Only for the main thread, because it listens to signals."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGALRM, self._on_alarm)
        self._hears_alarms = True
        pulse = Pulse(worker_id=self.worker_id, queues=self.queues)
        schedule.prepare_schedule(now=clock.now())
        pulse.beat_once()
        beats.forget_the_dead()
        pulse.start()
        log.info("worker started", worker=self.worker_id, queues=",".join(self.queues))
        try:
            self._work()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            pulse.stop()
            beats.leave(worker_id=self.worker_id)
            log.info("worker stopped", worker=self.worker_id)

    def run_waiting(self) -> int:
        """Run what is due now, then return how many tasks that were (for commands and tests)."""
        count = 0
        while self._run_next():
            count += 1
        return count

    def _work(self) -> None:
        while not self._is_stopping:
            try:
                has_worked = self._run_next()
            except OperationalError:
                log.exception("the database does not answer", worker=self.worker_id)
                connection.close()
                time.sleep(DATABASE_PAUSE_SECONDS)
                continue
            if not has_worked and not self._is_stopping:
                time.sleep(POLL_SECONDS)

    def _run_next(self) -> bool:
        drop_dead_connections()
        row = claims.claim(queues=self.queues, worker_id=self.worker_id, now=clock.now())
        if row is not None:
            self._run(row)
        drop_dead_connections()
        return row is not None

    def _run(self, row: claims.TaskRow) -> None:
        """Run one task and note how it ended."""
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(task=short_name(row), task_id=str(row.pk)):
            log.debug("task started", attempt=len(row.worker_ids), waited=waited_seconds(row))
            try:
                value = self._call(row)
            except Interrupted:
                signal.setitimer(signal.ITIMER_REAL, 0)
                connection.close()  # it may have been stopped in the middle of a statement
                claims.put_back(row)
                log.info("task put back: the worker stops", seconds=round(time.monotonic() - began, 2))
            except (Exception, SystemExit, Overdue) as error:  # the outermost edge of a task: noted, and tried again
                if isinstance(error, Overdue):
                    connection.close()
                delay = claims.fail(row, error=error, now=clock.now())
                retry = f"{delay.total_seconds():.0f}" if delay else "never"
                log.exception("task failed", attempt=len(row.worker_ids), retry_in_seconds=retry)
            else:
                is_ours = claims.finish(row, value=value, now=clock.now())
                log.info("task done", seconds=round(time.monotonic() - began, 2), is_ours=is_ours)

    def _call(self, row: claims.TaskRow) -> Any:
        """Run the task's function; the only place in which an `Interrupted` or `Overdue` can rise."""
        task, result = row.task, cast("TaskResult[Any]", row.task_result)
        context = [TaskContext(task_result=result)] if task.takes_context else []
        self._running = row
        try:
            if self._is_stopping:
                raise Interrupted
            self._set_alarm(LONGEST_SECONDS.get(row.queue_name, 0))
            return task.call(*context, *result.args, **result.kwargs)
        finally:
            self._running = None
            self._set_alarm(0)

    def _set_alarm(self, seconds: float) -> None:
        """Let an alarm ring after so many seconds; never with 0."""
        if self._hears_alarms and not self._is_stopping:
            signal.setitimer(signal.ITIMER_REAL, seconds, INTERRUPT_AGAIN_SECONDS if seconds else 0)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True
        if self._running is not None:
            grace = GRACE_SECONDS.get(self._running.queue_name, USUAL_GRACE_SECONDS)
            signal.setitimer(signal.ITIMER_REAL, grace, INTERRUPT_AGAIN_SECONDS)

    def _on_alarm(self, number: int, frame: FrameType | None) -> None:
        if self._running is not None:
            raise Interrupted if self._is_stopping else Overdue


def short_name(row: claims.TaskRow) -> str:
    """Return the task's name as logs show it: `video.prepare_video`."""
    module, _, name = row.task_path.rpartition(".")
    return f"{module.removeprefix('nastavnik.').removesuffix('.tasks')}.{name}"


def waited_seconds(row: claims.TaskRow) -> float:
    """Return how long the task waited since it was due."""
    assert row.started_at is not None
    due_at = row.enqueued_at if row.run_after == get_date_max() else max(row.enqueued_at, row.run_after)
    waited: timedelta = row.started_at - due_at
    return round(max(0.0, waited.total_seconds()), 2)
