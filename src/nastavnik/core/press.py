"""Papers as PDF and pictures, by Typst in this process (docs/decisions/2026-11-26-paper.md).

Templates are ours and read no file but those of their own folder; all words come as JSON, as values and never as markup. A template
cannot be stopped once it is being set, so what goes in is bounded where it is put together, and no more than `AT_ONCE` are set at a
time in one process, whichever they are: each takes tens of megabytes.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from nastavnik.core.printable import all_printable

FONTS = Path(__file__).parents[1] / "fonts"
# archivable, and readable by a screen reader
STANDARDS = ["a-2a", "ua-1"]
AT_ONCE = 2

_places = threading.BoundedSemaphore(AT_ONCE)
_idle: dict[Path, list[Any]] = {}


def set_pdf(template: Path, told: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return a paper as a tagged PDF: PDF/A-2a and PDF/UA-1. The same words of the same moment make the same file."""
    moment = made_at.replace(microsecond=0)
    with compiler(template) as setter:
        made: bytes = setter.compile(format="pdf", sys_inputs=_inputs(told), pdf_standards=STANDARDS, timestamp=moment)
    return made


def set_png(template: Path, told: Mapping[str, Any], *, dots_per_inch: float) -> bytes:
    """Return a paper of one page as a picture."""
    with compiler(template) as setter:
        made: bytes = setter.compile(format="png", ppi=dots_per_inch, sys_inputs=_inputs(told))
    return made


def set_svg(template: Path, told: Mapping[str, Any]) -> bytes:
    """Return a paper of one page as a picture of lines; its letters are drawn and need no font."""
    with compiler(template) as setter:
        made: bytes = setter.compile(format="svg", sys_inputs=_inputs(told))
    return made


def _inputs(told: Mapping[str, Any]) -> dict[str, str]:
    """Return what a template reads."""
    return {"data": json.dumps(all_printable(dict(told)), ensure_ascii=False)}


@contextmanager
def compiler(template: Path) -> Iterator[Any]:
    """Lend a compiler of a template, made at need; one that has failed is not lent again."""
    with _places:
        try:
            lent = _idle.setdefault(template, []).pop()
        except IndexError:
            lent = _new_compiler(template)
        yield lent
        _idle[template].append(lent)


def _new_compiler(template: Path) -> Any:
    """Return a compiler that reads our fonts and the template's own folder, and knows no packages."""
    import typst  # noqa: PLC0415 -- 80 MB that only a process that sets paper shall carry

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    return typst.Compiler(str(template), root=str(template.parent), font_paths=fonts, ignore_system_fonts=True)
