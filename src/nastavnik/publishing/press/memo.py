"""A memo of one A4 for a lesson: key points, slides, the square code of its page, room for notes."""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from nastavnik.core.codes import square_code
from nastavnik.publishing.press.running import Steering, run_typst
from nastavnik.publishing.press.typography import tidy

TEMPLATE = Path(__file__).parent / "memo" / "memo.typ"
STANDARDS = ["a-2a", "ua-1"]
MOST_POINTS, MOST_SLIDES = 9, 6
LONGEST_POINT, LONGEST_TITLE = 140, 160
DPI = 150.0


@dataclass(frozen=True, slots=True)
class Point:
    """What a part of a lesson is about; `time` is where it begins, as a player shows it."""

    words: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide as a picture that the press takes, and what stands on it."""

    content: bytes
    kind: str  # jpg or png
    words: str


@dataclass(frozen=True, slots=True)
class Memo:
    """Everything that stands on a memo; `about`: who holds the lesson, and when."""

    school: str
    kind: str
    title: str
    about: str
    address: str
    made_at: datetime
    points: Sequence[Point] = ()
    sheets: Sequence[Sheet] = ()
    language: str = "ru"


def set_memo(memo: Memo, *, steering: Steering | None = None) -> bytes:
    """Return a memo as PDF, archivable and tagged. More points and slides than one page holds are left out. Raises as `run_typst` does."""
    with tempfile.TemporaryDirectory(prefix="memo-") as name:
        folder = Path(name)
        (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        (folder / "memo.json").write_text(json.dumps(_told(memo, folder), ensure_ascii=False), encoding="utf-8")
        run_typst([_job(memo)], folder=folder, steering=steering or Steering())
        return (folder / "memo.pdf").read_bytes()


def mark_of_memo(memo: Memo, pictures: str) -> str:
    """Return what changes when a memo would be set otherwise: its words, its `pictures`, the language of ours, or the template."""
    said = f"{memo!r} {pictures} {get_language()}".encode()
    return hashlib.blake2b(said + _look(), digest_size=16).hexdigest()


@cache
def _look() -> bytes:
    return TEMPLATE.read_bytes()


def _job(memo: Memo) -> dict[str, Any]:
    """Return what typst_child.py is asked for."""
    return {
        "main": TEMPLATE.name,
        "target": "memo.pdf",
        "format": "pdf",
        "inputs": {},
        "standards": STANDARDS,
        "made_at_seconds": int(memo.made_at.timestamp()),
        "dots_per_inch": DPI,
    }


def _told(memo: Memo, folder: Path) -> dict[str, Any]:
    return {
        "school": tidy(memo.school),
        "kind": tidy(memo.kind),
        "title": _cut(tidy(memo.title), LONGEST_TITLE),
        "about": tidy(memo.about),
        "address": memo.address,
        "qr": square_code(memo.address),
        "language": memo.language,
        "points": [
            {"time": one.time, "words": _cut(tidy(one.words), LONGEST_POINT)} for one in memo.points[:MOST_POINTS]
        ],
        "slides": [_laid(number, one, folder) for number, one in enumerate(memo.sheets[:MOST_SLIDES], 1)],
        "words": {
            "points": gettext("What it is about"),
            "slides": gettext("Slides"),
            "notes": gettext("For notes"),
            "qr": gettext("Square code of the lesson’s page"),
        },
    }


def _laid(number: int, sheet: Sheet, folder: Path) -> dict[str, str]:
    path = f"{number}.{sheet.kind}"
    (folder / path).write_bytes(sheet.content)
    return {"path": path, "alt": _cut(tidy(sheet.words), LONGEST_POINT) or gettext("Slides")}


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most].rpartition(' ')[0]}…"
