"""How fast a moment is found: `python -m bench.search [PHRASES [QUESTIONS [FOLDER]]]`, 1,000,000 phrases, 200 questions of a kind.

On SQLite and on PostgreSQL: the whole answer of the page (index, rights, order, marks; top 20), beside the same words asked
of the same index the plain way (all matches sorted by length, top 20), in the same run. Also how long the index takes
to make, how large it is, what adding a lesson costs while others search, and whether both databases answer alike.

With a FOLDER (and, for PostgreSQL, a database of its own in TEST_DATABASE_URL) the archive is kept there, nothing is added to
it, and the next time it is only asked: to try what makes it faster. After another migration make it anew.

Limits: p95 of two and three words 20 ms, of the commonest single words 60 ms; nowhere more than twice the plain way, or
than `PAGE_MS`, which reading and marking twenty moments takes whatever the index does.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from bench import _search_corpus as corpus

ROOT = Path(__file__).resolve().parent.parent
PHRASES, QUESTIONS = 1_000_000, 200
COMMONEST_MS, WORDS_MS, TYPED_MS, PAGE_MS = 60.0, 20.0, 60.0, 10.0
ADD_MS, MEGABYTE = 1000.0, 2**20


def limit_of(kind: str) -> float:
    """Return how many milliseconds the 95th of a hundred questions of a kind may take."""
    if kind in {"commonest word", "common word"}:
        return COMMONEST_MS
    return TYPED_MS if "half" in kind or "mistyped" in kind else WORDS_MS


def measure(name: str, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Let a process of its own do everything with one database."""
    command = [sys.executable, "-m", "bench._search_child", str(folder)]
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "STORAGE_URL", "REDIS_URL"}}
    own = folder / name
    own.mkdir(exist_ok=True)
    whole = kept | {"NASTAVNIK_DATA": str(own), "PYTHONPATH": str(ROOT / "src")} | environment
    done = subprocess.run(command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def tell(name: str, told: dict[str, Any]) -> bool:
    """Print what came of one database; return whether every limit was kept."""
    is_kept = True
    print(f"\n{name}", end="")
    if made := told.get("made"):
        print(f": rows {made['rows']:.0f} s, index {made['index']:.0f} s, words {made['words']:.0f} s", end="; ")
        print(f"index {made['index_bytes'] / MEGABYTE:.0f} MB of {made['all_bytes'] / MEGABYTE:.0f} MB", end="")
    print()
    print(f"{'':20}{'page p50':>10}{'p95':>8}{'limit':>8}{'plain p50':>11}{'p95':>8}{'page/plain':>12}")
    for kind, asked in told["kinds"].items():
        p95, bare = quantile(asked["ms"], 0.95), quantile(asked["bare"], 0.95)
        ratio = f"{p95 / bare:11.2f}x" if bare else f"{'':>12}"
        is_right = p95 <= limit_of(kind) and (not bare or p95 <= max(2 * bare, PAGE_MS))
        is_kept &= is_right
        found = sum(1 for answer in asked["answers"] if answer)
        print(
            f"{kind:20}{median(asked['ms']):10.1f}{p95:8.1f}{limit_of(kind):8.0f}{median(asked['bare']):11.1f}{bare:8.1f}{ratio}"
            f"  {'ok' if is_right else 'MISSED':7} found {found} of {len(asked['answers'])}"
        )
    return is_kept and ("adding" not in told or tell_adding(told["adding"]))


def tell_adding(adding: dict[str, list[float]]) -> bool:
    """Print what adding lessons took; return whether the limit was kept."""
    slowest = max(adding["additions"])
    print(
        f"a lesson of 600 phrases added: {median(adding['additions']):.0f} ms, at most {slowest:.0f} ms; meanwhile ",
        end="",
    )
    print(f"{len(adding['searches'])} searches, p95 {quantile(adding['searches'], 0.95):.1f} ms")
    return slowest <= ADD_MS


def quantile(values: list[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else 0.0


def median(values: list[float]) -> float:
    """Return the middle value."""
    return statistics.median(values) if values else 0.0


def same_answers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare what two databases answered, question by question."""
    pairs = [
        (kind, mine, yours)
        for kind, asked in one["kinds"].items()
        for mine, yours in zip(asked["answers"], other["kinds"][kind]["answers"], strict=True)
    ]
    different = [kind for kind, mine, yours in pairs if mine != yours]
    print(f"\nthe same answers on both: {len(pairs) - len(different)} of {len(pairs)} {sorted(set(different))}")
    return not different


def prepare(folder: Path, phrases: int, each: int, *, is_kept: bool) -> None:
    """Write the phrases and the questions, which are the same for both."""
    began = time.perf_counter()
    words = corpus.vocabulary()
    corpus.write(folder / "cues.tsv", words, phrases)
    some = [cue for number, cue in enumerate(corpus.read(folder / "cues.tsv")) if number % max(phrases // 2000, 1) == 0]
    plan = {
        "words": asdict(words),
        "lessons": -(-phrases // corpus.CUES_OF_A_LESSON),
        "asked": corpus.questions(words, some, each),
        "typed": corpus.halves(words, each),
        "is_kept": is_kept,
    }
    (folder / "plan.json").write_text(json.dumps(plan, ensure_ascii=False))
    print(f"{phrases} phrases of {len(words.lemmas)} lemmas made in {time.perf_counter() - began:.0f} s", flush=True)


@contextmanager
def folder_of(kept: str = "") -> Iterator[Path]:
    """Give the folder that is kept, else one that is thrown away."""
    if kept:
        Path(kept).mkdir(exist_ok=True)
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as name:
        yield Path(name)


def main(words: list[str]) -> int:
    """Measure both databases; return 1 when a limit was missed or their answers differ."""
    sys.path.insert(0, str(ROOT / "tools"))  # the server that the tests use
    phrases, each = (*map(int, words[:2]), *(PHRASES, QUESTIONS)[len(words[:2]) :])
    with folder_of(*words[2:]) as folder, import_module("run_tests").postgres() as address:
        if not (folder / "plan.json").exists():
            prepare(folder, phrases, each, is_kept=len(words) > 2)
        sqlite = measure("sqlite", folder, {})
        is_kept = tell("SQLite", sqlite)
        if not address:
            print("POSTGRESQL WAS NOT MEASURED: name a server in TEST_DATABASE_URL.")
            return 1
        postgresql = measure("postgresql", folder, {"DATABASE_URL": address})
        is_kept &= tell("PostgreSQL", postgresql)
        is_kept &= same_answers(sqlite, postgresql)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
