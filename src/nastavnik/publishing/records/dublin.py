"""A thing as Dublin Core, the least that everybody reads (`oai_dc` of OAI-PMH)."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from nastavnik.publishing.records.marc import sayable
from nastavnik.publishing.records.work import Work, WorkKind

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
TYPES = {WorkKind.BOOK: "Text", WorkKind.DOCUMENT: "Text", WorkKind.FILM: "MovingImage"}
# Programs that read it look for these prefixes, though XML would let them be any.
for _prefix, _space in (("dc", DC), ("oai_dc", OAI_DC), ("xsi", XSI)):
    ET.register_namespace(_prefix, _space)


def dublin_core_of(work: Work) -> bytes:
    """Return a thing as `oai_dc`, with the declaration of XML."""
    found: bytes = ET.tostring(dublin_element_of(work), encoding="utf-8", xml_declaration=True)
    return found


def dublin_element_of(work: Work) -> ET.Element:
    """Return a thing as an element, to be put into a larger answer."""
    root = ET.Element(f"{{{OAI_DC}}}dc", {f"{{{XSI}}}schemaLocation": SCHEMA})
    for name, text in _elements(work):
        if clean := sayable(text):
            ET.SubElement(root, f"{{{DC}}}{name}").text = clean
    return root


def _elements(work: Work) -> Iterator[tuple[str, str]]:
    yield "title", " : ".join(one for one in (work.title, work.subtitle) if one)
    for person in work.authors:
        yield "creator", f"{person.surname}, {person.given}" if person.given else person.surname
    if not work.authors:
        yield "creator", work.organisation
    for credit in work.credits:
        yield "contributor", credit.person.heading
    for subject in (*work.keywords, work.udc and f"УДК {work.udc}", work.bbk and f"ББК {work.bbk}"):
        yield "subject", subject
    yield "description", work.annotation
    yield "publisher", work.publisher
    yield "date", str(work.year or "")
    yield "type", TYPES[work.kind]
    yield from (("format", one) for one in (*work.files, f"{work.pages} с." if work.pages else ""))
    yield from (("identifier", one) for one in (work.url, work.isbn and f"ISBN {work.isbn}", work.whole_record))
    yield "language", work.language_code
    yield "relation", work.part_of
    yield from (("rights", one) for one in (*(f"© {one}" for one in work.rights), work.licence))
