"""A database and a data folder of their own, in which real worker processes are started and killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import dj_database_url
from django.db.utils import ConnectionHandler

ROOT = Path(__file__).resolve().parents[3]


class Yard:
    """Workers under one roof. What they share with the test is the database alone."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.connections = ConnectionHandler({"default": dj_database_url.parse(address)})
        self.environ = {**os.environ, "NASTAVNIK_DATA": str(folder), "DATABASE_URL": address, "SECRET_KEY": "yard"}
        self.environ["DJANGO_SETTINGS_MODULE"] = "nastavnik.config.settings"  # not those of the tests
        self.environ |= {"PYTHONPATH": str(ROOT), "LOG_LEVEL": "DEBUG"}
        self.processes: list[subprocess.Popen[bytes]] = []

    def manage(self, *words: str) -> str:
        command = [sys.executable, "-m", "nastavnik.cli", "manage", *words]
        return subprocess.run(command, env=self.environ, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def enqueue(self, name: str, *args: object) -> None:
        """Enqueue a task of `chores`."""
        self.manage(
            "shell", "--no-imports", "-c", f"from tests.core.queue import chores; chores.{name}.enqueue(*{args!r})"
        )

    def start_worker(self, queues: str = "default,video") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "nastavnik.cli", "worker", "--queues", queues]
        with (self.folder / "workers.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.environ, cwd=ROOT, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    @property
    def log(self) -> str:
        return (self.folder / "workers.log").read_text(encoding="utf-8")

    def rows(self, columns: str) -> list[tuple]:
        """Return these columns of the tests' own tasks; the workers' periodic ones are left out."""
        return self.select(f"{columns} FROM django_tasks_database_dbtaskresult WHERE task_path LIKE 'tests.%%'")

    def select(self, rest: str) -> list[tuple]:
        connection = self.connections["default"]
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {rest}", [])
                return cursor.fetchall()
        finally:
            connection.close()

    def wait(self, is_so, seconds: float) -> float:
        """Wait until `is_so()`; return how long that took."""
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() - began < seconds, self.log[-3000:]
            time.sleep(0.1)
        return time.monotonic() - began

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
        self.connections.close_all()
