"""Answers of OAI-PMH 2.0 as XML.

They are put together out of pieces of text: the record inside an answer then declares its own names, as the protocol wants it, so that
it can be cut out and kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from nastavnik.publishing.catalogues.asking import Refused
from nastavnik.publishing.catalogues.formats import FORMATS
from nastavnik.publishing.catalogues.kinds import SET_OF, SETS, Kind, identifier_of, is_registrable
from nastavnik.publishing.records.marc import sayable
from nastavnik.publishing.records.work import Work

PMH = "http://www.openarchives.org/OAI/2.0/"
IDENTIFIERS = f"{PMH}oai-identifier"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# what a description of an identifier shows as its example
SAMPLE = "k7m2p9qrst"


@dataclass(frozen=True, slots=True)
class Repository:
    """Who answers. `since`: no record is older."""

    school_id: int
    name: str
    base_url: str
    mail: str
    domain: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a list; without a work it is deleted. `number` is that of its row."""

    number: int
    kind: Kind
    key: str
    changed_at: datetime
    work: Work | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a list. Without a token it is the last one; `given`: how many came before it, `all`: how many there are."""

    records: tuple[Record, ...]
    given: int
    all: int
    token: str = ""
    expires_at: datetime | None = None


def whole(base_url: str, repeated: Mapping[str, str], now: datetime, body: str) -> bytes:
    """Return a whole answer around what a verb says."""
    root = {"xmlns": PMH, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{PMH} {PMH}OAI-PMH.xsd"}
    said = [_text("responseDate", stamp(now)), _text("request", base_url, repeated), body]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element("OAI-PMH", said, root)}'.encode()


def stamp(moment: datetime) -> str:
    """Return a time as the protocol writes it: a second of UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def error(refusal: Refused) -> str:
    """Return an error of the protocol."""
    return _text("error", refusal.words, {"code": refusal.code.value})


def identity(repository: Repository) -> str:
    """Answer `Identify`: deletions are told for ever, and times to the second."""
    said = {
        "repositoryName": repository.name,
        "baseURL": repository.base_url,
        "protocolVersion": "2.0",
        "adminEmail": repository.mail,
        "earliestDatestamp": stamp(repository.since),
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    return _element("Identify", [*(_text(name, text) for name, text in said.items()), _scheme(repository.domain)])


def _scheme(domain: str) -> str:
    """Return how identifiers are made, where the scheme admits the name of the machine."""
    if not is_registrable(domain):
        return ""
    names = {"xmlns": IDENTIFIERS, "xsi:schemaLocation": f"{IDENTIFIERS} {IDENTIFIERS}.xsd"}
    said = {
        "scheme": "oai",
        "repositoryIdentifier": domain,
        "delimiter": ":",
        "sampleIdentifier": identifier_of(domain, Kind.LESSON, SAMPLE),
    }
    return _element(
        "description", [_element("oai-identifier", [_text(name, text) for name, text in said.items()], names)]
    )


def formats() -> str:
    """Answer `ListMetadataFormats`: every record is to be had in all of them."""
    rows = (
        {"metadataPrefix": one.prefix, "schema": one.schema, "metadataNamespace": one.namespace}
        for one in FORMATS.values()
    )
    return _element("ListMetadataFormats", [_row("metadataFormat", row) for row in rows])


def sets() -> str:
    """Answer `ListSets`."""
    names = {"lessons": _("Lessons"), "collections": _("Collections"), "projects": _("Projects of contests")}
    return _element("ListSets", [_row("set", {"setSpec": spec, "setName": names[spec]}) for spec in SETS])


def identifiers(piece: Piece, domain: str) -> str:
    """Answer `ListIdentifiers`."""
    return _element("ListIdentifiers", [*(_header(one, domain) for one in piece.records), _resumption(piece)])


def records(piece: Piece, domain: str, prefix: str) -> str:
    """Answer `ListRecords`."""
    return _element("ListRecords", [*(_record(one, domain, prefix) for one in piece.records), _resumption(piece)])


def record(found: Record, domain: str, prefix: str) -> str:
    """Answer `GetRecord`."""
    return _element("GetRecord", [_record(found, domain, prefix)])


def _record(found: Record, domain: str, prefix: str) -> str:
    if found.work is None:
        return _element("record", [_header(found, domain)])
    written = ET.tostring(FORMATS[prefix].element(found.work), encoding="unicode")
    return _element("record", [_header(found, domain), _element("metadata", [written])])


def _header(found: Record, domain: str) -> str:
    said = {
        "identifier": identifier_of(domain, found.kind, found.key),
        "datestamp": stamp(found.changed_at),
        "setSpec": SET_OF[found.kind],
    }
    return _row("header", said, {} if found.work else {"status": "deleted"})


def _resumption(piece: Piece) -> str:
    """Return where the list goes on; at the end of one that came in pieces an empty one, of one that came whole none."""
    if not piece.token and not piece.given:
        return ""
    told = {"completeListSize": str(piece.all), "cursor": str(piece.given)}
    if piece.expires_at is not None:
        told["expirationDate"] = stamp(piece.expires_at)
    return _text("resumptionToken", piece.token, told)


def _row(name: str, said: Mapping[str, str], marks: Mapping[str, str] | None = None) -> str:
    return _element(name, [_text(one, text) for one, text in said.items()], marks)


def _text(name: str, text: str, marks: Mapping[str, str] | None = None) -> str:
    return _element(name, [escape(sayable(text), quote=False)], marks)


def _element(name: str, parts: Iterable[str], marks: Mapping[str, str] | None = None) -> str:
    """Return an element around parts that are XML already."""
    told = "".join(f' {one}="{escape(sayable(text))}"' for one, text in (marks or {}).items())
    return f"<{name}{told}>{''.join(parts)}</{name}>"
