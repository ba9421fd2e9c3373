"""Pictures as they are kept: no larger than a screen, written anew, so that nothing of what a camera adds is left."""

import io
import threading
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from nastavnik.mentoring.services.asking.refusals import FileNotKnown, PictureTooLarge
from nastavnik.programme.enums import HandoutKind

LARGEST_SIDE = 2000
# of a photo, which is read at a part of its size
MOST_POINTS = 50_000_000
# of what is decoded whole: four bytes each, and a few hundred bytes of file may say that there are so many
MOST_DECODED = 16_000_000
QUALITY = 82
PICTURES = {HandoutKind.JPEG: "JPEG", HandoutKind.PNG: "PNG"}
# Of these a smaller one is made of the nearest points, which cannot be read; they take one byte each.
PALETTES = frozenset({"P", "1"})

# A picture takes a hundred megabytes while it is made smaller: one at a time in a process.
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Bare:
    """A file as it is kept; of a picture its size in pixels."""

    file: Any
    bytes: int
    width: int = 0
    height: int = 0


def bare_picture(file: IO[bytes], kind: HandoutKind) -> Bare:
    """Return a picture upright, small enough and without its metadata. Raises `PictureTooLarge`, `FileNotKnown`."""
    try:
        with _turn:
            return _written_anew(file, PICTURES[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileNotKnown from error


def _written_anew(file: IO[bytes], form: str) -> Bare:
    file.seek(0)
    with Image.open(file, formats=(form,)) as opened:
        _check_points(opened)
        shown = _upright(opened)
        has_alpha = form == "PNG" and ("A" in shown.getbands() or "transparency" in shown.info)
        shown = shown.convert("RGBA" if has_alpha else "RGB")
    # what is drawn, and nothing that came along with it
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    target = io.BytesIO()
    bare.save(target, form, **({"quality": QUALITY, "optimize": True} if form == "JPEG" else {"optimize": True}))
    content = target.getvalue()
    return Bare(ContentFile(content), len(content), *bare.size)


def _check_points(opened: Image.Image) -> None:
    """Raise `PictureTooLarge` for a picture that takes too much memory; nothing of it is decoded yet."""
    # of a photo that comes in several rounds all of it is kept until the last, whatever the size that it is read at
    most = MOST_DECODED if "progressive" in opened.info else MOST_POINTS
    if opened.width * opened.height > most:
        raise PictureTooLarge
    # a photo of a telephone is read at a half or a quarter of its size: enough, and it takes less memory
    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    if opened.width * opened.height > MOST_DECODED:
        raise PictureTooLarge


def _upright(opened: Image.Image) -> Image.Image:
    """Return a picture upright and small enough; made smaller first, in place, so that there is no second large one."""
    shown = opened.convert("RGBA") if opened.mode in PALETTES else opened
    shown.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    ImageOps.exif_transpose(shown, in_place=True)
    return shown
