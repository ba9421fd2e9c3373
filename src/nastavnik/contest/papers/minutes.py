"""Minutes of a jury as PDF, by Typst, and as a document of Word that is signed or amended by hand."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from nastavnik.contest.papers.minutes_words import Grid, Paper
from nastavnik.core.press import set_pdf
from nastavnik.core.printable import all_printable

TEMPLATE = Path(__file__).parent / "minutes.typ"
SIGNED_BY = "____________________"


def minutes_pdf(paper: Paper, *, made_at: datetime) -> bytes:
    """Return minutes as a tagged PDF."""
    return set_pdf(TEMPLATE, paper.told(), made_at=made_at)


def minutes_docx(paper: Paper) -> bytes:
    """Return minutes as a document of Word."""
    told, document = all_printable(paper.told()), Document()
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title, document.core_properties.author = told["heading"][:250], ""
    document.add_heading(told["heading"], level=1)
    document.add_paragraph(f"{told['contest']}. {told['school']}")
    for fact in told["facts"]:
        document.add_paragraph(fact)
    for title, lines in told["lists"]:
        _add_list(document, title, lines)
    for grid in told["grids"]:
        _add_grid(document, Grid(**grid), level=2)
    document.add_paragraph(told["formula"])
    document.add_heading(told["marks_title"], level=2)
    for grid in told["marks"]:
        _add_grid(document, Grid(**grid), level=3)
    document.add_paragraph(f"{told['digest_help']} {told['digest']}")
    for name in told["signatures"]:
        document.add_paragraph(f"{SIGNED_BY} {name}")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_list(document: Any, title: str, lines: list[str]) -> None:
    if not lines:
        return
    document.add_heading(title, level=2)
    for line in lines:
        document.add_paragraph(line, style="List Bullet")


def _add_grid(document: Any, grid: Grid, *, level: int) -> None:
    if not grid.rows:
        return
    document.add_heading(grid.title, level=level)
    table = document.add_table(rows=0, cols=len(grid.heads), style="Table Grid")
    for texts in (grid.heads, *grid.rows):
        for cell, text, is_number in zip(table.add_row().cells, texts, grid.numbers, strict=True):
            cell.text = text
            if is_number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
