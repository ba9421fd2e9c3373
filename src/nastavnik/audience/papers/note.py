"""A report as a note, PDF or DOCX: sentences with figures, tables, footnotes."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import get_language, gettext, pgettext
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nastavnik.audience.papers.told import ToldFigure, ToldReport
from nastavnik.core.press import set_pdf
from nastavnik.core.printable import all_printable

TEMPLATE = Path(__file__).parent / "note.typ"
FONT = "Times New Roman"
WIDTHS_MM = (108, 32, 32)
BLACK = RGBColor(0, 0, 0)
# A note is set in a moment, however much a school has.
MOST_FIGURES, LONGEST_TEXT = 300, 4000


def note_pdf(told: ToldReport, *, accent: str, made_at: datetime) -> bytes:
    """Return the note as a tagged PDF; the same report of the same moment makes the same file."""
    return set_pdf(TEMPLATE, {**note_of(told), "accent": accent}, made_at=made_at)


def note_of(told: ToldReport) -> dict[str, Any]:
    """Return what stands in the note. Figures that are nothing are left out; equal footnotes stand once."""
    shown = [one for one in told.figures if one.value][:MOST_FIGURES]
    notes = list(dict.fromkeys(one.footnote for one in shown))
    heads = [pgettext("report", "Figure"), gettext("Value"), *([gettext("A year before")] if told.has_before else [])]
    sections: dict[str, list[list[str]]] = {}
    for one in shown:
        sections.setdefault(one.section, []).append(_row(one, notes, has_before=told.has_before))
    return {
        "title": told.title,
        "school": told.school,
        "lead": gettext("Figures %(period)s, as of %(day)s.") % {"period": told.period, "day": told.as_of},
        "language": get_language() or "ru",
        "article": [[one.title, _cut(one.text)] for one in told.article],
        "heads": heads,
        "sections": [[title, rows] for title, rows in sections.items()],
        "figures_title": gettext("Figures"),
        "notes_title": gettext("What each figure counts"),
        "notes": [_cut(one) for one in notes],
        "nothing": gettext("Figures that are nought in this period are left out."),
    }


def _row(one: ToldFigure, notes: list[str], *, has_before: bool) -> list[str]:
    before = [one.before_text] if has_before else []
    return [_cut(one.title), str(notes.index(one.footnote) + 1), one.text, *before]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def note_docx(told: ToldReport, *, made_at: datetime) -> bytes:
    """Return the note as a document of a word processor: plain styles, real headings, heads that repeat on each page."""
    note, document = all_printable(note_of(told)), docx.Document()
    _set_page(document)
    properties = document.core_properties
    properties.title, properties.author, properties.language = note["title"][:250], "", note["language"]
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    document.add_heading(note["title"], level=1)
    document.add_paragraph(f"{note['school']}. {note['lead']}")
    for title, text in note["article"]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{title}. ").bold = True
        paragraph.add_run(text)
    document.add_heading(note["figures_title"], level=2)
    for title, rows in note["sections"]:
        document.add_heading(title, level=3)
        _add_table(document, note["heads"], rows)
    document.add_paragraph(note["nothing"])
    document.add_heading(note["notes_title"], level=2)
    for number, text in enumerate(note["notes"], start=1):
        document.add_paragraph(f"{number}. {text}")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(13)
    section.top_margin = section.bottom_margin = Mm(20)
    for name, points in (("Normal", 12), ("Heading 1", 16), ("Heading 2", 14), ("Heading 3", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), BLACK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _add_table(document: Any, heads: list[str], rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for texts in (heads, *([title, *numbers] for title, _note, *numbers in rows)):
        for place, (cell, text) in enumerate(zip(table.add_row().cells, texts, strict=True)):
            cell.width = Mm(WIDTHS_MM[place])
            cell.paragraphs[0].add_run(text)
            if place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row, (_title, note, *_numbers) in zip(table.rows[1:], rows, strict=True):
        row.cells[0].paragraphs[0].add_run(note).font.superscript = True
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
