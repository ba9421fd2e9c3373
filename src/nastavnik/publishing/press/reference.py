"""The document whose styles a DOCX of a book takes: pandoc's own, in our letters and measures. Made once in a process."""

import io
import subprocess
from functools import lru_cache
from typing import Any

from nastavnik.publishing.press.running import PressFailed, pandoc_path
from nastavnik.publishing.press.zips import packed_anew

SECONDS = 30
ACCENTS = {"card": "1F5A4B", "cloth": "6D2231", "shelf": "20405E"}
# what every office program has, or something of the same measures
SERIF, SANS = "Times New Roman", "Arial"
# name, parent, points, is italic, indent in millimetres, space before and after in points
OURS = (
    ("Moment", "Body Text", 11, False, 6, 8, 8),
    ("Aside", "Body Text", 10.5, False, 6, 8, 8),
    ("Epigraph", "Body Text", 10.5, True, 70, 0, 10),
    ("References", "Body Text", 10.5, False, 0, 0, 3),
    ("Byline", "Body Text", 12, True, 0, 4, 0),
    ("About Author", "Body Text", 9.5, False, 0, 0, 2),
    ("Annotation", "Body Text", 10, False, 0, 6, 12),
    ("Imprint", "Body Text", 10, False, 0, 0, 4),
    ("Contents Line", "Body Text", 11, False, 0, 2, 2),
    ("Index Line", "Body Text", 10.5, False, 0, 0, 2),
    ("Title Page", "Body Text", 12, False, 0, 0, 2),
    ("Book Title", "Body Text", 28, False, 0, 140, 12),
)
HEADINGS = {"Heading 1": 20, "Heading 2": 17, "Heading 3": 14, "Heading 4": 12, "Heading 5": 11, "Heading 6": 11}
SMALL = {"Image Caption": 9.5, "Table Caption": 9.5, "Footnote Text": 9.5, "Compact": 11}
WORDY = ("Footnote Text", "Compact")


@lru_cache(maxsize=6)
def reference_document(design: str, article_level: int) -> bytes:
    """Return the document of styles for a design; headings down to the titles of articles begin a page."""
    import docx  # noqa: PLC0415 -- only where books are pressed
    from docx.shared import Mm  # noqa: PLC0415 -- the same

    document = docx.Document(io.BytesIO(_default()))
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
            Mm(30),
            Mm(25),
            Mm(25),
            Mm(25),
        )
    _restyle(document, ACCENTS[design], [f"Heading {level}" for level in range(1, article_level + 1)])
    made = io.BytesIO()
    document.save(made)
    return packed_anew(made.getvalue())


def _default() -> bytes:
    """Return pandoc's own document of styles."""
    command = [str(pandoc_path()), "--print-default-data-file", "reference.docx"]
    answer = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)
    if answer.returncode != 0:
        raise PressFailed("pandoc", answer.stderr.decode("utf-8", "replace"))
    return answer.stdout


def _restyle(document: Any, accent: str, from_new_page: list[str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDES  # noqa: PLC0415 -- only where books are pressed
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415 -- the same

    styles = document.styles
    for name in ("Normal", "Body Text", "First Paragraph"):
        _letters(styles[name], SERIF, 11.5)
        styles[name].paragraph_format.space_before = styles[name].paragraph_format.space_after = Pt(0)
        styles[name].paragraph_format.line_spacing = 1.25
    for name in ("Body Text", "First Paragraph"):
        styles[name].paragraph_format.first_line_indent = Mm(7)
        # office programs do not stretch the spaces that do not break: a straight right edge would leave holes
        styles[name].paragraph_format.alignment = SIDES.LEFT
    for name, points in HEADINGS.items():
        _letters(styles[name], SANS, points)
        styles[name].font.bold, styles[name].font.italic = True, False
        styles[name].font.color.rgb = RGBColor.from_string(accent)
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(16), Pt(6)
        styles[name].paragraph_format.keep_with_next = True
        styles[name].paragraph_format.page_break_before = name in from_new_page
    styles["Compact"].paragraph_format.first_line_indent = Mm(0)
    styles["Table Caption"].paragraph_format.space_before = Pt(10)
    styles["Table Caption"].paragraph_format.keep_with_next = True
    for name, size in SMALL.items():
        _letters(styles[name], SERIF if name in WORDY else SANS, size)
    for name, parent, size, is_italic, indent, before, after in OURS:
        style = styles.add_style(name, 1)
        style.base_style = styles[parent]
        _letters(style, SERIF, size)
        style.font.italic = is_italic
        shape = style.paragraph_format
        shape.first_line_indent, shape.left_indent = Mm(0), Mm(indent)
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.alignment = SIDES.LEFT
        # the address of a moment stays with its words
        shape.keep_together = shape.keep_with_next = name == "Moment"
    styles["Hyperlink"].font.color.rgb = RGBColor.from_string(accent)
    styles["Book Title"].font.color.rgb = RGBColor.from_string(accent)


def _letters(style: Any, family: str, points: float) -> None:
    """Give a style its letters, for every script, instead of the theme's."""
    from docx.oxml.ns import qn  # noqa: PLC0415 -- only where books are pressed
    from docx.shared import Pt  # noqa: PLC0415 -- the same

    style.font.name, style.font.size = family, Pt(points)
    fonts = style.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), family)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
