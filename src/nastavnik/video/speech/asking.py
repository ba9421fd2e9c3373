"""Hearing a film in a limited process of its own: how loud it is, and what is said in it, window by window."""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nastavnik.video.ffmpeg import limits as allowed
from nastavnik.video.ffmpeg.limits import GIGABYTE, MEGABYTE, Limits, for_reading
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, run_limited
from nastavnik.video.speech.engines import Engine
from nastavnik.video.speech.heard import Heard, Phrase, Word
from nastavnik.video.text.lines import plain_line

CHILD = Path(__file__).with_name("child.py")
# where `import nastavnik` looks: the folder of the sources, or of all packages
PACKAGE = Path(__file__).parents[3]
# What the libraries of recognisers look at to choose their way of counting.
MACHINE = (Path("/proc/cpuinfo"), Path("/proc/meminfo"), Path("/sys/devices/system/cpu"))
# The largest model on a slow machine: an hour of film may take two days, and a window a quarter of an hour.
SLOWEST = 40
SILENCE_SECONDS = 1200.0
# Half a minute of speech is a hundred words.
LONGEST_LINE = 2**20
LONGEST_WORD = 200
MODEL_MEMORY = 24 * GIGABYTE


@dataclass(frozen=True, slots=True)
class Model:
    """A recogniser's model: its name, the program that uses it, its language (empty: many) and its folder."""

    name: str
    engine: Engine
    language: str
    folder: Path


def write_levels(path: Path, target: Path, *, duration_seconds: float, watch: Watch) -> None:
    """Write how loud the film at `path` is to `target` (`speech.wave`). Raises `FfmpegFailed`, `Stopped`."""
    limits = replace(for_reading(duration_seconds), file_bytes=16 * MEGABYTE, memory_bytes=8 * GIGABYTE)
    _run({"task": "levels", "target": str(target)}, path, limits, writes=[target.parent], reads=[], watch=watch)


def recognise(
    path: Path,
    model: Model,
    *,
    language: str,
    from_seconds: float,
    duration_seconds: float,
    work_dir: Path,
    watch: Watch,
    on_heard: Callable[[Heard], None],
) -> None:
    """Recognise what is said in the film at `path` from `from_seconds` on; `on_heard` is called for each window.

    What `on_heard` raises ends the process. Raises `FfmpegFailed`, `Stopped`.
    """
    lines = _Lines(on_heard)
    question = {
        "task": "words",
        "engine": model.engine.value,
        "model": str(model.folder),
        "language": language,
        "from_seconds": from_seconds,
    }
    left = max(duration_seconds - from_seconds, 0.0)
    limits = Limits(
        cpu_seconds=int(600 + SLOWEST * left),
        memory_bytes=MODEL_MEMORY,
        file_bytes=0,
        wall_seconds=3600 + SLOWEST * left,
        silence_seconds=SILENCE_SECONDS,
    )
    hearing = replace(watch, on_answer=lines.take)
    _run(question, path, limits, writes=[], reads=[model.folder], watch=hearing, folder=work_dir)
    lines.end()


def _run(
    question: dict[str, Any],
    path: Path,
    limits: Limits,
    *,
    writes: list[Path],
    reads: list[Path],
    watch: Watch,
    folder: Path | None = None,
) -> None:
    options = {
        "format_whitelist": ",".join(allowed.DEMUXERS),
        "codec_whitelist": ",".join((*allowed.PICTURE_CODECS, *allowed.SOUND_CODECS)),
        "protocol_whitelist": ",".join(allowed.PROTOCOLS),
    }
    whole = question | {"path": str(path), "options": options, "max_seconds": allowed.MAX_DURATION_SECONDS}
    run_limited(
        [sys.executable, "-I", str(CHILD), json.dumps(whole)],
        limits=limits,
        reads=[path, PACKAGE, Path(sys.prefix), Path(sys.base_prefix), *MACHINE, *reads],
        writes=writes,
        folder=folder or writes[0],
        watch=watch,
    )


class _Lines:
    """Puts the pieces of the child's answer together to lines, and hands over those that are windows of speech."""

    def __init__(self, on_heard: Callable[[Heard], None]) -> None:
        self._on_heard = on_heard
        self._rest = b""

    def take(self, piece: bytes) -> None:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise FfmpegFailed("an answer without end", "")
        for line in lines:
            if line.startswith(b"{"):
                self._on_heard(read_heard(line))

    def end(self) -> None:
        self.take(b"\n")


def read_heard(line: bytes) -> Heard:
    """Return a window from a line of the child, which a hostile film may have fooled. Raises `FfmpegFailed`."""
    try:
        answer = json.loads(line)
        heard = Heard(float(answer["until"]), tuple(Phrase(tuple(map(_word, one))) for one in answer["phrases"] if one))
    except (ValueError, KeyError, TypeError) as error:
        raise FfmpegFailed(f"no answer that we know: {error}", "") from error
    words = [word for phrase in heard.phrases for word in phrase.words]
    times = [0.0, *(second for word in words for second in (word.seconds, word.end_seconds)), heard.until_seconds]
    is_known = all(map(math.isfinite, [*times, *(word.confidence for word in words)]))
    if not is_known or times != sorted(times):
        raise FfmpegFailed("an answer out of order", "")
    return heard


def _word(word: list[Any]) -> Word:
    text, seconds, end_seconds, confidence = word
    return Word(plain_line(str(text))[:LONGEST_WORD] or "?", float(seconds), float(end_seconds), float(confidence))
