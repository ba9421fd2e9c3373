"""Everything a machine can check without running the school: `make check`, or `run_checks.py NAME…` for some of it.

Two at a time, each with its time; what a failing one said is printed at the end.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
CODE = ("src", "tests", "tools", "bench")
AT_ONCE = 2
# What `check --deploy` judges are the settings of a school on the internet.
DEPLOYED = {
    "BASE_URL": "https://school.example",
    "ALLOWED_HOSTS": "school.example",
    "SECRET_KEY": "of-no-installation-only-long-enough-to-be-judged-by-its-length-0123456789",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One program that must end with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended."""

    check: Check
    code: int
    said: str


def django(*words: str) -> list[str]:
    """Return one of Django's commands."""
    return [PYTHON, "-m", "nastavnik.cli", "manage", *words]


# The slowest first, so that two at a time end soonest.
CHECKS = [
    Check("types", [str(BIN / "mypy"), "--no-error-summary"]),
    Check("front end", [PYTHON, "tools/front.py", "check"]),
    Check("templates", [str(BIN / "djlint"), "src/nastavnik", "--lint", "--quiet"]),
    Check("imports", [str(BIN / "lint-imports"), "--no-cache"], {"PYTHONPATH": "src:tools"}),
    Check("migrations", django("makemigrations", "--check", "--dry-run")),
    Check("settings", django("check", "--deploy", "--fail-level", "WARNING"), DEPLOYED),
    Check("texts", [PYTHON, "tools/messages.py", "check"]),
    Check("lint", [str(BIN / "ruff"), "check", "--quiet", *CODE]),
    Check("format", [str(BIN / "ruff"), "format", "--check", "--quiet", *CODE]),
]


def run(check: Check, data_dir: str) -> Outcome:
    """Run one check in a data folder that is thrown away, and print how it went."""
    began = time.monotonic()
    environment = {**os.environ, "NASTAVNIK_DATA": data_dir, "DATABASE_URL": "", "REDIS_URL": "", **check.environment}
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    mark = "FAIL" if done.returncode else "ok"
    print(f"{mark:5} {check.name:12} {time.monotonic() - began:6.1f} s", flush=True)
    return Outcome(check, done.returncode, done.stdout)


def main(names: list[str]) -> int:
    """Run the checks named, or all; return 1 when one fails."""
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"There is no {', '.join(unknown)}. There are: {', '.join(check.name for check in CHECKS)}")
        return 2
    chosen = [check for check in CHECKS if not names or check.name in names]
    with tempfile.TemporaryDirectory(prefix="nastavnik-check-") as data_dir, ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda check: run(check, data_dir), chosen))
    failed = [outcome for outcome in outcomes if outcome.code]
    for outcome in failed:
        print(f"\n--- {outcome.check.name}: {' '.join(outcome.check.command)}\n{outcome.said.rstrip()}")
    print(f"\n{len(failed)} of {len(outcomes)} checks failed." if failed else f"All {len(outcomes)} checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
