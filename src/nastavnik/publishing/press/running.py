"""Pandoc and Typst as programs under limits: no network, no files but those of the book's own folder, an end in any case."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nastavnik.video.ffmpeg.limits import GIGABYTE, MEGABYTE, Limits
from nastavnik.video.ffmpeg.run import FfmpegFailed, OverLimit, Watch, run_limited

SETTER = Path(__file__).with_name("typst_child.py")
FONTS = Path(__file__).parents[2] / "fonts"
READING = Limits(cpu_seconds=60, memory_bytes=3 * GIGABYTE, file_bytes=256 * MEGABYTE, wall_seconds=180)
WRITING = Limits(cpu_seconds=180, memory_bytes=6 * GIGABYTE, file_bytes=512 * MEGABYTE, wall_seconds=600)
# what pandoc may keep in memory; beyond it it ends by itself
HEAP = "1500m"


class PressFailed(Exception):
    """A program ended badly; `log` holds its last words."""

    def __init__(self, step: str, log: str) -> None:
        super().__init__(f"{step}: {log}")
        self.step, self.log = step, log


class TooLarge(PressFailed):
    """It took more time or memory than a book may."""


@dataclass(frozen=True, slots=True)
class Steering:
    """How far the work is, and whether it is still wanted; both are asked between steps, the second once a second as well."""

    on_progress: Callable[[int, int], None] = lambda _done, _all: None
    should_stop: Callable[[], bool] = lambda: False


@cache
def pandoc_path() -> Path:
    """Return the program that was installed with us."""
    import pypandoc  # noqa: PLC0415 -- only where books are pressed

    return Path(pypandoc.get_pandoc_path()).resolve()


def run_pandoc(words: list[str], *, folder: Path, made_at_seconds: int, steering: Steering, limits: Limits) -> None:
    """Run pandoc in a folder, with a clock that stands still. Raises `PressFailed`, `TooLarge`, and `Stopped` of the runner."""
    program = pandoc_path()
    clock = ["/usr/bin/env", f"SOURCE_DATE_EPOCH={made_at_seconds}"]
    command = [*clock, str(program), "+RTS", f"-M{HEAP}", "-RTS", f"--data-dir={folder}", "--quiet", *words]
    _run("pandoc", command, reads=[program], folder=folder, steering=steering, limits=limits)


def run_typst(jobs: list[dict[str, Any]], *, folder: Path, steering: Steering) -> None:
    """Let a process of its own set `jobs`, which are told in typst_child.py. Raises as `run_pandoc` does."""
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    command = [sys.executable, "-I", str(SETTER), str(FONTS)]
    reads = [SETTER, FONTS, Path(sys.prefix), Path(sys.base_prefix)]
    _run("typst", command, reads=reads, folder=folder, steering=steering, limits=WRITING)


def _run(step: str, command: list[str], *, reads: list[Path], folder: Path, steering: Steering, limits: Limits) -> None:
    try:
        run_limited(
            command,
            limits=limits,
            reads=[folder, *reads],
            writes=[folder],
            folder=folder,
            watch=Watch(should_stop=steering.should_stop),
        )
    except OverLimit as error:
        raise TooLarge(step, error.log or error.reason) from error
    except FfmpegFailed as error:
        raise PressFailed(step, error.log or error.reason) from error
