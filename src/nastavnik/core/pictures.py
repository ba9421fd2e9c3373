"""Pictures that people send: decoded within bounds, made small and upright, and written anew, so that nothing of what a camera adds is left."""

import threading
from collections.abc import Collection
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

# of a photo, which is read at a part of its size
MOST_POINTS = 50_000_000
# of what is decoded whole: four bytes each, and a few hundred bytes of file may say that there are so many
MOST_DECODED = 16_000_000
# Of these a smaller one is made of the nearest points, which cannot be read; they take one byte each.
PALETTES = frozenset({"P", "1"})

# A picture takes a hundred megabytes while it is made smaller: one at a time in a process.
_turn = threading.Lock()


class TooManyPoints(Exception):
    """The picture would take too much memory."""


class NoPicture(Exception):
    """The file is no picture of the wanted formats, or a broken one."""


def bare_picture(file: IO[bytes], formats: Collection[str], *, largest_side: int) -> Image.Image:
    """Return what a picture shows, as RGB, or RGBA where it lets something through; no side longer than `largest_side`.

    `formats` are Pillow's names. Raises `TooManyPoints`, `NoPicture`.
    """
    try:
        with _turn:
            return _drawn_anew(file, formats, largest_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPoints from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NoPicture from error


def _drawn_anew(file: IO[bytes], formats: Collection[str], largest_side: int) -> Image.Image:
    file.seek(0)
    with Image.open(file, formats=list(formats)) as opened:
        _check_points(opened, largest_side)
        shown = _upright(opened, largest_side)
        has_alpha = "A" in shown.getbands() or "transparency" in shown.info
        shown = shown.convert("RGBA" if has_alpha else "RGB")
    # what is drawn, and nothing that came along with it
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    return bare


def _check_points(opened: Image.Image, largest_side: int) -> None:
    """Raise `TooManyPoints` for a picture that takes too much memory; nothing of it is decoded yet."""
    # of a photo that comes in several rounds all of it is kept until the last, whatever the size that it is read at
    most = MOST_DECODED if "progressive" in opened.info else MOST_POINTS
    if opened.width * opened.height > most:
        raise TooManyPoints
    # a photo of a telephone is read at a half or a quarter of its size: enough, and it takes less memory
    opened.draft("RGB", (largest_side, largest_side))
    if opened.width * opened.height > MOST_DECODED:
        raise TooManyPoints


def _upright(opened: Image.Image, largest_side: int) -> Image.Image:
    """Return a picture upright and small enough; made smaller first, in place, so that there is no second large one."""
    shown = opened.convert("RGBA") if opened.mode in PALETTES else opened
    shown.thumbnail((largest_side, largest_side))
    ImageOps.exif_transpose(shown, in_place=True)
    return shown
