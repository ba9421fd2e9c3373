import gzip
import time
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from nastavnik.core.http import guests
from nastavnik.core.http.guests import MAX_PAGES, PAGES, GuestCacheMiddleware

HTML = "text/html; charset=utf-8"


class School:
    """A school of one page that counts how often it is built."""

    def __init__(self, response=None):
        self.built = 0
        self.response = response

    def __call__(self, request):
        self.built += 1
        return self.response() if self.response else HttpResponse(f"<p>{self.built}</p>")


def ask(middleware, path="/", cookies=None, **headers):
    request = RequestFactory(headers=headers).get(path)
    request.COOKIES.update(cookies or {})
    return middleware(request)


def test_guests_get_one_page_built_once():
    school = School()
    middleware = GuestCacheMiddleware(school)

    bodies = [ask(middleware).content for _ in range(3)]

    assert bodies == [b"<p>1</p>"] * 3
    assert school.built == 1


def test_page_is_built_anew_when_it_is_no_longer_fresh(monkeypatch):
    school = School()
    middleware = GuestCacheMiddleware(school)
    ask(middleware)

    later = time.monotonic() + guests.FRESH_SECONDS + 1
    monkeypatch.setattr(guests, "time", SimpleNamespace(monotonic=lambda: later))

    assert ask(middleware).content == b"<p>2</p>"


@pytest.mark.parametrize("cookies", [{"sessionid": "a"}, {"messages": "m"}])
def test_known_person_always_gets_her_own_page(cookies):
    school = School()
    middleware = GuestCacheMiddleware(school)
    ask(middleware)

    assert ask(middleware, cookies=cookies).content == b"<p>2</p>"
    assert len(PAGES._pages) == 1


def test_page_of_a_known_person_is_kept_by_nobody_on_the_way():
    response = ask(GuestCacheMiddleware(School()), cookies={"sessionid": "a"})
    assert response["Cache-Control"] == "private, no-cache"


def test_answer_that_is_for_everybody_stays_so():
    middleware = GuestCacheMiddleware(School(lambda: HttpResponse(headers={"Cache-Control": "public, max-age=60"})))
    assert ask(middleware, cookies={"sessionid": "a"})["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("name", guests.SHARED_COOKIES)
def test_another_display_is_another_page(name):
    middleware = GuestCacheMiddleware(School())
    ask(middleware)

    assert ask(middleware, cookies={name: "other"}).content == b"<p>2</p>"


def test_parts_for_scripts_are_not_kept():
    middleware = GuestCacheMiddleware(School())
    ask(middleware, **{"HX-Request": "true"})

    assert len(PAGES._pages) == 0


def with_cookie():
    response = HttpResponse("<form>")
    response.set_cookie("csrftoken", "secret")
    return response


@pytest.mark.parametrize(
    "response",
    [
        with_cookie,
        lambda: HttpResponse("gone", status=404),
        lambda: HttpResponse("{}", content_type="application/json"),
        lambda: HttpResponse("mine", headers={"Cache-Control": "private"}),
        lambda: HttpResponse("never", headers={"Cache-Control": "no-store"}),
        lambda: HttpResponse("x" * (guests.MAX_PAGE_BYTES + 1)),
    ],
    ids=["cookie", "missing", "not a page", "private", "no-store", "too large"],
)
def test_what_is_personal_or_odd_is_not_kept(response):
    middleware = GuestCacheMiddleware(School(response))

    answer = ask(middleware)

    assert len(PAGES._pages) == 0
    assert "ETag" not in answer


def test_browser_that_has_the_page_gets_304():
    middleware = GuestCacheMiddleware(School())
    first = ask(middleware)

    again = ask(middleware, **{"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert "Cookie" in again["Vary"]


def test_page_is_packed_for_who_can_unpack_it():
    middleware = GuestCacheMiddleware(School())

    packed = ask(middleware, **{"Accept-Encoding": "br, gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == b"<p>1</p>"
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in ask(middleware)


def test_large_pages_are_kept_only_as_far_as_memory_is_given(monkeypatch):
    monkeypatch.setattr(guests, "MAX_BYTES", 5000)
    letters = "".join(map(str, range(500)))
    middleware = GuestCacheMiddleware(School(lambda: HttpResponse(letters, content_type=HTML)))

    for number in range(8):
        ask(middleware, f"/?page={number}")
        ask(middleware, "/?page=0")

    assert 0 < len(PAGES._pages) < 8
    assert PAGES._bytes == sum(page.size for page in PAGES._pages.values()) <= 5000


def test_memory_is_bounded():
    middleware = GuestCacheMiddleware(School())
    for number in range(MAX_PAGES + 5):
        ask(middleware, path=f"/{number}")

    assert len(PAGES._pages) == MAX_PAGES
