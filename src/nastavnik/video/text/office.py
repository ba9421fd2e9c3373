"""The text of a talk as word processors keep it: DOCX and ODT, of which only the words of paragraphs are read.

Both are a zip with one XML of the text. Nothing else in them is touched: no pictures, no macros, no links.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

# The text of a talk of ten hours is 5 MB of XML, of 100 000 tags. A tree of it takes ten times as much.
MOST_BYTES = 8 * 2**20
MOST_TAGS = 500_000
DOCX, ODT = "word/document.xml", "content.xml"
# What stands in the XML and is not said: comments, notes in the margin, what was struck out.
NOT_SAID = frozenset({"annotation", "delText", "instrText", "tracked-changes", "note-citation"})
PARAGRAPHS = frozenset({"p", "h"})
BREAKS = frozenset({"br", "line-break", "tab", "s", "cr"})
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)


class NoDocument(Exception):
    """The bytes are no document of a word processor, or a damaged one."""


def read_document(content: bytes) -> str:
    """Return the text, an empty line between its paragraphs. Raises `NoDocument`."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            name = next((one for one in (DOCX, ODT) if one in names), None)
            if name is None:
                raise NoDocument
            with archive.open(name) as file:
                xml = file.read(MOST_BYTES + 1)
        if len(xml) > MOST_BYTES or xml.count(b"<") > MOST_TAGS:
            raise NoDocument
        root = fromstring(xml, forbid_dtd=True)
    # damaged, locked by a password, packed in a way that Python does not know
    except (*DAMAGED, ParseError, DefusedXmlException, RuntimeError, OSError, EOFError, ValueError) as error:
        raise NoDocument from error
    return "\n\n".join(filter(None, (_line(paragraph) for paragraph in _paragraphs(root))))


def _paragraphs(root: Any) -> Iterator[Any]:
    """Yield the outermost paragraphs in their order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = _name(element)
        if name in PARAGRAPHS:
            yield element
        elif name not in NOT_SAID:
            waiting.extend(reversed(element))


def _line(paragraph: Any) -> str:
    return re.sub(r"\s+", " ", "".join(_texts(paragraph))).strip()


def _texts(element: Any) -> Iterator[str]:
    """Yield the pieces of text inside, without what is not said; breaks are spaces."""
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif _name(one) not in NOT_SAID:
            inside = [part for child in one for part in (child, child.tail or "")]
            waiting.extend(reversed([" " if _name(one) in BREAKS else one.text or "", *inside]))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
