"""Somebody who opens every address of the school that she can find, and everything that was sent to her."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pypdfium2
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from tests.architecture.access import TABLE
from tests.architecture.test_access_matrix import taken_back, type_password

from nastavnik.core.http.guests import PAGES
from nastavnik.core.memory import forget_all

# what scripts are told is an address where it looks like one: their words would make a thousand pages that are not there
LINK = re.compile(rb"""(?:\b(?:href|src|action)=["']|data-[a-z-]+=["'](?=/|https?:))([^"'#]+)""")
# What would end the visit, or is the operator's own repair shop (tests/architecture holds it to be hers alone).
LEFT_OUT = ("/accounts/logout/", "/admin/", "/static/", "/dev/")
MOST_PAGES = 900
LARGEST = 5_000_000
ARCHIVES = (b"PK", b"\x1f\x8b")
PAPER, LONGEST_HEAD = b"%PDF-", 8192
WIDE = re.compile(rb"<FEFF((?:[0-9A-Fa-f]{4})+)>", re.IGNORECASE)


@dataclass(slots=True)
class Visit:
    """What somebody was sent, by the address that she asked for."""

    pages: dict[str, bytes] = field(default_factory=dict)

    def holding(self, words: Iterable[str]) -> list[str]:
        """Return which word stands where; words are looked for in what people see and in what files hold."""
        sought = [(word, word.lower().encode()) for word in words]
        told = {address: readable(body) for address, body in self.pages.items()}
        return [f"{word} in {address}" for address, text in told.items() for word, part in sought if part in text]


def readable(body: bytes) -> bytes:
    """Return everything that an answer holds, in small letters: entities and escapes read, archives opened."""
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    # the world's own files may only begin like an archive
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(readable(archive.read(name)) for name in archive.namelist())
    text = body.decode("utf-8", "ignore") + words_of_paper(body)
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    # folded lines of calendars
    return unquote(unescape(text.replace("\r\n ", ""))).lower().encode()


def words_of_paper(body: bytes) -> str:
    """Return what a PDF tells: its pages, its own notes, and whatever it writes in two bytes a letter; nothing of what is none."""
    begin = body.find(PAPER, 0, LONGEST_HEAD)
    if begin < 0:
        return ""
    try:
        paper = pypdfium2.PdfDocument(body[begin:])
    except pypdfium2.PdfiumError:  # the world's own files only begin like one
        return ""
    written = [page.get_textpage().get_text_range() for page in paper]
    written += paper.get_metadata_dict().values()
    written += [bytes.fromhex(found.decode()).decode("utf-16-be", "ignore") for found in WIDE.findall(body)]
    return "\n".join(written)


class Crawler:
    """Asks for addresses as one person; whatever a deed writes is taken back, so that nobody changes another's world."""

    def __init__(self, person) -> None:
        self.client, self.head = Client(), b""
        if person is not None:
            self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[1])
            type_password(self.client, person)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def crawl(
        self, begin: Iterable[tuple[str, str]], *, is_following: bool = True, within: tuple[str, ...] = ("",)
    ) -> Visit:
        """Ask for these (method, address) and, if it follows, for every page of some apps that they lead to; return all answers."""
        visit, waiting = Visit(), list(begin)
        known = set(waiting)
        while waiting and len(visit.pages) < MOST_PAGES:
            method, address = waiting.pop(0)
            body = self.ask(method, address)
            visit.pages[f"{method} {address}"] = body
            if body.startswith(ARCHIVES):
                visit.pages[f"{method} {address} (head)"] = self.head
            for found in links_of(body, address) if is_following else ():
                if ("GET", found) not in known:
                    known.add(("GET", found))  # whether it is within or not: to find out takes long
                    waiting.extend([("GET", found)] if is_within(found, within) else [])
        return visit

    def ask(self, method: str, address: str, data: dict[str, str] | None = None) -> bytes:
        """Return the whole answer, its head too: where somebody is sent may say something."""
        PAGES.clear()
        forget_all()
        client = Client(raise_request_exception=False)
        for name, value in self.cookies.items():
            client.cookies[name] = value
        with taken_back():
            send = client.post if method == "POST" else client.get
            response = send(address, data or {}, headers={"Accept": "text/html"})
            body = b"".join(response.streaming_content) if response.streaming else response.content
        self.head = "\n".join(f"{name}: {value}" for name, value in response.headers.items()).encode()
        return body if body.startswith(ARCHIVES) else self.head + b"\n\n" + body[:LARGEST]


def links_of(body: bytes, address: str) -> Iterator[str]:
    """Yield the pages of the school that a page leads to, without what was added to their addresses."""
    for found in LINK.findall(body):
        parts = urlsplit(urljoin(address, unescape(found.decode("utf-8", "ignore"))))
        if parts.netloc in {"", "testserver"} and parts.path.startswith("/") and not parts.path.startswith(LEFT_OUT):
            is_list = parts.query.startswith(("export=", "page=", "q="))
            yield f"{parts.path}?{parts.query}" if is_list else parts.path


def is_within(address: str, within: tuple[str, ...]) -> bool:
    """Return whether the name of an address begins so; what has no name belongs to everything."""
    try:
        return resolve(urlsplit(address).path).view_name.startswith(within)
    except Resolver404:
        return True


def every_address(things, *, within: tuple[str, ...] = ("",)) -> Iterator[tuple[str, str]]:
    """Yield the address of every row of the access matrix whose name begins so; pages lead to the files of their tables."""
    for row in TABLE:
        if row.name.startswith(("admin:", "/admin", "account_logout")) or not row.name.startswith(within):
            continue
        address = (
            row.name if row.name.startswith("/") else reverse(row.name, args=[things[name] for name in row.things])
        )
        if address.startswith(LEFT_OUT):
            continue
        yield ("POST" if row.is_post else "GET"), address


def addresses_of(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the matrix with other things in place of those of the world, by the names of `names`."""
    for row in TABLE:
        if row.things and row.things[0] in names and len(row.things) == 1:
            yield ("POST" if row.is_post else "GET"), reverse(row.name, args=[names[row.things[0]]])
