"""A paper as a tagged PDF (PDF/A-2a, PDF/UA-1), by Typst in this process; see docs/decisions/2026-11-26-paper.md.

The template reads no file besides itself; all words come as JSON, as values and never as markup.
"""

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from nastavnik.core.printable import all_printable
from nastavnik.mentoring.papers.paper import Paper

FOLDER = Path(__file__).parent
FONTS = FOLDER.parents[1] / "fonts"
TEMPLATE = "paper.typ"
STANDARDS = ["a-2a", "ua-1"]

# Setting takes tens of megabytes: one at a time in a process.
_turn = threading.Lock()


def pdf_of(paper: Paper, made_at: datetime) -> bytes:
    """Return a paper as PDF."""
    import typst  # noqa: PLC0415 -- 80 MB that only a process that sets paper shall carry

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    inputs = {"data": json.dumps(all_printable(paper.told()), ensure_ascii=False)}
    with _turn:
        compiler: Any = typst.Compiler(
            str(FOLDER / TEMPLATE), root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True
        )
        made: bytes = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=made_at.replace(microsecond=0)
        )
    return made
