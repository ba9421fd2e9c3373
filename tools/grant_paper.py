"""Make the template of the paper of an application to a fund: `src/nastavnik/grants/papers/application.docx`.

It may be opened and changed in a word processor as well; then this is not run any more. What stands in braces is filled in by docxtpl.

    python tools/grant_paper.py
"""

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "src/nastavnik/grants/papers/application.docx"
SERIF = "Times New Roman"
INK, MUTED, ACCENT = RGBColor(0x1D, 0x1B, 0x16), RGBColor(0x57, 0x53, 0x4A), RGBColor(0x1F, 0x5A, 0x4B)
RULE, SHADE, STRONG = "BFB7A6", "F1ECE1", "F8F5EE"
HEADINGS = 99  # number of the numbering of headings: above those that python-docx brings

NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{HEADINGS}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:suff w:val="space"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:suff w:val="space"/><w:lvlText w:val="%1.%2."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
</w:abstractNum>"""
NUMBER = f'<w:num {nsdecls("w")} w:numId="{HEADINGS}"><w:abstractNumId w:val="{HEADINGS}"/></w:num>'


def main() -> None:
    """Write the template."""
    paper = docx.Document()
    page(paper.sections[0])
    styles(paper)
    numbering(paper)
    margins_of_the_page(paper)
    cover(paper)
    body(paper)
    signature(paper)
    paper.core_properties.author, paper.core_properties.title = "", ""
    paper.core_properties.created = paper.core_properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    paper.save(str(TARGET))


def page(section: Any) -> None:
    """Set the sheet as offices file it: A4, a broad margin on the left."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.header_distance, section.footer_distance = Cm(1), Cm(1)


def styles(paper: Any) -> None:
    """Set the styles that everything on the paper has."""
    normal = style(paper, "Normal", Pt(12), INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    title = style(paper, "Title", Pt(22), INK, is_bold=True)
    title.paragraph_format.space_after = Pt(4)
    drop_border(title)
    lead = style(paper, "Subtitle", Pt(13), MUTED)
    lead.font.italic, lead.paragraph_format.space_after = False, Pt(14)
    first = style(paper, "Heading 1", Pt(15), ACCENT, is_bold=True)
    second = style(paper, "Heading 2", Pt(12), INK, is_bold=True)
    for heading, before, after, level in ((first, 18, 6, 0), (second, 10, 3, 1)):
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(after)
        heading.paragraph_format.keep_with_next = True
        number_heading(heading, level)
    style(paper, "List Bullet", Pt(12), INK)
    small = [("Cell", 9.5, INK), ("Cell Strong", 9.5, INK), ("Cell Number", 9.5, INK), ("Cell Number Strong", 9.5, INK)]
    for name, size, ink in [*small, ("Empty", 12, MUTED), ("Note", 9.5, MUTED), ("Running", 9, MUTED)]:
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
        made = style(paper, name, Pt(size), ink, is_bold="Strong" in name)
        made.paragraph_format.space_after = Pt(0 if "Cell" in name else 4)
        made.paragraph_format.line_spacing = 1
        made.font.italic = name == "Empty"
        # an article of the budget does not stand at the foot of a page without its lines
        made.paragraph_format.keep_with_next = "Strong" in name
        if "Number" in name:
            made.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def style(paper: Any, name: str, size: Pt, ink: RGBColor, *, is_bold: bool = False) -> Any:
    """Set the letters of a style."""
    found = paper.styles[name]
    found.font.name, found.font.size, found.font.bold = SERIF, size, is_bold
    found.font.color.rgb = ink
    letters = found.element.get_or_add_rPr()
    for apart in letters.findall(qn("w:spacing")):
        letters.remove(apart)
    fonts = letters.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), SERIF)
    return found


