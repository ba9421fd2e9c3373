"""Asking and answering in a large school: `python -m bench.mentoring [CONSULTATIONS [MENTORS [PHRASES]]]`, 50,000, 2,000, 300,000.

On SQLite and on PostgreSQL, in one run: what appears while somebody types a question (films and public answers, as she may see
them), beside the plain way to ask a database for the same words (LIKE over the same phrases); the mentor's queue, the methodist's
overview and the asker's own page, each whole (sign-in, rights, rows, template), with few rows and with all; and once, without
a database, the matching of the mentors with 5,000 people.

Limits: p95 of a suggestion 100 ms; pages as many queries with all rows as with few, at most 12; the matching 60 s.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from bench import _search_corpus as corpus
from nastavnik.mentoring.matching.assignment import match
from nastavnik.mentoring.matching.people import Home, MenteeSide, MentorSide

ROOT = Path(__file__).resolve().parent.parent
CONSULTATIONS, MENTORS, PHRASES = 50_000, 2_000, 300_000
MENTEES, QUESTIONS = 5_000, 150
SUGGESTION_MS, MATCHING_SECONDS, MOST_QUERIES = 100.0, 60.0, 12


def prepare(folder: Path, phrases: int) -> None:
    """Write what is said in the films and what is typed, the same for both databases."""
    words = corpus.vocabulary()
    corpus.write(folder / "cues.tsv", words, phrases)
    step = max(phrases // 2000, 1)
    said = [cue.text for number, cue in enumerate(corpus.read(folder / "cues.tsv")) if number % step == 0]
    dice = Random(7)
    typed = [" ".join(dice.choice(said)[:-1].split()[: dice.choice((2, 4, 7))]) for _ in range(QUESTIONS)]
    plan = {"lessons": -(-phrases // corpus.CUES_OF_A_LESSON), "typed": typed, "said": said}
    (folder / "plan.json").write_text(json.dumps(plan, ensure_ascii=False))


def measure(folder: Path, name: str, counts: tuple[int, int], environment: dict[str, str]) -> dict[str, Any]:
    """Let a process of its own do everything with one database."""
    own = folder / name
    own.mkdir()
    command = [sys.executable, "-m", "bench._mentoring_child", str(folder), *map(str, counts)]
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "STORAGE_URL", "REDIS_URL"}}
    whole = kept | {"NASTAVNIK_DATA": str(own), "PYTHONPATH": str(ROOT / "src"), "DEBUG": "0"} | environment
    done = subprocess.run(command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def quantile(values: list[float], share: float) -> float:
    """Return the value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def tell(name: str, told: dict[str, Any]) -> bool:
    """Print what came of one database; return whether every limit was kept."""
    print(f"\n{name}: {told['consultations']:,} consultations; rows made in {told['made_seconds']:.0f} s")
    print(f"{'while typing':28}{'p50 ms':>9}{'p95 ms':>9}")
    ours, plain = told["suggestions"], told["plain"]
    is_kept = quantile(ours, 0.95) <= SUGGESTION_MS
    mark = "ok" if is_kept else "MISSED"
    print(
        f"{'moments and answers':28}{quantile(ours, 0.5):9.1f}{quantile(ours, 0.95):9.1f}  {mark}, found for {told['found']}"
    )
    print(f"{'LIKE over the same phrases':28}{quantile(plain, 0.5):9.1f}{quantile(plain, 0.95):9.1f}")
    print(f"{'page':28}{'few rows':>9}{'all rows':>9}{'p50 ms':>9}{'p95 ms':>9}")
    for page, asked in told["pages"].items():
        is_right = asked["few"] == asked["all"] <= MOST_QUERIES
        is_kept &= is_right
        times = f"{quantile(asked['ms'], 0.5):9.1f}{quantile(asked['ms'], 0.95):9.1f}"
        print(f"{page:28}{asked['few']:9}{asked['all']:9}{times}  {'ok' if is_right else 'MISSED'}")
    return is_kept


def match_everybody(mentors: int, mentees: int) -> bool:
    """Match people of a made-up network; print how long it took; return whether it was quick enough."""
    dice = Random(11)

    def home() -> Home:
        number = dice.randrange(300)
        return Home(number, number // 20, f"Село {number}", (50 + dice.random(), 36 + dice.random()))

    def themes() -> frozenset[int]:
        return frozenset(dice.sample(range(12), dice.choice((0, 1, 2, 3))))

    offered = [
        MentorSide(number, themes(), dice.choice((None, 2005, 2019)), places=3, home=home())
        for number in range(mentors)
    ]
    looking = [
        MenteeSide(10_000_000 + number, themes(), dice.choice((None, 2024)), home()) for number in range(mentees)
    ]
    began = time.perf_counter()
    pairs = match(offered, looking, {}, lambda _step, _done, _all: None)
    seconds = time.perf_counter() - began
    is_right = seconds <= MATCHING_SECONDS and len(pairs) == min(mentees, 3 * mentors)
    print(
        f"\n{mentors:,} mentors and {mentees:,} people: {len(pairs):,} pairs in {seconds:.1f} s  {'ok' if is_right else 'MISSED'}"
    )
    return is_right


def main(words: list[str]) -> int:
    """Measure both databases and the matching; return 1 when a limit was missed."""
    sys.path.insert(0, str(ROOT / "tools"))  # the server that the tests use
    consultations, mentors, phrases = (*map(int, words), *(CONSULTATIONS, MENTORS, PHRASES)[len(words) :])
    is_kept = match_everybody(mentors, MENTEES)
    with (
        tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as name,
        import_module("run_tests").postgres() as address,
    ):
        folder = Path(name)
        prepare(folder, phrases)
        is_kept &= tell("SQLite", measure(folder, "sqlite", (consultations, mentors), {}))
        if not address:
            print("POSTGRESQL WAS NOT MEASURED: name a server in TEST_DATABASE_URL.")
            return 1
        told = measure(folder, "postgresql", (consultations, mentors), {"DATABASE_URL": address})
        is_kept &= tell("PostgreSQL", told)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
