"""Applications to funds: `python -m bench.grants [APPLICATIONS]`, 41 of one organisation, each with everything that its form can hold.

Long texts at their limit, tables of forty rows, budgets of a hundred lines; every third sentence stands in all of them. On SQLite and on
PostgreSQL, in one run, each page whole (sign-in, rights, rows, template), one after the other, with few applications and with all. Beside
them what the checker takes over one application and forty others, without the database, and what keeping a changed line of the budget takes.

Limits: pages as many queries with all rows as with few, at most 12, p95 200 ms; those that compare an application with forty others or draw a
hundred lines to write in, 500 ms; the checker 250 ms; keeping a line 150 ms.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.mentoring import quantile

ROOT = Path(__file__).resolve().parent.parent
GRANTS = 41
PAGE_MS, HEAVY_MS, CHECKER_MS, SAVING_MS, MOST_QUERIES = 200.0, 500.0, 250.0, 150.0, 12
HEAVY = frozenset({"check", "what is shared", "budget of 100 lines"})


def measure(folder: Path, grants: int, environment: dict[str, str]) -> dict[str, Any]:
    """Let a process of its own do everything with one database."""
    folder.mkdir()
    command = [sys.executable, "-m", "bench._grants_child", str(grants)]
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "STORAGE_URL", "REDIS_URL"}}
    whole = kept | {"NASTAVNIK_DATA": str(folder), "PYTHONPATH": str(ROOT / "src"), "DEBUG": "0"} | environment
    done = subprocess.run(command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def tell(name: str, told: dict[str, Any]) -> bool:
    """Print what came of one database; return whether every limit was kept."""
    print(
        f"\n{name}: {told['grants']} applications, {told['texts']:,} fields; rows made in {told['made_seconds']:.0f} s"
    )
    print(f"{'page':34}{'few rows':>9}{'all rows':>9}{'p50 ms':>9}{'p95 ms':>9}")
    is_kept = True
    for page, asked in told["pages"].items():
        limit = HEAVY_MS if page in HEAVY else PAGE_MS
        is_right = asked["few"] == asked["all"] <= MOST_QUERIES and quantile(asked["ms"], 0.95) <= limit
        is_kept &= is_right
        print(f"{page:34}{asked['few']:9}{asked['all']:9}{times(asked['ms'])}  {'ok' if is_right else 'MISSED'}")
    for label, key, limit in (
        (f"checker beside {told['others']} others", "checker_ms", CHECKER_MS),
        ("keeping a line of the budget", "saving_ms", SAVING_MS),
    ):
        is_right = quantile(told[key], 0.95) <= limit
        is_kept &= is_right
        print(f"{label:34}{'':18}{times(told[key])}  {'ok' if is_right else 'MISSED'}")
    return is_kept


def times(milliseconds: list[float]) -> str:
    """Return the median and the 95th percentile in columns."""
    return f"{quantile(milliseconds, 0.5):9.1f}{quantile(milliseconds, 0.95):9.1f}"


def main(words: list[str]) -> int:
    """Measure both databases; return 1 when a limit was missed."""
    sys.path.insert(0, str(ROOT / "tools"))  # the server that the tests use
    grants = int(words[0]) if words else GRANTS
    with (
        tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as name,
        import_module("run_tests").postgres() as address,
    ):
        folder = Path(name)
        is_kept = tell("SQLite", measure(folder / "sqlite", grants, {}))
        if not address:
            print("POSTGRESQL WAS NOT MEASURED: name a server in TEST_DATABASE_URL.")
            return 1
        is_kept &= tell("PostgreSQL", measure(folder / "postgresql", grants, {"DATABASE_URL": address}))
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
