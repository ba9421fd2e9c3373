"""Papers as PDF, by Typst in this process (docs/decisions/2026-11-26-paper.md).

Templates are ours and read no file besides themselves and `parts.typ`; all words come as JSON, as values. A template cannot be stopped once
it is being set, so what goes in is bounded by the limits of the form, and no more than `AT_ONCE` are set at a time in one process.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from nastavnik.core.printable import all_printable

FOLDER = Path(__file__).parent
FONTS = FOLDER.parents[1] / "fonts"
STANDARDS = ["a-2a", "ua-1"]
AT_ONCE = 2

_places = threading.BoundedSemaphore(AT_ONCE)
_idle: dict[str, list[Any]] = {}


def set_pdf(template: str, told: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return a paper as a tagged PDF: PDF/A-2a and PDF/UA-1. `template` is the name of a file of this folder."""
    with _compiler(template) as setter:
        made: bytes = setter.compile(
            format="pdf",
            sys_inputs={"data": json.dumps(all_printable(dict(told)), ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=made_at.replace(microsecond=0),
        )
    return made


@contextmanager
def _compiler(template: str) -> Iterator[Any]:
    """Lend a compiler of a template, made at need; one that has failed is not lent again."""
    with _places:
        idle = _idle.setdefault(template, [])
        lent = idle.pop() if idle else _new_compiler(template)
        yield lent
        idle.append(lent)


def _new_compiler(template: str) -> Any:
    """Return a compiler that reads our fonts and templates, and knows no packages."""
    import typst  # noqa: PLC0415 -- 80 MB that only a process that sets paper shall carry

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    return typst.Compiler(str(FOLDER / template), root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True)
