"""Codes of papers by which everybody can ask whether one is genuine: as a square to be photographed, and in letters to be typed."""

import io
from functools import lru_cache

import segno

CODE_PART = 5


@lru_cache(maxsize=2000)
def square_code(url: str) -> str:
    """Return the square code of an address as SVG.

    Its mask is given: trying all eight takes four times as long, and every reader reads each.
    """
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False, mask=2).save(drawn, kind="svg", xmldecl=False, border=0, omitsize=False)
    return drawn.getvalue().decode()


def spoken_code(code: str) -> str:
    """Return a code as people read it aloud, in halves: `k7m2p-9x4ab`."""
    return "-".join(code[start : start + CODE_PART] for start in range(0, len(code), CODE_PART))


def shown_address(url: str, code: str) -> str:
    """Return the address of the page where a code is typed, as it is printed."""
    return url.partition("://")[2].removesuffix("/").removesuffix(code).removesuffix("/")
