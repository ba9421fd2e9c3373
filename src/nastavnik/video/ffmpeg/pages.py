"""The pages of a talk's file, and grey pictures to compare: asked from a limited process that may crash."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nastavnik.video.ffmpeg.limits import GIGABYTE, MEGABYTE, Limits
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, run_limited
from nastavnik.video.slides.frames import FRAME_BYTES, HEIGHT, WIDTH, Frames, frames_of

CHILD = Path(__file__).with_name("pages_child.py")
MOST_PAGES = 400
MOST_TITLE = 250
# A page of a large plan takes a second; who needs more has no talk in the file.
READING = Limits(cpu_seconds=300, memory_bytes=4 * GIGABYTE, file_bytes=64 * MEGABYTE, wall_seconds=600)
PAGE_WIDTHS = (1280, 640)


class TalkUnreadable(Exception):
    """The file of the talk cannot be read: it is damaged, locked by a password, or no such file."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title and text; `box` is where it lies in its grey picture (left, top, right, bottom), if there is one."""

    title: str
    text: str
    box: tuple[int, int, int, int] | None


def page_names(stem: str, page: int) -> tuple[str, ...]:
    """Return the files of the picture of a page, from 1."""
    return tuple(f"{stem}-{page}-{width}.webp" for width in PAGE_WIDTHS)


def read_pdf(path: Path, folder: Path, stem: str) -> tuple[list[Page], Frames]:
    """Read a PDF: its pages, whose pictures are written into `folder` (`page_names`), and their grey pictures.

    Raises `TalkUnreadable`.
    """
    return _ask({"kind": "pdf", "path": str(path), "stem": stem}, [path], folder)


def read_pptx(path: Path, folder: Path) -> list[Page]:
    """Read a PPTX: the text of its slides. Raises `TalkUnreadable`."""
    return _ask({"kind": "pptx", "path": str(path)}, [path], folder)[0]


def grey_pictures(paths: list[Path], folder: Path) -> Frames:
    """Return WebP pictures grey and small, in their order. Raises `TalkUnreadable` when one cannot be read."""
    return _ask({"kind": "shrink", "paths": [str(path) for path in paths]}, paths, folder)[1]


def _ask(question: dict[str, Any], reads: list[Path], folder: Path) -> tuple[list[Page], Frames]:
    whole = {**question, "most_pages": MOST_PAGES, "width": WIDTH, "height": HEIGHT}
    try:
        run_limited(
            [sys.executable, "-I", str(CHILD), json.dumps(whole)],
            limits=READING,
            reads=[*reads, CHILD, Path(sys.prefix), Path(sys.base_prefix)],
            writes=[folder],
            folder=folder,
            watch=Watch(),
        )
        answer = json.loads((folder / "answer").read_text(encoding="utf-8"))
    except (FfmpegFailed, OSError, ValueError) as error:
        raise TalkUnreadable(str(error)) from error
    if "error" in answer:
        raise TalkUnreadable(answer["error"])
    pages = [_page(page) for page in answer["pages"]]
    greys = folder / "greys"
    content = np.frombuffer(greys.read_bytes(), np.uint8)
    for scratch in (greys, folder / "answer"):
        scratch.unlink()
    return pages, frames_of(content[: len(pages) * FRAME_BYTES])


def _page(said: dict[str, Any]) -> Page:
    box = tuple(int(side) for side in said["box"]) if said["box"] else None
    return Page(str(said["title"])[:MOST_TITLE], str(said["text"]), (box[0], box[1], box[2], box[3]) if box else None)
