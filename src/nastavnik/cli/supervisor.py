"""Starts the processes of a school, starts again the one that dies, and ends them all together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger("nastavnik.supervisor")

LOOK_SECONDS = 0.1
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0  # one that lived so long is started again without a pause
STOP_SECONDS = 20.0


@dataclass(slots=True)
class Program:
    """One process of the school, through all its lives."""

    name: str
    words: Sequence[str]  # of the command `nastavnik`
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause_seconds: float = field(default=FIRST_PAUSE_SECONDS)

    def tend(self) -> None:
        """Start the process when it is time to, and note its death."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
            return
        code = self.process.poll()
        if code is not None:
            self._bury(code, now)

    def _start(self, now: float) -> None:
        # A session of its own: Ctrl-C in the terminal reaches only the supervisor, which then ends all in order.
        command = [sys.executable, "-m", "nastavnik.cli", *self.words, "--parent", str(os.getpid())]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        self.started_at = now
        log.info("process started", process=self.name, pid=self.process.pid)

    def _bury(self, code: int, now: float) -> None:
        if now - self.started_at > STEADY_AFTER_SECONDS:
            self.pause_seconds = FIRST_PAUSE_SECONDS
        log.error("process died", process=self.name, how=ending(code), start_in_seconds=self.pause_seconds)
        self.process, self.start_at = None, now + self.pause_seconds
        self.pause_seconds = min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the process, if it lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the process and whatever it started in its group."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Looks after the programs until a signal says stop."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        self._stop_signals = 0

    def run(self) -> None:
        """Keep the programs running; return when all have ended after SIGTERM, SIGHUP or Ctrl-C."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_stop)
        try:
            while not self._stop_signals:
                for program in self.programs:
                    program.tend()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end_all()

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_signals += 1

    def _end_all(self) -> None:
        """Ask politely, wait, and kill what does not listen; a second Ctrl-C kills at once."""
        for program in self.programs:
            program.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(program.is_alive for program in self.programs):
            if time.monotonic() > deadline or self._stop_signals > 1:
                names = ",".join(program.name for program in self.programs if program.is_alive)
                log.error("processes killed: they did not stop", processes=names)
                break
            time.sleep(LOOK_SECONDS)
        for program in self.programs:
            program.kill()
        log.info("all processes ended")


def ending(code: int) -> str:
    """Return how a process ended, in words: `exit code 1`, `SIGKILL`."""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
