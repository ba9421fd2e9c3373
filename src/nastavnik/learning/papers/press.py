"""Sheets and badges as files, set by `core.press`; what goes in is bounded before (`sheet.py`)."""

import base64
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from nastavnik.core.codes import shown_address, spoken_code, square_code
from nastavnik.core.press import set_pdf, set_png
from nastavnik.core.printable import printable
from nastavnik.learning.papers.sheet import Sheet, Signature, Stamp

FOLDER = Path(__file__).parent
CERTIFICATE, BADGE = FOLDER / "certificate.typ", FOLDER / "badge.typ"
BADGE_DOTS_PER_INCH = 152.4  # 100 mm become 600 dots
# of a name no sign of which can be printed: the paper shows that it has to be corrected
NAMELESS = "—"

ReadPicture = Callable[[str], bytes]


def certificate_pdf(sheet: Sheet, stamp: Stamp, words: Mapping[str, str], read_picture: ReadPicture) -> bytes:
    """Return a certificate as a tagged PDF: PDF/A-2a and PDF/UA-1. `words` are those of the template, in its language."""
    told = {
        **sheet.kept(),
        "has_appendix": sheet.has_appendix,
        "signatures": [signature_for_press(one, read_picture) for one in sheet.signatures],
        "name": printable(stamp.name) or NAMELESS,
        "number": stamp.number,
        "issued": stamp.issued,
        "code_shown": spoken_code(stamp.code),
        "verify_url": stamp.verify_url,
        "verify_shown": shown_address(stamp.verify_url, stamp.code),
        "qr": square_code(stamp.verify_url),
        "words": dict(words),
    }
    return set_pdf(CERTIFICATE, told, made_at=stamp.issued_at)


def badge_png(sheet: Sheet, year: str) -> bytes:
    """Return the picture of a badge."""
    names = ("school", "programme", "kind", "hours", "accent", "language")
    told = {**{name: getattr(sheet, name) for name in names}, "year": year}
    return set_png(BADGE, told, dots_per_inch=BADGE_DOTS_PER_INCH)


def signature_for_press(signature: Signature, read_picture: ReadPicture) -> dict[str, str]:
    """Return a signature with its picture as SVG: a template takes pictures as text alone."""
    picture = framed(read_picture(signature.picture)) if signature.picture else ""
    return {"name": signature.name, "position": signature.position, "picture": picture}


@lru_cache(maxsize=30)
def framed(png: bytes) -> str:
    """Return a PNG as an SVG that holds it."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    held = base64.b64encode(png).decode()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/png;base64,{held}"/></svg>'
