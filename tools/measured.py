"""What of services, selectors and permissions the tests have run, line by line and branch by branch.

A plugin of pytest (`-p measured`) that writes what each of its processes has run into the folder of `MEASURED_INTO`, and the
report of it. Why it is not coverage.py: docs/decisions/2026-11-26-measured-by-probes.md.
"""

import json
import os
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GATED = ("services", "selectors", "permissions")
FOLDER = "MEASURED_INTO"
HELD: dict[str, Any] = {}


@dataclass(slots=True)
class Report:
    """How much there is to run in the measured files, and what of it was not, a sentence for each file."""

    lines: int = 0
    branches: int = 0
    missed: list[str] = field(default_factory=list)


class Chosen:
    """Tells whether a module is one of these files; slipcover's own `FileMatcher` walks through all of them at every import."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.names = frozenset(map(str, files))

    def matches(self, origin: str) -> bool:
        """Tell it of the file that a module comes from."""
        return os.path.realpath(origin) in self.names


def gated_files(app: str = "*") -> list[Path]:
    """Return the files of which everything must be tried, of one app or of all; those that are empty have nothing to try."""
    folders = (ROOT / "src").glob(f"nastavnik/{app}/")
    found = [
        path for folder in folders for name in GATED for path in (folder / f"{name}.py", *(folder / name).rglob("*.py"))
    ]
    return sorted(path for path in found if path.exists() and path.read_text(encoding="utf-8").strip())


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Put probes into the measured files from here on: before Django loads any of them, after pytest has read its plugins."""
    import slipcover  # noqa: PLC0415 -- pytest warns of plugins' packages that are there before it looks for them

    HELD["probes"] = slipcover.Slipcover(branch=True)
    slipcover.ImportManager(HELD["probes"], Chosen(gated_files())).__enter__()
    yield


def pytest_sessionfinish() -> None:
    """Write down what this process has run."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "main")
    Path(os.environ[FOLDER], f"{name}.json").write_text(json.dumps(HELD["probes"].get_coverage()), encoding="utf-8")


def report_of(folder: Path, files: Iterable[Path]) -> Report:
    """Return what of these files was run by the processes that wrote into the folder."""
    run = merged(folder)
    report = Report()
    for path in files:
        name = str(path.relative_to(ROOT))
        if (seen := run.get(name)) is None:
            report.missed.append(f"{name}: nobody imports it")
            continue
        report.lines += len(seen["executed_lines"]) + len(seen["missing_lines"])
        report.branches += len(seen["executed_branches"]) + len(seen["missing_branches"])
        if words := [*map(str, seen["missing_lines"]), *(f"{begin}→{end}" for begin, end in seen["missing_branches"])]:
            report.missed.append(f"{name}: {', '.join(words)}")
    return report


def merged(folder: Path) -> dict[str, Any]:
    """Return what all processes have run, by the names of files."""
    import slipcover  # noqa: PLC0415 -- as above

    written = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    if not written:
        return {}
    whole = written[0]
    for one in written[1:]:
        slipcover.merge_coverage(whole, one)
    return {os.path.relpath(ROOT / name, ROOT): seen for name, seen in whole["files"].items()}
