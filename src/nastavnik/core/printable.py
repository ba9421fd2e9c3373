"""Which letters our fonts can print: names are typed by people, and one sign that no font has would stop a whole sheet."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import ImageFont

FONT = Path(__file__).parents[1] / "fonts" / "PTSerif_400Regular.ttf"
# what every font shows for a sign that it does not have
UNKNOWN = "\uffff"
POINTS = 20


@lru_cache(maxsize=2000)
def printable(text: str) -> str:
    """Return a text without the signs that cannot be printed; what separated words separates them still.

    Remembered: a thousand sheets have the same themes.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = [letter if is_known(letter) else " " if letter.isspace() else "" for letter in composed]
    return "".join(kept).strip()


def all_printable(told: Any) -> Any:
    """Return what a template is told, with all its texts printable."""
    if isinstance(told, str):
        return told if told.isascii() and told.isprintable() else printable(told)
    if isinstance(told, dict):
        return {name: all_printable(value) for name, value in told.items()}
    return [all_printable(one) for one in told] if isinstance(told, list | tuple) else told


@lru_cache(maxsize=5000)
def is_known(letter: str) -> bool:
    """Tell whether our fonts have a letter."""
    if letter in " \n\u00a0":
        return True
    if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs", "Cn"} or letter.isspace():
        return False
    return _drawn(letter) != _drawn(UNKNOWN)


def _drawn(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font().getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), POINTS, layout_engine=ImageFont.Layout.BASIC)
