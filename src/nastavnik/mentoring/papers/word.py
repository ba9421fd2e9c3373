"""A paper as DOCX, to be changed by people: plain styles, real headings, tables whose heads repeat on each page."""

import io
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from nastavnik.mentoring.papers.paper import Paper

FONT = "Times New Roman"
WIDTH_MM = 170
RED = RGBColor(0xB3, 0x26, 0x1E)
UNDERLINE = "________________"
# What XML cannot hold.
CONTROLS = {code: None for code in range(32) if code not in {9, 10}} | {0xFFFE: None, 0xFFFF: None}


def docx_of(paper: Paper, made_at: datetime) -> bytes:
    """Return a paper as DOCX."""
    told = clean(paper.told())
    document = docx.Document()
    set_page(document, told)
    document.core_properties.title = told["title"]
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = made_at.replace(tzinfo=None)
    document.core_properties.language = told["language"]
    document.add_heading(told["title"], level=1)
    if told["subtitle"]:
        document.add_paragraph(told["subtitle"])
    if told["facts"]:
        add_table(document, told["facts"], (2, 5))
    for section in told["sections"]:
        add_section(document, section)
    for position, name in told["signatures"]:
        add_signature(document, position, name, told["signature_words"])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def clean(part: Any) -> Any:
    """Return a part of a paper without what XML cannot hold: signs of control, halves of pairs."""
    if isinstance(part, str):
        whole = part.encode("utf-8", "ignore").decode()
        return whole.replace("\r\n", "\n").translate(CONTROLS)
    if isinstance(part, dict):
        return {name: clean(value) for name, value in part.items()}
    return [clean(one) for one in part] if isinstance(part, list | tuple) else part


def set_page(document: Document, told: dict[str, Any]) -> None:
    """Set the sheet as offices here have it: A4, a wide margin at the left; the warning at the head of each page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.rPr.rFonts.set(docx.oxml.ns.qn("w:eastAsia"), FONT)
        style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Heading 1"].font.size = Pt(16)
    document.styles["Heading 2"].font.size = Pt(13)
    if told["warning"]:
        run = section.header.paragraphs[0].add_run(told["warning"])
        run.font.bold, run.font.size, run.font.color.rgb = True, Pt(10), RED


def add_section(document: Document, section: dict[str, Any]) -> None:
    """Add a part of the paper."""
    if section["heading"]:
        document.add_heading(section["heading"], level=2)
    for words in section["paragraphs"]:
        document.add_paragraph(words)
    if sheet := section["sheet"]:
        add_table(document, [sheet["heads"], *sheet["rows"]], sheet["widths"], has_heads=True)


def add_table(document: Document, rows: Any, widths: Any, *, has_heads: bool = False) -> None:
    """Add a table; with heads these stand in bold, and again on each page."""
    table = document.add_table(rows=len(rows), cols=len(widths))
    table.style = "Table Grid" if has_heads else "Normal Table"
    table.autofit = False
    for number, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = Mm(WIDTH_MM * width / sum(widths))
            run = cell.paragraphs[0].add_run(value)
            run.font.size = Pt(11)
            run.font.bold = has_heads and number == 0
    if has_heads:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def add_signature(document: Document, position: str, name: str, words: list[str]) -> None:
    """Add a line to sign on."""
    mark, day = words
    document.add_paragraph(f"{position}: {UNDERLINE} {name}   {UNDERLINE}")
    small = document.add_paragraph(f"({mark}, {day})") if mark or day else document.add_paragraph()
    for run in small.runs:
        run.font.size = Pt(8)
