"""Sheets and badges as files, by Typst in this process (docs/decisions/2026-11-26-paper.md).

Templates are ours and read no file besides themselves; all words come as JSON, as values. A template cannot be stopped once it is
being set, so what goes in is bounded before (`sheet.py`), and no more than `AT_ONCE` are set at a time in one process.
"""

import base64
import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno

from nastavnik.core.printable import all_printable, printable
from nastavnik.learning.papers.sheet import Sheet, Signature, Stamp

FOLDER = Path(__file__).parent
FONTS = FOLDER.parents[1] / "fonts"
CERTIFICATE, BADGE = "certificate.typ", "badge.typ"
STANDARDS = ["a-2a", "ua-1"]
AT_ONCE = 2
BADGE_DOTS_PER_INCH = 152.4  # 100 mm become 600 dots
CODE_PART = 5
# of a name no sign of which can be printed: the paper shows that it has to be corrected
NAMELESS = "—"

ReadPicture = Callable[[str], bytes]

_places = threading.BoundedSemaphore(AT_ONCE)
_idle: dict[str, list[Any]] = {CERTIFICATE: [], BADGE: []}


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
    with compiler(CERTIFICATE) as setter:
        made: bytes = setter.compile(
            format="pdf",
            sys_inputs=inputs(told),
            pdf_standards=STANDARDS,
            timestamp=stamp.issued_at.replace(microsecond=0),
        )
    return made


def badge_png(sheet: Sheet, year: str) -> bytes:
    """Return the picture of a badge."""
    names = ("school", "programme", "kind", "hours", "accent", "language")
    told = {**{name: getattr(sheet, name) for name in names}, "year": year}
    with compiler(BADGE) as setter:
        made: bytes = setter.compile(format="png", ppi=BADGE_DOTS_PER_INCH, sys_inputs=inputs(told))
    return made


def inputs(told: dict[str, Any]) -> dict[str, str]:
    """Return what a template reads."""
    return {"data": json.dumps(all_printable(told), ensure_ascii=False)}


@contextmanager
def compiler(template: str) -> Iterator[Any]:
    """Lend a compiler of a template, made at need; one that has failed is not lent again."""
    with _places:
        try:
            lent = _idle[template].pop()
        except IndexError:
            lent = new_compiler(template)
        yield lent
        _idle[template].append(lent)


def new_compiler(template: str) -> Any:
    """Return a compiler that reads our fonts and its own template, and knows no packages."""
    import typst  # noqa: PLC0415 -- 80 MB that only a process that sets paper shall carry

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    return typst.Compiler(str(FOLDER / template), root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True)


@lru_cache(maxsize=2000)
def square_code(url: str) -> str:
    """Return the square code of an address as SVG.

    Its mask is given: trying all eight takes four times as long, and every reader reads each.
    """
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False, mask=2).save(drawn, kind="svg", xmldecl=False, border=0, omitsize=False)
    return drawn.getvalue().decode()


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


def spoken_code(code: str) -> str:
    """Return a code as people read it aloud, in halves: `k7m2p-9x4ab`."""
    return "-".join(code[start : start + CODE_PART] for start in range(0, len(code), CODE_PART))


def shown_address(url: str, code: str) -> str:
    """Return the address of the page where a code is typed, as it is printed."""
    return url.partition("://")[2].removesuffix("/").removesuffix(code).removesuffix("/")
