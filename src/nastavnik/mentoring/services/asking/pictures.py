"""Pictures as they are kept: no larger than a screen, written anew, so that nothing of what a camera adds is left."""

import io
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from nastavnik.mentoring.services.asking.refusals import FileNotKnown, FileTooLarge
from nastavnik.programme.enums import HandoutKind

LARGEST_SIDE = 2000
MOST_POINTS = 50_000_000
QUALITY = 82
PICTURES = {HandoutKind.JPEG: "JPEG", HandoutKind.PNG: "PNG"}


@dataclass(frozen=True, slots=True)
class Bare:
    """A file as it is kept; of a picture its size in pixels."""

    file: Any
    bytes: int
    width: int = 0
    height: int = 0


def bare_picture(file: IO[bytes], kind: HandoutKind) -> Bare:
    """Return a picture upright, small enough and without its metadata. Raises `FileTooLarge`, `FileNotKnown`."""
    try:
        return _written_anew(file, PICTURES[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileTooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileNotKnown from error


def _written_anew(file: IO[bytes], form: str) -> Bare:
    file.seek(0)
    with Image.open(file, formats=(form,)) as opened:
        if opened.width * opened.height > MOST_POINTS:
            raise FileTooLarge
        # a photo of a telephone is read at a half or a quarter of its size: enough, and it takes less memory
        opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        has_alpha = form == "PNG" and ("A" in upright.getbands() or "transparency" in upright.info)
        shown = upright.convert("RGBA" if has_alpha else "RGB")
    shown.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    # what is drawn, and nothing that came along with it
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    target = io.BytesIO()
    bare.save(target, form, **({"quality": QUALITY, "optimize": True} if form == "JPEG" else {"optimize": True}))
    content = target.getvalue()
    return Bare(ContentFile(content), len(content), *bare.size)
