"""A record of the MARC family, and how it travels: as XML, or as ISO 2709, which libraries' programs take in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

SLIM = "http://www.loc.gov/MARC21/slim"
# ISO 25577: the same for MARC formats whose leaders are not those of MARC 21
EXCHANGE = "info:lc/xmlns/marcxchange-v1"
for _prefix, _space in (("marc", SLIM), ("mx", EXCHANGE)):
    ET.register_namespace(_prefix, _space)
LEADER_LENGTH = 24
ENTRY_LENGTH = 12
FIELD_END, RECORD_END, SUBFIELD = b"\x1e", b"\x1d", b"\x1f"
# What its directory can count.
MOST_FIELD_BYTES = 9999
MOST_RECORD_BYTES = 99999
# no sign of XML 1.0, and none that parts fields
_UNSAYABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RecordTooLong(Exception):
    """The record does not fit into ISO 2709; as XML it does."""


@dataclass(frozen=True, slots=True)
class DataField:
    """A field with its two indicators and its parts by their letters."""

    tag: str
    indicators: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """A record. `leader` has zeros where lengths stand; `controls` are the fields below 010."""

    name: str
    namespace: str
    leader: str
    controls: tuple[tuple[str, str], ...]
    fields: tuple[DataField, ...]


def data_field(tag: str, indicators: str, parts: Iterable[tuple[str, str]]) -> list[DataField]:
    """Return a field of those parts that have a text; none when nothing has."""
    said = tuple((letter, clean) for letter, text in parts if (clean := sayable(text)))
    return [DataField(tag, indicators, said)] if said else []


def sayable(text: str) -> str:
    """Return a text on one line, without signs that no record may have."""
    return " ".join(_UNSAYABLE.sub("", text).split())


def as_xml(record: MarcRecord) -> bytes:
    """Return a record as XML, with its declaration."""
    found: bytes = ET.tostring(element_of(record), encoding="utf-8", xml_declaration=True)
    return found


def element_of(record: MarcRecord) -> ET.Element:
    """Return a record as an element, to be put into a larger answer."""
    space = f"{{{record.namespace}}}"
    root = ET.Element(f"{space}record", {"type": "Bibliographic"})
    if record.namespace == EXCHANGE:
        root.set("format", record.name)
    ET.SubElement(root, f"{space}leader").text = record.leader
    for tag, text in record.controls:
        ET.SubElement(root, f"{space}controlfield", {"tag": tag}).text = text
    for field in record.fields:
        marks = {"tag": field.tag, "ind1": field.indicators[0], "ind2": field.indicators[1]}
        row = ET.SubElement(root, f"{space}datafield", marks)
        for letter, text in field.parts:
            ET.SubElement(row, f"{space}subfield", {"code": letter}).text = text
    return root


def as_iso2709(record: MarcRecord) -> bytes:
    """Return a record as ISO 2709 in UTF-8. Raises `RecordTooLong`."""
    rows = [(tag, text.encode() + FIELD_END) for tag, text in record.controls]
    rows += [(field.tag, _field_bytes(field)) for field in record.fields]
    directory, at = b"", 0
    for tag, row in rows:
        directory += f"{tag}{len(row):04}{at:05}".encode()
        at += len(row)
    base = LEADER_LENGTH + len(directory) + 1
    length = base + at + 1
    if length > MOST_RECORD_BYTES or any(len(row) > MOST_FIELD_BYTES for _tag, row in rows):
        raise RecordTooLong
    leader = f"{length:05}{record.leader[5:12]}{base:05}{record.leader[17:]}".encode()
    return b"".join([leader, directory, FIELD_END, *(row for _tag, row in rows), RECORD_END])


def _field_bytes(field: DataField) -> bytes:
    parts = b"".join(SUBFIELD + letter.encode() + text.encode() for letter, text in field.parts)
    return field.indicators.encode() + parts + FIELD_END


def in_order(fields: Iterable[Sequence[DataField]]) -> tuple[DataField, ...]:
    """Return fields by their tags, those of one tag as they come."""
    return tuple(sorted((one for row in fields for one in row), key=lambda one: one.tag))
