"""OPDS 1.2: the shelf as Atom."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from nastavnik.publishing.catalogues.shelf import NEWEST_FIRST, OPEN_ACCESS, PNG, Addresses, Order, Shelf, Volume
from nastavnik.publishing.records.marc import sayable

ATOM = "http://www.w3.org/2005/Atom"
DCTERMS = "http://purl.org/dc/terms/"
OPDS = "http://opds-spec.org/2010/catalog"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
for _prefix, _space in (("dcterms", DCTERMS), ("opds", OPDS), ("opensearch", SEARCH)):
    ET.register_namespace(_prefix, _space)
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
DESCRIPTION = "application/opensearchdescription+xml"
MANIFEST = "application/opds+json"
# fewer than this answer anything that is asked for in an address
LONGEST_NAME = 16


def door(shelf: Shelf) -> bytes:
    """Return the first feed: the ways into the shelf."""
    to = shelf.addresses
    feed = _feed(shelf.title, to.atom, shelf.changed_at, to)
    _link(feed, "self", to.atom, NAVIGATION)
    _link(feed, "alternate", to.manifest, MANIFEST)
    ways = (
        (Order.NEW, _("New books"), _("All collections of the school, the newest first.")),
        (Order.TITLE, _("Books by title"), _("All collections of the school in the order of their titles.")),
    )
    for order, title, told in ways:
        entry = ET.SubElement(feed, "entry")
        url = shelf.address(to.atom_books, order=order)
        _texts(entry, {"title": title, "id": url, "updated": _moment(shelf.changed_at)})
        ET.SubElement(entry, "content", {"type": "text"}).text = told
        _link(entry, NEWEST_FIRST if order == Order.NEW else "subsection", url, ACQUISITION)
    return _written(feed)


def books(shelf: Shelf) -> bytes:
    """Return a feed of books with their files."""
    to = shelf.addresses
    feed = _feed(shelf.title, shelf.address(to.atom_books, page=1), shelf.changed_at, to)
    _link(feed, "self", shelf.address(to.atom_books), ACQUISITION)
    _link(feed, "alternate", shelf.address(to.manifest_books), MANIFEST)
    _link(feed, "up", to.atom, NAVIGATION)
    for relation, number in shelf.neighbours().items():
        _link(feed, relation, shelf.address(to.atom_books, page=number), ACQUISITION)
    _orders(feed, shelf)
    counted = {"totalResults": shelf.all, "itemsPerPage": shelf.per_page}
    counted["startIndex"] = (shelf.number - 1) * shelf.per_page + 1
    for name, count in counted.items():
        ET.SubElement(feed, f"{{{SEARCH}}}{name}").text = str(count)
    for volume in shelf.volumes:
        feed.append(_entry(volume))
    return _written(feed)


def description(name: str, addresses: Addresses) -> bytes:
    """Return how readers ask the shelf (OpenSearch 1.1)."""
    root = ET.Element("OpenSearchDescription", {"xmlns": SEARCH})
    _texts(root, {"ShortName": sayable(name)[:LONGEST_NAME], "Description": _("Search of the school’s collections")})
    _texts(root, {"InputEncoding": "UTF-8", "OutputEncoding": "UTF-8"})
    for url, kind in ((addresses.atom_books, ACQUISITION), (addresses.manifest_books, MANIFEST)):
        ET.SubElement(root, "Url", {"type": kind, "template": f"{url}?query={{searchTerms}}"})
    return _written(root)


def _feed(title: str, identifier: str, changed_at: datetime, to: Addresses) -> ET.Element:
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "ru"})
    _texts(feed, {"id": identifier, "title": title, "updated": _moment(changed_at)})
    author = ET.SubElement(feed, "author")
    _texts(author, {"name": title, "uri": to.page})
    _link(feed, "start", to.atom, NAVIGATION)
    _link(feed, "search", to.description, DESCRIPTION)
    return feed


def _orders(feed: ET.Element, shelf: Shelf) -> None:
    """Add the orders in which the books can stand."""
    for order, title in ((Order.NEW, _("The newest first")), (Order.TITLE, _("By title"))):
        url = shelf.address(shelf.addresses.atom_books, order=order, page=1)
        link = _link(feed, "http://opds-spec.org/facet", url, ACQUISITION, title)
        link.set(f"{{{OPDS}}}facetGroup", _("Order"))
        if order == shelf.order:
            link.set(f"{{{OPDS}}}activeFacet", "true")


def _entry(volume: Volume) -> ET.Element:
    entry = ET.Element("entry")
    title = " : ".join(one for one in (volume.title, volume.subtitle) if one)
    _texts(entry, {"title": title, "id": volume.identifier, "updated": _moment(volume.changed_at)})
    _texts(entry, {"published": _moment(volume.published_at), "rights": volume.rights})
    for name in volume.authors:
        _texts(ET.SubElement(entry, "author"), {"name": name})
    terms = {"language": volume.language, "publisher": volume.publisher, "issued": str(volume.year or "")}
    terms["identifier"] = f"urn:isbn:{volume.isbn}" if volume.isbn else ""
    terms["extent"] = f"{volume.pages} с." if volume.pages else ""
    _texts(entry, {f"{{{DCTERMS}}}{name}": text for name, text in terms.items()})
    for word in volume.keywords:
        ET.SubElement(entry, "category", {"term": sayable(word), "label": sayable(word)})
    if volume.annotation:
        ET.SubElement(entry, "summary", {"type": "text"}).text = sayable(volume.annotation)
    if volume.cover_url:
        _link(entry, "http://opds-spec.org/image", volume.cover_url, PNG)
        _link(entry, "http://opds-spec.org/image/thumbnail", volume.cover_url, PNG)
    _link(entry, "alternate", volume.url, "text/html")
    for file in volume.files:
        _link(entry, OPEN_ACCESS, file.url, file.media_type, file.title).set("length", str(file.bytes))
    return entry


def _texts(parent: ET.Element, said: Mapping[str, str]) -> None:
    """Add elements for those texts that are not empty."""
    _add(parent, ((name, sayable(text)) for name, text in said.items()))


def _add(parent: ET.Element, said: Iterable[tuple[str, str]]) -> None:
    for name, text in said:
        if text:
            ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, relation: str, url: str, kind: str, title: str = "") -> ET.Element:
    marks = {"rel": relation, "href": url, "type": kind} | ({"title": title} if title else {})
    return ET.SubElement(parent, "link", marks)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _written(root: ET.Element) -> bytes:
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found
