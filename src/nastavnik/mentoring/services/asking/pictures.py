"""Pictures of consultations as they are kept: no larger than a screen, without what a camera adds."""

import io
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile

from nastavnik.core import pictures
from nastavnik.mentoring.services.asking.refusals import FileNotKnown, PictureTooLarge
from nastavnik.programme.enums import HandoutKind

LARGEST_SIDE = 2000
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
    """Return a picture upright, small enough and without its metadata. Raises `PictureTooLarge`, `FileNotKnown`."""
    form = PICTURES[kind]
    try:
        bare = pictures.bare_picture(file, [form], largest_side=LARGEST_SIDE)
    except pictures.TooManyPoints as error:
        raise PictureTooLarge from error
    except pictures.NoPicture as error:
        raise FileNotKnown from error
    target = io.BytesIO()
    bare.save(target, form, **({"quality": QUALITY, "optimize": True} if form == "JPEG" else {"optimize": True}))
    content = target.getvalue()
    return Bare(ContentFile(content), len(content), *bare.size)
