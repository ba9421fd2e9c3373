"""The picture of a lesson for a portal, set as a catalogue card."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from nastavnik.core.press import set_png

TEMPLATE = Path(__file__).with_name("cover.typ")
# 16 by 9, as films are; large enough for a first page
SIZE = (1920, 1080)
MILLIMETRES_WIDE, MILLIMETRES_IN_INCH = 320, 25.4
QUALITY = 90


def cover_of(told: Mapping[str, Any]) -> bytes:
    """Return the picture as JPEG of `SIZE`. `told`: mark (a list), title, when, school, age, accent, language."""
    drawn = set_png(TEMPLATE, told, dots_per_inch=SIZE[0] / MILLIMETRES_WIDE * MILLIMETRES_IN_INCH)
    file = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as opened:
        # a pixel more or less is the press's rounding
        opened.convert("RGB").resize(SIZE).save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
