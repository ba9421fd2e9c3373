"""The supervisor, with processes that are quick to start: what dies comes again, what is told to stop ends."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from nastavnik.cli.supervisor import Program, Supervisor, ending

ROOT = Path(__file__).resolve().parents[2]
# Stands in for `python -m nastavnik.cli`: one that works until told to stop, one that dies at once, one that is deaf.
STAND_IN = """
import os, pathlib, signal, sys, time
sys.path.insert(0, {src!r})
from nastavnik.cli.orphans import die_with
word, folder, parent = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[4])
die_with(parent)
with (folder / word).open("a") as file:
    file.write(f"{{os.getpid()}}\\n")
if word == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if word == "sick":
    sys.exit(7)
time.sleep(60)
"""
RUN = """
import sys
sys.path.insert(0, {src!r})
from nastavnik.cli import supervisor
from nastavnik.config.logs import logging_config
import logging.config
logging.config.dictConfig(logging_config("INFO"))
supervisor.FIRST_PAUSE_SECONDS = supervisor.STOP_SECONDS = 1.0
real = supervisor.subprocess.Popen
supervisor.subprocess.Popen = lambda command, **more: real([command[0], {stand_in!r}, *command[3:]], **more)
programs = [supervisor.Program(word, [word, {folder!r}], pause_seconds=0.3) for word in sys.argv[1:]]
supervisor.Supervisor(programs).run()
"""


class Roof:
    """A supervisor process with stand-ins under it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = {"src": str(ROOT / "src"), "folder": str(folder), "stand_in": str(folder / "stand_in.py")}
        (folder / "stand_in.py").write_text(STAND_IN.format(**names), encoding="utf-8")
        (folder / "run.py").write_text(textwrap.dedent(RUN.format(**names)), encoding="utf-8")

    def start(self, *words: str) -> None:
        command = [sys.executable, str(self.folder / "run.py"), *words]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def lives_of(self, word: str) -> list[int]:
        path = self.folder / word
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def wait(self, is_so, seconds=30.0) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


@pytest.fixture
def roof(tmp_path):
    made = Roof(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    except OSError:
        return False


def test_start_again_what_dies(roof):
    roof.start("sick", "well")
    roof.wait(lambda: len(roof.lives_of("sick")) >= 3)

    assert len(roof.lives_of("well")) == 1
    assert 'event="process died"' in roof.log
    assert 'how="exit code 7"' in roof.log


def test_start_again_what_is_killed(roof):
    roof.start("well")
    roof.wait(lambda: roof.lives_of("well"))
    first = roof.lives_of("well")[0]

    os.kill(first, signal.SIGKILL)
    roof.wait(lambda: len(roof.lives_of("well")) == 2)

    assert "how=SIGKILL" in roof.log
    assert is_alive(roof.lives_of("well")[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stop_ends_everything(roof, number):
    roof.start("well", "other")
    roof.wait(lambda: roof.lives_of("well") and roof.lives_of("other"))
    pids = [*roof.lives_of("well"), *roof.lives_of("other")]

    roof.process.send_signal(number)

    assert roof.process.wait(timeout=10) == 0
    assert [pid for pid in pids if is_alive(pid)] == []


def test_stop_kills_what_does_not_listen(roof):
    roof.start("deaf")
    roof.wait(lambda: roof.lives_of("deaf"))
    time.sleep(0.5)  # until it has closed its ears
    pid = roof.lives_of("deaf")[0]

    roof.process.send_signal(signal.SIGTERM)

    assert roof.process.wait(timeout=10) == 0
    assert not is_alive(pid)
    assert "they did not stop" in roof.log


def test_kill_of_the_supervisor_leaves_no_orphan(roof):
    roof.start("well", "other")
    roof.wait(lambda: roof.lives_of("well") and roof.lives_of("other"))
    pids = [*roof.lives_of("well"), *roof.lives_of("other")]

    roof.process.kill()
    roof.process.wait()

    roof.wait(lambda: not any(is_alive(pid) for pid in pids), seconds=10)


def test_pause_grows_and_shrinks_again_after_a_long_life():
    program = Program("web", ["web"])
    pauses = []
    for lived in (1, 1, 1, 100):
        program._bury(1, now=program.started_at + lived)
        pauses.append(program.start_at - program.started_at - lived)

    assert pauses == [1, 2, 4, 1]


def test_pause_has_an_end():
    program = Program("web", ["web"], pause_seconds=30)

    program._bury(1, now=1)

    assert program.pause_seconds == 30


@pytest.mark.parametrize(("code", "words"), [(1, "exit code 1"), (-9, "SIGKILL"), (-15, "SIGTERM")])
def test_ending_is_told_in_words(code, words):
    assert ending(code) == words


def test_stop_before_anything_started_ends_at_once(monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_words: None)
    supervisor = Supervisor([Program("web", ["web"])])
    supervisor._on_stop(signal.SIGTERM, None)

    supervisor.run()

    assert supervisor.programs[0].process is None