def drop_border(title: Any) -> None:
    """Take the rule away that stands under a title in the usual style."""
    properties = title.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def number_heading(heading: Any, level: int) -> None:
    """Let a heading be counted by the numbering of headings."""
    properties = heading.element.get_or_add_pPr()
    counted = properties.get_or_add_numPr()
    counted.get_or_add_ilvl().val, counted.get_or_add_numId().val = level, HEADINGS


def numbering(paper: Any) -> None:
    """Add the numbering of headings: descriptions stand before numbers."""
    part = paper.part.numbering_part.element
    part.insert(len(part.findall(qn("w:abstractNum"))), parse_xml(NUMBERING))
    part.append(parse_xml(NUMBER))


def margins_of_the_page(paper: Any) -> None:
    """Write the project above each page, and below it the fund and the number of the page."""
    section = paper.sections[0]
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    above.style = below.style = paper.styles["Running"]
    above.add_run("{{ running }}{% if draft %} · {{ draft }}{% endif %}")
    border(above, "bottom")
    below.add_run("{{ fund }} · {{ words.page }} ")
    count(below, "PAGE")
    below.add_run(" {{ words.of }} ")
    count(below, "NUMPAGES")
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def border(paragraph: Any, side: str) -> None:
    """Draw a thin rule at a side of a paragraph."""
    rule = f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(rule))


