"""Pictures of applications as they are kept: upright, no larger than needed to read a letter on them, and nothing that came along."""

import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from nastavnik.contest.services.applications.refusals import FileNotKnown, FileTooLarge
from nastavnik.programme.enums import HandoutKind

FORMATS = {HandoutKind.JPEG: "JPEG", HandoutKind.PNG: "PNG"}
LONGEST_SIDE = 2400
MOST_POINTS = 50_000_000
QUALITY = 85


def written_anew(file: IO[bytes], kind: HandoutKind) -> bytes:
    """Return a picture without what a camera adds to it. Raises `FileTooLarge`, `FileNotKnown`."""
    try:
        return _written(file, FORMATS[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileTooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileNotKnown from error


def _written(file: IO[bytes], form: str) -> bytes:
    file.seek(0)
    with Image.open(file, formats=(form,)) as opened:
        if opened.width * opened.height > MOST_POINTS:
            raise FileTooLarge
        upright = ImageOps.exif_transpose(opened)
        has_alpha = form == "PNG" and ("A" in upright.getbands() or "transparency" in upright.info)
        drawn = upright.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    target = io.BytesIO()
    bare.save(target, form, optimize=True, **({"quality": QUALITY} if form == "JPEG" else {}))
    return target.getvalue()
