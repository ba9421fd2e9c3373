"""The formats in which a record can be had, by the prefixes of OAI-PMH."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from nastavnik.publishing.records.dublin import OAI_DC, XSI, dublin_element_of
from nastavnik.publishing.records.marc import EXCHANGE, SLIM, MarcRecord, element_of
from nastavnik.publishing.records.marc21 import marc21_of
from nastavnik.publishing.records.rusmarc import rusmarc_of
from nastavnik.publishing.records.work import Work

DUBLIN_CORE = "oai_dc"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of records: the address of its schema, its namespace, and how a thing is written in it."""

    prefix: str
    schema: str
    namespace: str
    element: Callable[[Work], ET.Element]


def _located(record: MarcRecord, schema: str) -> ET.Element:
    """Return a record that names its schema, as OAI-PMH wants it."""
    element = element_of(record)
    element.set(f"{{{XSI}}}schemaLocation", f"{record.namespace} {schema}")
    return element


def _marc21(work: Work) -> ET.Element:
    return _located(marc21_of(work), MARC21_SCHEMA)


def _rusmarc(work: Work) -> ET.Element:
    return _located(rusmarc_of(work), EXCHANGE_SCHEMA)


MARC21_SCHEMA = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
# ISO 25577: the Russian format has no schema of its own
EXCHANGE_SCHEMA = "http://www.loc.gov/standards/iso25577/marcxchange-1-1.xsd"
FORMATS = {
    one.prefix: one
    for one in (
        Format(DUBLIN_CORE, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC, dublin_element_of),
        Format("marc21", MARC21_SCHEMA, SLIM, _marc21),
        Format("rusmarc", EXCHANGE_SCHEMA, EXCHANGE, _rusmarc),
    )
}
