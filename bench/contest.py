"""A large contest: `python -m bench.contest [APPLICATIONS [JURORS]]`, 1,000 applications, 30 jurors, ten criteria.

Everybody of the jury judges everything: 30,000 finished sheets, 300,000 marks. On SQLite and on PostgreSQL, in one run, each page
whole (sign-in, rights, rows, template), one after the other, with few rows and with all: the ranking and what hangs on it, the
desk and a sheet of a juror, the register, the jury's progress, the public results, an applicant's pages. Beside them, in the same
run, a list of 300 made the usual way: objects with their relations read row by row, all in one page of a plain Django template.
And how long the ranking takes that has to be computed anew, because a mark was changed.

Limits: pages as many queries with all rows as with few, at most 12, p95 200 ms.
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
APPLICATIONS, JURORS = 1_000, 30
PAGE_MS, MOST_QUERIES = 200.0, 12


def measure(folder: Path, counts: tuple[int, int], environment: dict[str, str]) -> dict[str, Any]:
    """Let a process of its own do everything with one database."""
    folder.mkdir()
    command = [sys.executable, "-m", "bench._contest_child", *map(str, counts)]
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "STORAGE_URL", "REDIS_URL"}}
    whole = kept | {"NASTAVNIK_DATA": str(folder), "PYTHONPATH": str(ROOT / "src"), "DEBUG": "0"} | environment
    done = subprocess.run(command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def tell(name: str, told: dict[str, Any]) -> bool:
    """Print what came of one database; return whether every limit was kept."""
    print(f"\n{name}: {told['sheets']:,} sheets, {told['marks']:,} marks; rows made in {told['made_seconds']:.0f} s")
    print(f"{'page':34}{'few rows':>9}{'all rows':>9}{'p50 ms':>9}{'p95 ms':>9}")
    is_kept = True
    for page, asked in told["pages"].items():
        is_right = asked["few"] == asked["all"] <= MOST_QUERIES and quantile(asked["ms"], 0.95) <= PAGE_MS
        is_kept &= is_right
        times = f"{quantile(asked['ms'], 0.5):9.1f}{quantile(asked['ms'], 0.95):9.1f}"
        print(f"{page:34}{asked['few']:9}{asked['all']:9}{times}  {'ok' if is_right else 'MISSED'}")
    for page, asked in told["plain"].items():
        times = f"{quantile(asked['ms'], 0.5):9.1f}{quantile(asked['ms'], 0.95):9.1f}"
        print(f"{page:34}{'':9}{asked['queries']:9}{times}")
    anew = told["anew_ms"]
    print(f"{'ranking after a mark was changed':34}{'':18}{quantile(anew, 0.5):9.1f}{quantile(anew, 0.95):9.1f}")
    return is_kept


def main(words: list[str]) -> int:
    """Measure both databases; return 1 when a limit was missed."""
    sys.path.insert(0, str(ROOT / "tools"))  # the server that the tests use
    counts = (
        int(words[0]) if words else APPLICATIONS,
        int(words[1]) if len(words) > 1 else JURORS,
    )
    with (
        tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as name,
        import_module("run_tests").postgres() as address,
    ):
        folder = Path(name)
        is_kept = tell("SQLite", measure(folder / "sqlite", counts, {}))
        if not address:
            print("POSTGRESQL WAS NOT MEASURED: name a server in TEST_DATABASE_URL.")
            return 1
        told = measure(folder / "postgresql", counts, {"DATABASE_URL": address})
        is_kept &= tell("PostgreSQL", told)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
