"""Pictures of questions: told by their content, made small for a thin link, kept without what a camera writes into them."""

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from nastavnik.core.ids import new_token
from nastavnik.learning.models import Question
from nastavnik.learning.services.quizzes.refusals import PictureNotKnown, PictureTooLarge

MOST_BYTES = 5 * 2**20
MOST_POINTS = 25_000_000
LARGEST_SIDE = 1280
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
QUALITY = 80
WRITTEN_ALONG = {"exif", "icc_profile", "xmp"}
FOLDER = "quizzes"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: WebP, no side longer than `LARGEST_SIDE`."""

    content: bytes
    width: int
    height: int


def read_picture(content: bytes) -> Picture:
    """Read a picture that somebody sent. Raises `PictureTooLarge`, `PictureNotKnown`."""
    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    try:
        return _made_small(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureNotKnown from error


def _made_small(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_POINTS:
            raise PictureTooLarge
        is_bare = not WRITTEN_ALONG & opened.info.keys()
        is_ours = opened.format == "WEBP" and is_bare and max(opened.size) <= LARGEST_SIDE
        opened.load()
        if is_ours and not getattr(opened, "is_animated", False):
            return Picture(content, opened.width, opened.height)
        upright = ImageOps.exif_transpose(opened)
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        shown = upright.convert("RGBA" if has_alpha else "RGB")
    shown.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    target = io.BytesIO()
    shown.save(target, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=None)
    return Picture(target.getvalue(), shown.width, shown.height)


def keep_picture(picture: Picture) -> str:
    """Put a picture into the school's storage; return its name there."""
    return str(default_storage.save(f"{FOLDER}/{new_token()}.webp", ContentFile(picture.content)))


def forget_picture(name: str) -> None:
    """Take a picture out of the storage once the change is committed, if no question shows it any more."""
    if name:
        transaction.on_commit(lambda: _forget(name))


def _forget(name: str) -> None:
    if not Question.objects.filter(picture=name).exists():
        default_storage.delete(name)
