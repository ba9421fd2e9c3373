"""Keeps the processes of a school running: starts them, restarts what dies, ends all of them together.

Each child asks the kernel to end it when the supervisor dies, so that even `kill -9` of the supervisor leaves nothing
behind. Chosen over honcho, which stops everything when one process dies (docs/decisions).
"""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger("supervisor")

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# A process that lived this long is healthy: its next restart is quick again.
HEALTHY_SECONDS = 30.0
GRACE_SECONDS = 15.0
LOOK_SECONDS = 0.2
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(slots=True)
class Service:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_seconds: float = FIRST_PAUSE_SECONDS
    due_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Runs `services` until it is told to stop."""

    services: list[Service]
    _is_stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, on_each_look: Callable[[], None] = lambda: None) -> None:
        """Start all and look after them until SIGINT or SIGTERM; then end all."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        try:
            while not self._is_stopping.wait(LOOK_SECONDS):
                for service in self.services:
                    self._look_after(service)
                on_each_look()
        finally:
            self._end_all()

    def stop(self) -> None:
        """Ask the run to end."""
        self._is_stopping.set()

    def _ask_to_stop(self, _signum: int, _frame: FrameType | None) -> None:
        self._is_stopping.set()

    def _look_after(self, service: Service) -> None:
        now = time.monotonic()
        if service.process is None:
            if now >= service.due_at:
                start(service)
            return
        code = service.process.poll()
        if code is None:
            return
        if now - service.started_at > HEALTHY_SECONDS:
            service.pause_seconds = FIRST_PAUSE_SECONDS
        log.warning("process ended, starting again", name=service.name, code=code, seconds=service.pause_seconds)
        service.process = None
        service.due_at = now + service.pause_seconds
        service.pause_seconds = min(service.pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    def _end_all(self) -> None:
        running = [service.process for service in self.services if service.process and service.process.poll() is None]
        for process in running:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("process did not end in time, killing it", pid=process.pid)
            _signal_group(process, signal.SIGKILL)
            process.wait()


def start(service: Service) -> None:
    """Start the process of `service` in a group of its own."""
    parent = os.getpid()
    service.process = subprocess.Popen(
        service.command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: _die_with(parent),  # noqa: PLW1509 -- one system call; the supervisor has no threads yet
    )
    service.started_at = time.monotonic()


def _die_with(parent: int) -> None:
    """In the child: be ended by the kernel when the supervisor dies."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
