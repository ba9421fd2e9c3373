"""Pages for guests: remembered for a few seconds in the process, validated by ETag.

A guest (no session cookie) sees the same page as every other guest with the same display cookie and language, so
the page is built once and answered from memory. Staleness is bounded by `FRESH_SECONDS`; a person who signs in has
a session cookie and always gets her own page.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from nastavnik.core.http.requests import Request

FRESH_SECONDS = 5.0
MAX_PAGES = 500
MAX_PAGE_BYTES = 512 * 1024
# of all pages together: a stranger may ask for one large page under hundreds of addresses
MAX_BYTES = 32 * 2**20
SHARED_COOKIES = ("display", "language", "zone")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was answered, plain and packed, and until when it may be answered again."""

    body: bytes
    packed: bytes
    headers: dict[str, str]
    etag: str
    until: float

    @property
    def size(self) -> int:
        """Return how many bytes it holds."""
        return len(self.body) + len(self.packed)


class GuestPages:
    """A bounded memory of pages, safe to use from many threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], KeptPage] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0

    def get(self, key: tuple[str, ...]) -> KeptPage | None:
        """Return the page under `key` if it is still fresh."""
        page = self._pages.get(key)
        return page if page and page.until > time.monotonic() else None

    def put(self, key: tuple[str, ...], page: KeptPage) -> None:
        """Keep `page`, dropping the oldest beyond `MAX_PAGES` and `MAX_BYTES`."""
        with self._lock:
            self._bytes += page.size - (self._pages[key].size if key in self._pages else 0)
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MAX_PAGES or self._bytes > MAX_BYTES:
                self._bytes -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        """Forget everything (for tests)."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0


PAGES = GuestPages()


class GuestCacheMiddleware:
    """Answers guests from memory; gives every cacheable page its ETag, `Vary` and `Cache-Control`."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if not is_guest_read(request):
            return personal(self.get_response(request))
        key = page_key(request)
        page = PAGES.get(key)
        if page is None:
            response = self.get_response(request)
            page = page_of(response)
            if page is None:
                return response
            PAGES.put(key, page)
        return answer(request, page)


def personal(response: HttpResponse) -> HttpResponse:
    """Let nobody on the way keep an answer to a known person, unless it says itself that it is for everybody."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def is_guest_read(request: Request) -> bool:
    """Tell whether the page may be the same for everybody: a plain GET without a session or a waiting message."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HX-Request" not in request.headers
    )


def page_key(request: Request) -> tuple[str, ...]:
    """Return what tells one guest's page from another's."""
    return (request.get_host(), request.get_full_path(), *(request.COOKIES.get(name, "") for name in SHARED_COOKIES))


def page_of(response: HttpResponse) -> KeptPage | None:
    """Return the page to keep, or None when the answer is personal, odd or too large."""
    is_page = response.status_code == HTTPStatus.OK and not response.streaming and not response.cookies
    if not is_page or "no-store" in response.get("Cache-Control", "") or response.get("Cache-Control", "") == "private":
        return None
    if not response.get("Content-Type", "").startswith("text/html") or len(response.content) > MAX_PAGE_BYTES:
        return None
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name not in {"Set-Cookie", "Content-Length"}}
    headers.setdefault("Cache-Control", "no-cache")
    return KeptPage(
        body=response.content,
        # packed once for everybody; a page of guests holds no secret that its packed length could betray
        packed=gzip.compress(response.content, compresslevel=6, mtime=0),
        headers=headers,
        # weak, because the plain and the packed page are the same page in other bytes
        etag=f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"',
        until=time.monotonic() + FRESH_SECONDS,
    )


def answer(request: Request, page: KeptPage) -> HttpResponse:
    """Answer with `page`, packed when the browser can unpack it, or with 304 when the browser has it already."""
    if page.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.packed, headers=page.headers | {"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(page.body, headers=page.headers)
    for name in page.headers.keys() - {"Content-Type"}:
        response.headers[name] = page.headers[name]
    response.headers["ETag"] = page.etag
    return response
