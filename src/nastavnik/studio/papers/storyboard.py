"""A storyboard as a tagged PDF: six frames a page; one without a picture is left empty, to be drawn in."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image

from nastavnik.core.press import set_pdf

TEMPLATE = Path(__file__).parent / "storyboard.typ"
FRAMES_A_PAGE = 6
# what fits under a frame: the whole of it stands in the shot list
LONGEST_WHAT, LONGEST_SAID, LONGEST_NOTE = 150, 220, 90


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame. `head`: number, size, seconds; `picture`: a JPEG, or nothing."""

    head: str
    what: str
    said: str
    note: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Storyboard:
    """What stands on the paper."""

    title: str
    school: str
    lead: str
    language: str
    frames: Sequence[Frame]


def storyboard_pdf(board: Storyboard, *, made_at: datetime) -> bytes:
    """Return a storyboard as a PDF: PDF/A-2a and PDF/UA-1."""
    told = [_told(frame) for frame in board.frames]
    sheets = [told[begin : begin + FRAMES_A_PAGE] for begin in range(0, len(told), FRAMES_A_PAGE)]
    words = {"title": board.title, "school": board.school, "lead": board.lead, "language": board.language}
    return set_pdf(TEMPLATE, {**words, "sheets": sheets}, made_at=made_at)


def _told(frame: Frame) -> dict[str, str]:
    return {
        "head": frame.head,
        "what": _short(frame.what, LONGEST_WHAT),
        "said": _short(frame.said, LONGEST_SAID),
        "note": _short(frame.note, LONGEST_NOTE),
        "picture": _framed(frame.picture) if frame.picture else "",
    }


def _short(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _framed(jpeg: bytes) -> str:
    """Return a JPEG as an SVG that holds it: a template takes pictures as text alone. What is none any more leaves its frame empty."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
            size = f'width="{opened.width}" height="{opened.height}"'
    except OSError:
        return ""
    held = base64.b64encode(jpeg).decode()
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/jpeg;base64,{held}"/></svg>'