def count(paragraph: Any, what: str) -> None:
    """Add a number that the word processor tells."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", what), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            run.add_text(text)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.text = f" {text} "
            run._r.append(told)


# --- what is said ---


def cover(paper: Any) -> None:
    """Write what the application is: its title, and facts in a table without rules."""
    paper.add_paragraph("{{ title }}", style="Title")
    paper.add_paragraph("{{ lead }}", style="Subtitle")
    table = paper.add_table(rows=3, cols=2)
    table.autofit = False
    say(table.rows[0].cells[0], "{%tr for label, value in facts %}")
    say(table.rows[1].cells[0], "{{ label }}", "Note")
    say(table.rows[1].cells[1], "{{ value }}", "Cell")
    say(table.rows[2].cells[0], "{%tr endfor %}")
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(5), Cm(12)
    set_grid(table, (5, 12))
    paper.add_paragraph("{%p if draft %}")
    paper.add_paragraph("{{ draft_note }}", style="Note")
    paper.add_paragraph("{%p endif %}")


def body(paper: Any) -> None:
    """Write the fields in their order; broad tables lie on sheets turned sideways."""
    say_p(paper, "{%p for block in blocks %}", "{%p if block.turn == 'wide' %}")
    turn(paper, is_wide=False)
    say_p(paper, "{%p endif %}", "{%p if block.turn == 'tall' %}")
    turn(paper, is_wide=True)
    say_p(paper, "{%p endif %}", "{%p if block.section %}")
    paper.add_paragraph("{{ block.section }}", style="Heading 1")
    say_p(paper, "{%p endif %}")
    paper.add_paragraph("{{ block.label }}", style="Heading 2")
    repeated(paper, "block.paragraphs", "Normal")
    repeated(paper, "block.points", "List Bullet")
    say_p(paper, "{%p if block.table %}")
    grid(paper)
    say_p(paper, "{%p endif %}")
    repeated(paper, "block.files", "List Bullet")
    say_p(paper, "{%p if block.is_empty %}")
    paper.add_paragraph("{{ words.empty }}", style="Empty")
    say_p(paper, "{%p endif %}", "{%p endfor %}", "{%p if ends_wide %}")
    turn(paper, is_wide=True)
    say_p(paper, "{%p endif %}")


def say_p(paper: Any, *tags: str) -> None:
    """Write tags, each in a paragraph of its own: docxtpl takes the paragraph away with its tag."""
    for tag in tags:
        paper.add_paragraph(tag)


def repeated(paper: Any, what: str, style_name: str) -> None:
    """Write a paragraph for each text of a list."""
    say_p(paper, f"{{%p for text in {what} %}}")
    paper.add_paragraph("{{ text }}", style=style_name)
    say_p(paper, "{%p endfor %}")


def turn(paper: Any, *, is_wide: bool) -> None:
    """End a part of the paper here: what stands before lies sideways, or upright."""
    paragraph = paper.add_paragraph(style="Running")
    paragraph.paragraph_format.space_after = Pt(0)
    sheet = deepcopy(paper.sections[0]._sectPr)
    for reference in [*sheet.findall(qn("w:headerReference")), *sheet.findall(qn("w:footerReference"))]:
        if is_wide:
            sheet.remove(reference)
    paragraph._p.get_or_add_pPr().append(sheet)
    if is_wide:
        section = paper.sections[len(paper.sections) - 2]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)


def grid(paper: Any) -> None:
    """Write a table whose columns and rows are told: heads come again on each page, no row is torn in two."""
    table = paper.add_table(rows=8, cols=3)
    table.autofit = False
    rules(table)
    heads, each, strong, sums, other, plain, end, last = table.rows
    columns(heads, "block.table.heads", "head", "{{ head.text }}", ("Cell Strong", "Cell Strong"))
    again = OxmlElement("w:tblHeader")
    heads._tr.get_or_add_trPr().append(again)
    say(each.cells[0], "{%tr for row in block.table.rows %}")
    say(strong.cells[0], "{%tr if row.is_strong %}")
    columns(sums, "row.cells", "cell", "", ("Cell Strong", "Cell Number Strong"))
    say(other.cells[0], "{%tr else %}")
    columns(plain, "row.cells", "cell", "", ("Cell", "Cell Number"))
    say(end.cells[0], "{%tr endif %}")
    say(last.cells[0], "{%tr endfor %}")
    for row, colour in ((heads, SHADE), (sums, STRONG)):
        for cell in row.cells:
            shade(cell, colour)
    for row in (heads, sums, plain):
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)


def columns(row: Any, cells: str, one: str, text: str, style_names: tuple[str, str]) -> None:
    """Write a cell for each of `cells`: numbers to the right, lines under one another."""
    left, right = style_names
    first, second, third = row.cells
    say(first, f"{{%tc for {one} in {cells} %}}")
    say(third, "{%tc endfor %}")
    lines = text or f"{{%p for line in {one}.lines %}}"
    say(second, f"{{%p if {one}.is_number %}}")
    for name, is_first in ((right, True), (left, False)):
        second.add_paragraph(text or lines, style=name)
        if not text:
            second.add_paragraph("{{ line }}", style=name)
            second.add_paragraph("{%p endfor %}")
        second.add_paragraph("{%p else %}" if is_first else "{%p endif %}")


def say(cell: Any, text: str, style_name: str = "Cell") -> None:
    """Write into the first paragraph of a cell."""
    cell.paragraphs[0].text = text
    cell.paragraphs[0].style = style_name


def set_grid(table: Any, widths: tuple[float, ...]) -> None:
    """Set the widths of columns, in centimetres."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def rules(table: Any) -> None:
    """Draw thin rules around all cells, and give them air."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in sides)
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    air = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{air}</w:tblCellMar>"))


def shade(cell: Any, colour: str) -> None:
    """Fill a cell."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def signature(paper: Any) -> None:
    """Leave room for who signs, and say what the form rests on."""
    table = paper.add_table(rows=2, cols=3)
    table.autofit = False
    set_grid(table, (7, 5, 5))
    for row, label in zip(table.rows, ("{{ words.head }}", "{{ words.leader }}"), strict=True):
        say(row.cells[0], label)
        say(row.cells[1], "")
        say(row.cells[2], "")
        row.height = Cm(1.5)
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
        for cell, name in zip(row.cells[1:], ("{{ words.sign }}", "{{ words.name }}"), strict=True):
            cell.paragraphs[0].text = "_______________________"
            cell.add_paragraph(name, style="Note")
    paper.add_paragraph("{{ origin }}", style="Note").paragraph_format.space_before = Pt(14)


if __name__ == "__main__":
    main()
