"""Strangers' XML, read within bounds: no entities, no outside parts, so many elements and so deep at most."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

MOST_BYTES = 10 * 2**20
MOST_ELEMENTS = 60_000
DEEPEST = 20


class XmlRefused(Exception):
    """The file is no XML, or not within bounds."""


class _Bounded(TreeBuilder):
    """Builds the tree, counting as it grows."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element. Raises `XmlRefused`."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise XmlRefused
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close it."""
        self.depth -= 1
        return super().end(tag)


def read_xml(content: bytes) -> Element:
    """Return the root of a document. Raises `XmlRefused`."""
    if len(content) > MOST_BYTES:
        raise XmlRefused
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise XmlRefused from error
    return root
