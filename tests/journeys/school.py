"""A whole school as an operator runs it: on a port of its own, with its letters kept in a folder."""

import email
import email.policy
import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

from tests.ready_database import put_tables_into

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
NASTAVNIK = str(Path(sys.executable).parent / "nastavnik")
# two schools may start side by side on two cores
START_SECONDS = 240
LETTER_SECONDS = 120
# what the school has given itself to do (the table of django-tasks)
WAITING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
# how Django's mail folder parts letters
BETWEEN_LETTERS = b"-" * 79 + b"\n"
# of the operator's own shell, and not of a school that begins with nothing
OUTER_SETTINGS = ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "MAIL_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True, slots=True)
class RunningSchool:
    """A demonstration school that answers at `address` and keeps everything in `data`."""

    address: str
    data: Path
    password: str

    def letters(self, to: str) -> list[EmailMessage]:
        """Return the letters that were sent to somebody, oldest first."""
        files = sorted((self.data / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
        parts = (part for path in files for part in path.read_bytes().split(BETWEEN_LETTERS) if part.strip())
        letters = [email.message_from_bytes(part, policy=email.policy.default) for part in parts]
        return [letter for letter in letters if to in str(letter["To"])]

    def newest_letter(self, to: str, *, after: int = 0) -> str:
        """Wait for a letter to somebody beyond the `after` she had, and return its text."""
        letters = wait_until(lambda: self.letters(to)[after:], seconds=LETTER_SECONDS, what=f"no letter to {to}")
        body = letters[-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())


def wait_until(call: Callable[[], T], *, seconds: float, what: str) -> T:
    """Call until the answer is not empty; fail with `what` when it does not come."""
    deadline = time.monotonic() + seconds
    while not (answer := call()):
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
    return answer


def made_demonstration(folder: Path) -> Path:
    """Return the folder of a demonstration that has done all it had to do and is at rest; whoever asks first makes it, the others wait for her."""
    made = folder / "demonstration"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = folder / "demonstration-unfinished"
            unfinished.mkdir()
            put_tables_into(unfinished)
            with serving(unfinished):
                wait_until(lambda: is_idle(unfinished), seconds=START_SECONDS, what=end_of(unfinished / "up.log"))
            unfinished.rename(made)
    return made


def is_idle(data: Path) -> bool:
    """Tell whether all tasks are done that the school gave itself: its films are coded, its words are found."""
    with closing(sqlite3.connect(f"file:{data / 'school.sqlite3'}?mode=ro", uri=True)) as database:
        (waiting,) = database.execute(WAITING).fetchone()
    return not waiting


def environment_of(data: Path) -> dict[str, str]:
    """Return the environment of a school that keeps everything in `data`."""
    environ = {name: value for name, value in os.environ.items() if name not in OUTER_SETTINGS}
    return environ | {"NASTAVNIK_DATA": str(data), "SECRET_KEY": "journeys"}


@contextmanager
def running_school(data: Path, demonstration: Path) -> Iterator[RunningSchool]:
    """Bring a school up that begins as this demonstration, and end it as with Ctrl-C."""
    shutil.copytree(demonstration, data, dirs_exist_ok=True)
    with serving(data) as address:
        yield RunningSchool(address, data, demonstration_password())


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Serve the demonstration school in `data`, at an address of its own, as long as it is needed."""
    port, rtmp_port = free_ports(2)
    address = f"http://127.0.0.1:{port}"
    # another school may be up beside it
    environ = environment_of(data) | {"BASE_URL": address, "RTMP_PORT": str(rtmp_port)}
    # learning platforms of the journeys are on this machine
    environ |= {"EXCHANGE_INSIDE": "1"}
    # and so is the library's own site, which shows the school in frames
    environ |= {"EMBED_HOSTS": "http://localhost:*"}
    log = data / "up.log"
    with log.open("wb") as output:
        command = [NASTAVNIK, "up", "--demo", "--port", str(port)]
        process = subprocess.Popen(command, env=environ, stdout=output, stderr=output, cwd=ROOT)
        try:
            wait_until(lambda: is_answering(address, process, log), seconds=START_SECONDS, what=end_of(log))
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def free_ports(count: int) -> list[int]:
    """Return ports on which nobody listens now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def is_answering(address: str, process: subprocess.Popen[bytes], log: Path) -> bool:
    """Tell whether the school answers; fail at once when it has ended instead."""
    assert process.poll() is None, end_of(log)
    try:
        with urllib.request.urlopen(f"{address}/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def end_of(log: Path) -> str:
    """Return the last of what the school said."""
    return log.read_text(errors="replace")[-4000:]


def demonstration_password() -> str:
    """Return the password of the accounts of the demonstration school."""
    content = ROOT / "src" / "nastavnik" / "portal" / "demo" / "school.toml"
    return str(tomllib.loads(content.read_text(encoding="utf-8"))["password"])
