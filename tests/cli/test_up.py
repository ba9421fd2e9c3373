"""`nastavnik up` as an operator types it, and what it refuses."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from nastavnik.cli import up
from nastavnik.cli.exits import Exit
from nastavnik.core.queue.health import queue_names

ROOT = Path(__file__).resolve().parents[2]
NASTAVNIK = [sys.executable, "-m", "nastavnik.cli"]
START_SECONDS = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environ_of(folder: Path) -> dict[str, str]:
    foreign = {
        "DJANGO_SETTINGS_MODULE",
        "DATABASE_URL",
        "REDIS_URL",
        "STORAGE_URL",
        "BASE_URL",
        "ALLOWED_HOSTS",
        "SECRET_KEY",
        "LOG_LEVEL",
    }
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "NASTAVNIK_DATA": str(folder), "PYTHONPATH": str(ROOT / "src")}


class School:
    """A school that was started from a shell."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        with (folder / "up.log").open("wb") as log:
            self.process = subprocess.Popen(
                [*NASTAVNIK, "up", "--port", str(self.port)], env=environ_of(folder), stdout=log, stderr=log, cwd=ROOT
            )

    @property
    def log(self) -> str:
        return (self.folder / "up.log").read_text(errors="replace")

    def wait(self, is_so, seconds=START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert self.process.poll() is None, self.log[-4000:]
            assert time.monotonic() < deadline, self.log[-4000:]
            time.sleep(0.1)

    def get(self, path: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()

    def pids(self) -> list[int]:
        """Return the processes under the supervisor, and those under them."""
        tree = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in tree.splitlines()]
        found = [self.process.pid]
        for above in found:
            found.extend(pid for pid, parent in pairs if parent == above)
        return found[1:]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("school")


@pytest.fixture
def school(folder):
    started = School(folder)
    try:
        started.wait(lambda: "The school is up" in started.log)
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def test_up_answers_refuses_a_second_one_heals_and_stops_clean(school):
    assert school.get("/health/") == (200, "ok\n")
    assert f"http://127.0.0.1:{school.port}" in school.log

    second = subprocess.run(
        [*NASTAVNIK, "up", "--port", str(free_port())],
        env=environ_of(school.folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == Exit.ALREADY_RUNNING
    assert f"process {school.process.pid}" in second.stderr

    web = int(re.search(r"process=web pid=(\d+)", school.log).group(1))
    os.kill(web, signal.SIGKILL)
    school.wait(lambda: school.log.count("process=web pid=") == 2)
    school.wait(lambda: answers(school))

    pids = school.pids()
    assert len(pids) >= 4
    school.process.send_signal(signal.SIGINT)
    assert school.process.wait(timeout=40) == 0
    assert [pid for pid in pids if is_alive(pid)] == []


def test_kill_of_the_supervisor_leaves_nothing(school):
    pids = school.pids()
    assert len(pids) >= 4

    school.process.kill()
    school.process.wait()

    deadline = time.monotonic() + 30
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < deadline, [pid for pid in pids if is_alive(pid)]
        time.sleep(0.1)


def answers(school: School) -> bool:
    try:
        return school.get("/health/")[0] == 200
    except OSError:
        return False


def test_up_on_a_taken_port_says_so_and_names_another(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*NASTAVNIK, "up", "--port", str(port)],
            env=environ_of(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == Exit.PORT_IN_USE
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_up_with_a_wrong_setting_names_it(tmp_path):
    done = subprocess.run(
        [*NASTAVNIK, "up"],
        env={**environ_of(tmp_path), "TIME_ZONE": "Mars/Olympus", "UPLOAD_QUOTA": "much"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "TIME_ZONE='Mars/Olympus'" in done.stderr
    assert "UPLOAD_QUOTA='much'" in done.stderr
    assert "Traceback" not in done.stderr


def test_collect_of_static_files_happens_once(settings, tmp_path, capsys):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }

    up.collect_static_files()
    up.collect_static_files()

    assert capsys.readouterr().out.count("Collecting") == 1
    assert (tmp_path / "static" / "admin").is_dir()


def test_programs_keep_what_takes_long_apart_from_mail():
    names = {program.name: list(program.words) for program in up.programs(host="::1", port=9, web_workers=0, workers=2)}

    assert names["web"] == ["web", "--host", "::1", "--port", "9", "--workers", "0"]
    assert names["worker-1"] == names["worker-2"] == ["worker", "--queues", "default"]
    assert names["worker-video-1"] == ["worker", "--queues", "video"]
    served = [words[2] for words in names.values() if words[0] == "worker"]
    assert set(served) == set(queue_names())
