"""The text of a still, read by tesseract: only where the operator has installed it."""

import shutil
from functools import cache
from pathlib import Path

from nastavnik.video.ffmpeg.limits import GIGABYTE, MEGABYTE, Limits
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, run_limited

LANGUAGES = "rus+eng"
READING = Limits(cpu_seconds=60, memory_bytes=2 * GIGABYTE, file_bytes=MEGABYTE, wall_seconds=120)
FEWEST_LETTERS = 3
MOST_TEXT = 20_000


@cache
def find_tesseract() -> str:
    """Return the path of tesseract; empty when it is not installed."""
    return shutil.which("tesseract") or ""


def read_letters(picture: Path, folder: Path) -> str:
    """Return the text in a picture; empty without tesseract, and when it finds none or fails."""
    program = find_tesseract()
    if not program:
        return ""
    try:
        finished = run_limited(
            [program, str(picture), "stdout", "-l", LANGUAGES, "--psm", "3"],
            limits=READING,
            reads=[Path(program), picture],
            writes=[folder],
            folder=folder,
            watch=Watch(),
        )
    except FfmpegFailed:
        return ""
    return tidy(finished.answer.decode("utf-8", "replace"))


def tidy(text: str) -> str:
    """Return the lines in which there are words: marks of a drawing are read as stray letters."""
    lines = (" ".join(line.split()) for line in text.replace("\x0c", "\n").replace("\x00", "").splitlines())
    return "\n".join(line for line in lines if sum(letter.isalpha() for letter in line) >= FEWEST_LETTERS)[:MOST_TEXT]
