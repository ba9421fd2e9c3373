"""The demonstration school, made in a folder that is thrown away and served as an operator serves it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NASTAVNIK = [sys.executable, "-m", "nastavnik.cli"]
START_SECONDS = 60


def use(folder: Path) -> None:
    """Let this process and those it starts work on the school in `folder`; before anything of Django is imported."""
    for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ |= {"NASTAVNIK_DATA": str(folder), "LOG_LEVEL": "WARNING"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "nastavnik.config.settings"


def make() -> None:
    """Make the demonstration school with its films, to the last quality."""
    for words in (["demo"], ["worker", "--batch"]):
        subprocess.run([*NASTAVNIK, *words], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(workers: int = 0) -> Iterator[str]:
    """Serve the school, without background work, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*NASTAVNIK, "web", "--port", str(port), "--workers", str(workers)])
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 -- our own address
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
