"""The text of a film as a document of Word: a title, paragraphs with their times in the margin, how to cite it."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.shared import Cm, Pt, RGBColor

from nastavnik.video.text.lines import plain_line

GREY = RGBColor(0x60, 0x60, 0x60)


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """A paragraph and when it begins, as people write it."""

    moment: str
    text: str


def write_docx(title: str, subtitle: str, citation: str, paragraphs: Iterable[DocxParagraph]) -> bytes:
    """Return the document."""
    document = Document()
    document.core_properties.title, document.core_properties.author = plain_line(title)[:250], ""
    document.add_heading(plain_line(title), level=1)
    if subtitle:
        document.add_paragraph(plain_line(subtitle))
    for one in paragraphs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(1.8), Cm(-1.8)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1.8))
        moment = paragraph.add_run(f"{one.moment}\t")
        moment.font.size, moment.font.color.rgb = Pt(9), GREY
        paragraph.add_run(plain_line(one.text))
    if citation:
        line = document.add_paragraph().add_run(plain_line(citation))
        line.italic, line.font.size = True, Pt(9)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
