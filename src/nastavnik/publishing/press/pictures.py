"""Pictures of a book: what their heads say is asked before any program opens them; names of people never become names of files."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from nastavnik.core.pictures import MOST_POINTS, bare_picture
from nastavnik.publishing.press.book import Picture

FORMATS = {"JPEG": "jpg", "PNG": "png"}
# of what an editor sends or a document brings along
READ_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_SIDE = (
    1200  # 267 points an inch over the width of the text; all pictures of a book lie decoded in memory while it is set
)
MOST_BYTES = 12 * 2**20
QUALITY = 88
FOLDER = "img"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that lies in the book's folder."""

    path: str  # in that folder
    width: int
    height: int


def prepared_picture(content: bytes) -> bytes:
    """Return a picture as a book takes it: JPEG, or PNG where it lets something through. Raises `TooManyPoints`, `NoPicture`."""
    bare = bare_picture(io.BytesIO(content), READ_FORMATS, largest_side=LARGEST_SIDE)
    made = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(made, "PNG", optimize=True)
    else:
        bare.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def laid_out(pictures: Mapping[str, Picture], folder: Path) -> dict[str, Shown]:
    """Write the pictures into the book's folder; those that are none, or too large, are left out."""
    (folder / FOLDER).mkdir()
    shown: dict[str, Shown] = {}
    for number, name in enumerate(sorted(pictures), 1):
        head = _head(pictures[name].content)
        if head is None:
            continue
        kind, width, height = head
        path = f"{FOLDER}/{number:04}.{kind}"
        (folder / path).write_bytes(pictures[name].content)
        shown[name] = Shown(path, width, height)
    return shown


def _head(content: bytes) -> tuple[str, int, int] | None:
    """Return what a picture is and how many points it has; nothing is decoded. None for what the press does not take."""
    if len(content) > MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as opened:
            kind, (width, height) = str(opened.format), opened.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    return (FORMATS[kind], width, height) if 0 < width * height <= MOST_POINTS else None
