"""The shelf as e-readers are told of it: the same books in Atom and in JSON, each with what is known of it and nothing else."""

import json
from datetime import UTC, datetime
from urllib.parse import urljoin

import feedparser
from lxml import etree

from nastavnik.publishing.catalogues import atom, manifests
from nastavnik.publishing.catalogues.shelf import OPEN_ACCESS, Addresses, Order, Shelf, Volume, VolumeFile

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
AT = "https://school.example.ru/"
WAYS = ("opds/", "opds/books/", "opds/search.xml", "opds/2/", "opds/2/books/", "collections/")
ADDRESSES = Addresses(*(urljoin(AT, one) for one in WAYS))
EPUB = VolumeFile("EPUB", "application/epub+zip", f"{AT}collections/gorod/book.epub", 2048)
BOOK = Volume(
    identifier="urn:nastavnik:k7m2p9qrst",
    title="Библиотека & город",
    subtitle="сборник",
    url=f"{AT}collections/gorod/",
    changed_at=NOW,
    published_at=NOW,
    files=(EPUB,),
    authors=("Анна Петровна Иванова",),
    publisher="МУК ЦБ",
    year=2026,
    annotation="Как начать.\x00",
    keywords=("чтение",),
    isbn="978-5-00-000000-1",
    pages=96,
    rights="© МУК ЦБ",
    cover_url=f"{AT}collections/gorod/cover.png",
)
BARE = Volume("urn:nastavnik:b2", "Вторая", f"{AT}collections/vtoraia/", NOW, NOW, (EPUB,))


def shelf(*volumes, **others):
    return Shelf("Школа", ADDRESSES, NOW, volumes, all=len(volumes), per_page=30, **others)


def parsed(content):
    feed = feedparser.parse(content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def links(holder):
    return {(one["rel"], one["href"]) for one in holder["links"]}


def test_first_feed_leads_to_the_books_the_search_and_the_other_format():
    feed = parsed(atom.door(shelf()))
    assert {("self", ADDRESSES.atom), ("search", ADDRESSES.description), ("alternate", ADDRESSES.manifest)} <= links(
        feed.feed
    )
    assert [one.links[0].href for one in feed.entries] == [ADDRESSES.atom_books, f"{ADDRESSES.atom_books}?order=title"]
    assert all(one.links[0].type == atom.ACQUISITION for one in feed.entries)


def test_book_is_told_with_its_files_cover_and_imprint():
    (entry,) = parsed(atom.books(shelf(BOOK))).entries
    assert entry.title == "Библиотека & город : сборник"
    assert (entry.id, entry.author, entry.summary) == (BOOK.identifier, BOOK.authors[0], "Как начать.")
    assert [one.term for one in entry.tags] == ["чтение"]
    (file,) = [one for one in entry.links if one.rel == OPEN_ACCESS]
    assert (file.href, file.type, file.length) == (EPUB.url, EPUB.media_type, "2048")
    assert ("http://opds-spec.org/image", BOOK.cover_url) in links(entry)
    raw = atom.books(shelf(BOOK)).decode()
    assert "<dcterms:identifier>urn:isbn:978-5-00-000000-1</dcterms:identifier>" in raw


def test_book_of_which_little_is_known_has_nothing_empty():
    root = etree.fromstring(atom.books(shelf(BARE)))
    entry = root.find("{*}entry")
    assert [etree.QName(one).localname for one in entry if not (one.text or one.attrib)] == []
    assert entry.find("{*}author") is None
    (publication,) = json.loads(manifests.books(shelf(BARE)))["publications"]
    assert "" not in publication["metadata"].values()
    assert "images" not in publication


def test_pieces_lead_to_their_neighbours_and_keep_what_was_asked():
    middle = shelf(BOOK, number=2, pages=3, query="дом", order=Order.TITLE)
    feed = parsed(atom.books(middle))
    asked = "query=%D0%B4%D0%BE%D0%BC&order=title"
    wanted = {"first": asked, "previous": asked, "next": f"{asked}&page=3", "last": f"{asked}&page=3"}
    assert {(rel, f"{ADDRESSES.atom_books}?{words}") for rel, words in wanted.items()} <= links(feed.feed)
    assert feed.feed.opensearch_startindex == "31"
    manifest = json.loads(manifests.books(middle))
    assert {(rel, f"{ADDRESSES.manifest_books}?{words}") for rel, words in wanted.items()} <= links(manifest)
    assert manifest["metadata"]["currentPage"] == 2


def test_orders_are_offered_and_the_one_that_holds_is_marked():
    facets = [
        one
        for one in etree.fromstring(atom.books(shelf(order=Order.TITLE))).findall("{*}link")
        if "facet" in one.get("rel")
    ]
    active = f"{{{atom.OPDS}}}activeFacet"
    assert [one.get(active) for one in facets] == [None, "true"]
    (group,) = json.loads(manifests.books(shelf(order=Order.TITLE)))["facets"]
    assert [one.get("rel") for one in group["links"]] == [None, "self"]


def test_manifest_tells_the_same_books():
    feed = json.loads(manifests.books(shelf(BOOK)))
    (publication,) = feed["publications"]
    metadata = publication["metadata"]
    assert (metadata["identifier"], metadata["title"], metadata["numberOfPages"]) == (BOOK.identifier, BOOK.title, 96)
    assert publication["links"][0] == {
        "rel": OPEN_ACCESS,
        "href": EPUB.url,
        "type": EPUB.media_type,
        "title": "EPUB",
        "size": 2048,
    }
    assert publication["images"] == [{"href": BOOK.cover_url, "type": "image/png"}]
    assert ("self", ADDRESSES.manifest_books) in links(feed)


def test_manifest_without_books_leads_to_the_beginning():
    feed = json.loads(manifests.books(shelf(query="нет")))
    assert "publications" not in feed
    assert feed["navigation"][0]["href"] == ADDRESSES.manifest
    door = json.loads(manifests.door(shelf()))
    assert [one["title"] for one in door["navigation"]]
    (search,) = [one for one in door["links"] if one["rel"] == "search"]
    assert (search["href"], search["templated"]) == (f"{ADDRESSES.manifest_books}{{?query}}", True)


def test_search_is_described_with_a_name_that_fits():
    root = etree.fromstring(atom.description("Школа наставничества библиотек", ADDRESSES))
    assert len(root.findtext("{*}ShortName")) <= 16
    assert [one.get("template") for one in root.findall("{*}Url")] == [
        f"{ADDRESSES.atom_books}?query={{searchTerms}}",
        f"{ADDRESSES.manifest_books}?query={{searchTerms}}",
    ]
