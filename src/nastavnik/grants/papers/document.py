"""The paper of an application as a document of a word processor, by the template `application.docx` (`tools/grant_paper.py`).

What people typed stays text, whatever it looks like: braces do not reach the template's language, brackets do not reach XML, and the
language itself runs in a sandbox, as the template may be changed by hand.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docx.shared import Twips
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from nastavnik.contest.checking.characters import normal
from nastavnik.grants.selectors.out.blocks import Block, Table
from nastavnik.grants.selectors.out.paper import Paper

TEMPLATE = Path(__file__).parent / "application.docx"
# of a line of an upright sheet, of one that lies sideways; a twentieth of a point each
TALL, WIDE = Twips(9638), Twips(14570)
# of a column with numbers of rows: 12.10
NARROW = Twips(680)
EMU_IN_TWIP = 635
# columns of which a table is too broad for an upright sheet
BROAD = 6
LONGEST_RUNNING = 90
# Characters that no XML may hold, and those that stand for braces while the template is filled in.
NO_XML = re.compile("[\ud800-\udfff\ufdd0\ufdd1\ufffe\uffff]")
HIDE = str.maketrans({"{": "\ufdd0", "}": "\ufdd1"})
SHOW = str.maketrans({"\ufdd0": "{", "\ufdd1": "}"})

Told = dict[str, Any]


def application_docx(paper: Paper) -> bytes:
    """Return the paper as a file."""
    template = DocxTemplate(BytesIO(_template()))
    template.render(told_of(paper), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    _set_widths(template, [block.table for block in paper.blocks if block.table])
    for element in _written(template):
        element.text = element.text.translate(SHOW)
    properties = template.docx.core_properties
    properties.title, properties.subject = plain(paper.title)[:250], plain(paper.fund)[:250]
    properties.created = properties.modified = paper.made_at
    file = BytesIO()
    template.save(file)
    return file.getvalue()


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def plain(text: str) -> str:
    """Return a text without what no XML may hold."""
    return NO_XML.sub("", normal(text))


def safe(text: str) -> str:
    """Return a text as the template takes it: what looks like its language is hidden until it is filled in."""
    return plain(text).translate(HIDE)


def told_of(paper: Paper) -> Told:
    """Return what the template reads."""
    title, day = safe(paper.title), date_format(paper.made_at, _("j E Y"))
    blocks = list(_blocks(paper.blocks))
    return {
        "title": title,
        "running": title if len(title) <= LONGEST_RUNNING else f"{title[: LONGEST_RUNNING - 1].rstrip()}…",
        "lead": safe(f"{paper.fund} — {paper.contest}" if paper.fund not in paper.contest else paper.contest),
        "fund": safe(paper.fund),
        "facts": [(safe(label), safe(value)) for label, value in paper.facts],
        "draft": safe(_("draft of %(day)s") % {"day": day}) if paper.is_draft else "",
        "draft_note": safe(_("Not submitted yet. The application as it stood on %(day)s") % {"day": day}),
        "blocks": blocks,
        "ends_wide": bool(blocks) and blocks[-1]["is_wide"],
        "origin": safe(paper.origin),
        "words": {key: safe(word) for key, word in _words().items()},
    }


def _words() -> dict[str, str]:
    return {
        "page": _("page"),
        "of": _("of"),
        "empty": _("Not filled in."),
        "head": _("Head of the organisation"),
        "leader": _("Leader of the project"),
        "sign": _("signature"),
        "name": _("name"),
    }


def _blocks(blocks: Sequence[Block]) -> Iterator[Told]:
    """Yield the fields; `turn` says that the sheet is turned before one of them."""
    was_wide = False
    for block in blocks:
        is_wide = block.table is not None and len(block.table.heads) > BROAD
        turn = "" if is_wide == was_wide else ("wide" if is_wide else "tall")
        yield {
            "section": safe(block.section),
            "label": safe(block.field.label),
            "paragraphs": [safe(text) for text in block.paragraphs],
            "points": [safe(text) for text in block.items],
            "table": _table(block.table) if block.table else None,
            "files": [safe(name) for name in block.files],
            "is_empty": block.is_empty,
            "is_wide": is_wide,
            "turn": turn,
        }
        was_wide = is_wide


def _table(table: Table) -> Told:
    return {
        "heads": [{"text": safe(head.text), "is_number": head.is_number} for head in table.heads],
        "rows": [
            {
                "is_strong": row.is_strong,
                "cells": [
                    {"lines": [safe(line) for line in cell.lines], "is_number": cell.is_number} for cell in row.cells
                ],
            }
            for row in table.rows
        ],
    }


def _set_widths(template: DocxTemplate, tables: Sequence[Table]) -> None:
    """Give the columns of the tables of fields their widths; the facts stand before them, the signatures after."""
    for table, known in zip(template.docx.tables[1:-1], tables, strict=True):
        widths = _widths(known)
        for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
            column.set(qn("w:w"), str(width // EMU_IN_TWIP))
        for row in table._tbl.findall(qn("w:tr")):
            for cell, width in zip(row.findall(qn("w:tc")), widths, strict=True):
                cell.width = width


def _widths(table: Table) -> list[int]:
    """Return the widths of the columns: what narrow ones leave is shared by weight."""
    narrow = sum(NARROW for head in table.heads if not head.weight)
    room = (WIDE if len(table.heads) > BROAD else TALL) - narrow
    whole = sum(head.weight for head in table.heads)
    return [room * head.weight // whole if head.weight else NARROW for head in table.heads]


def _written(template: DocxTemplate) -> Iterator[Any]:
    """Yield everything that holds text: in the body, above and below the pages."""
    parts = [template.docx.part, *(rel.target_part for rel in template.docx.part.rels.values() if not rel.is_external)]
    for part in parts:
        if hasattr(part, "element"):
            yield from (one for one in part.element.iter(qn("w:t")) if one.text)
