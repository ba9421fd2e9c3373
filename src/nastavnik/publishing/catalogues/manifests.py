"""OPDS 2.0: the shelf as JSON."""

import json
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from nastavnik.publishing.catalogues.atom import ACQUISITION, MANIFEST, NAVIGATION
from nastavnik.publishing.catalogues.shelf import NEWEST_FIRST, OPEN_ACCESS, PNG, Order, Shelf, Volume

Object = dict[str, Any]


def door(shelf: Shelf) -> bytes:
    """Return the first feed: the ways into the shelf."""
    to = shelf.addresses
    links = [
        _link("self", to.manifest),
        {"rel": "alternate", "href": to.atom, "type": NAVIGATION},
        {"rel": "alternate", "href": to.page, "type": "text/html"},
        _search(shelf),
    ]
    ways = [
        _link(NEWEST_FIRST, to.manifest_books, _("New books")),
        _link("subsection", shelf.address(to.manifest_books, order=Order.TITLE), _("Books by title")),
    ]
    about = {"title": shelf.title, "modified": _moment(shelf.changed_at)}
    return _written({"metadata": about, "links": links, "navigation": ways})


def books(shelf: Shelf) -> bytes:
    """Return a feed of books with their files."""
    to = shelf.addresses
    pieces = [
        _link(relation, shelf.address(to.manifest_books, page=number))
        for relation, number in shelf.neighbours().items()
    ]
    atom = {"rel": "alternate", "href": shelf.address(to.atom_books), "type": ACQUISITION}
    links = [_link("self", shelf.address(to.manifest_books)), _link("start", to.manifest), atom, *pieces]
    about = {"title": shelf.title, "modified": _moment(shelf.changed_at), "numberOfItems": shelf.all}
    about |= {"itemsPerPage": shelf.per_page, "currentPage": shelf.number}
    feed: Object = {"metadata": about, "links": [*links, _search(shelf)], "facets": [_orders(shelf)]}
    if shelf.volumes:
        feed["publications"] = [_publication(one) for one in shelf.volumes]
    else:  # a feed has books or ways on
        feed["navigation"] = [_link("start", to.manifest, shelf.title)]
    return _written(feed)


def _orders(shelf: Shelf) -> Object:
    """Return the orders in which the books can stand; the one in which they do is `self`."""
    links = [
        _link(
            "self" if order == shelf.order else "",
            shelf.address(shelf.addresses.manifest_books, order=order, page=1),
            title,
        )
        for order, title in ((Order.NEW, _("The newest first")), (Order.TITLE, _("By title")))
    ]
    return {"metadata": {"title": _("Order")}, "links": links}


def _publication(volume: Volume) -> Object:
    known = {
        "@type": "http://schema.org/Book",
        "identifier": volume.identifier,
        "title": volume.title,
        "subtitle": volume.subtitle,
        "author": list(volume.authors),
        "publisher": volume.publisher,
        "language": volume.language,
        "description": volume.annotation,
        "subject": list(volume.keywords),
        "numberOfPages": volume.pages,
        "published": _moment(volume.published_at),
        "modified": _moment(volume.changed_at),
        "altIdentifier": [f"urn:isbn:{volume.isbn}"] if volume.isbn else [],
    }
    files = [
        {"rel": OPEN_ACCESS, "href": one.url, "type": one.media_type, "title": one.title, "size": one.bytes}
        for one in volume.files
    ]
    found: Object = {
        "metadata": {name: value for name, value in known.items() if value},
        "links": [*files, {"rel": "alternate", "href": volume.url, "type": "text/html"}],
    }
    if volume.cover_url:
        found["images"] = [{"href": volume.cover_url, "type": PNG}]
    return found


def _link(relation: str, url: str, title: str = "") -> Object:
    said = {"rel": relation, "href": url, "type": MANIFEST, "title": title}
    return {name: value for name, value in said.items() if value}


def _search(shelf: Shelf) -> Object:
    url = f"{shelf.addresses.manifest_books}{{?query}}"
    return {"rel": "search", "href": url, "type": MANIFEST, "templated": True}


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _written(feed: Object) -> bytes:
    return json.dumps(feed, ensure_ascii=False).encode()
