"""Pictures of questions: told by their content, made small for a thin link, kept without what a camera writes into them."""

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from nastavnik.core import pictures
from nastavnik.core.ids import new_token
from nastavnik.learning.models import Question
from nastavnik.learning.services.quizzes.refusals import PictureNotKnown, PictureTooLarge

MOST_BYTES = 5 * 2**20
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
        bare = pictures.bare_picture(io.BytesIO(content), FORMATS, largest_side=LARGEST_SIDE)
    except pictures.TooManyPoints as error:
        raise PictureTooLarge from error
    except pictures.NoPicture as error:
        raise PictureNotKnown from error
    if _is_ours(content):
        return Picture(content, *bare.size)
    target = io.BytesIO()
    bare.save(target, "WEBP", quality=QUALITY, method=4)
    return Picture(target.getvalue(), *bare.size)


def _is_ours(content: bytes) -> bool:
    """Tell whether a picture is as we keep them: made anew each time it travels, it would get worse."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        is_bare = not WRITTEN_ALONG & opened.info.keys()
        is_still = not getattr(opened, "is_animated", False)
        return opened.format == "WEBP" and is_bare and is_still and max(opened.size) <= LARGEST_SIDE


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
