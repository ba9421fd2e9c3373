"""Django's pages inside the ASGI server, tried with small WSGI applications and a made-up browser."""

import asyncio
import io
import threading
import time

import pytest

from nastavnik.config.bodies import SMALL_BYTES, ClientGone
from nastavnik.config.pages import PAGE_THREADS, PIECE_BYTES, Pages, environ_of
from nastavnik.core import clock

MOST_BYTES = 10 * 2**20


class Browser:
    """Sends `parts` of a body, then breaks off or waits, and keeps what comes back."""

    def __init__(self, *parts: bytes, breaks_off: bool = False, is_deaf: bool = False) -> None:
        self.messages = [
            {"type": "http.request", "body": part, "more_body": breaks_off or number < len(parts)}
            for number, part in enumerate(parts, start=1)
        ]
        self.is_deaf = is_deaf
        self.heard: list[dict] = []

    async def receive(self):
        return self.messages.pop(0) if self.messages else {"type": "http.disconnect"}

    async def send(self, message):
        if self.is_deaf and message["type"] == "http.response.body":
            raise ConnectionError("gone")
        self.heard.append(message)

    @property
    def status(self):
        return self.heard[0]["status"]

    @property
    def body(self):
        return b"".join(message["body"] for message in self.heard[1:])


class Page(list):
    """An answer as Django's `HttpResponse` is one: whole, and closed afterwards."""

    streaming = False
    closed = 0

    def close(self):
        Page.closed += 1


class Stream:
    """A long answer, as a file or an export."""

    streaming = True

    def __init__(self, parts):
        self.parts = iter(parts)
        self.is_closed = False

    def __iter__(self):
        return self.parts

    def close(self):
        self.is_closed = True


def scope_of(method="GET", path="/", headers=(), **more):
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("10.1.2.3", 5555),
        "headers": [(name.encode(), value.encode()) for name, value in dict(headers).items()],
        **more,
    }


def ask(app, browser=None, scope=None, *, most_bytes=MOST_BYTES):
    browser = browser or Browser()
    pages = Pages(app, most_bytes=lambda _scope: most_bytes)
    asyncio.run(pages(scope or scope_of(), browser.receive, browser.send))
    return browser


def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return Page([b"hel", b"lo"])


def echo(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("X-Thread", threading.current_thread().name)])
    return Page([body])


def posted(body_length):
    return scope_of("POST", headers={"content-length": str(body_length)})


def test_answer_of_a_page_goes_out_in_one_piece_and_is_closed():
    Page.closed = 0
    browser = ask(hello)

    assert browser.status == 200
    assert browser.heard[0]["headers"] == [(b"content-type", b"text/plain"), (b"content-length", b"5")]
    assert [message["body"] for message in browser.heard[1:]] == [b"hello"]
    assert Page.closed == 1


def test_answer_to_head_has_no_body():
    browser = ask(hello, scope=scope_of("HEAD"))

    assert (b"content-length", b"5") in browser.heard[0]["headers"]
    assert browser.body == b""


def test_answer_that_breaks_closes_and_raises():
    class Broken(Page):
        def __iter__(self):
            raise ValueError("broken")

    def app(environ, start_response):
        start_response("200 OK", [])
        return Broken()

    Page.closed = 0
    with pytest.raises(ValueError, match="broken"):
        ask(app)
    assert Page.closed == 1


def test_read_of_a_small_form_is_whole():
    browser = ask(echo, Browser(b"name=", b"Anna"), posted(9))

    assert browser.body == b"name=Anna"


def test_read_of_a_form_without_a_length_is_whole_too():
    def app(environ, start_response):
        start_response("200 OK", [])
        return Page([environ["wsgi.input"].read()])

    browser = ask(app, Browser(b"a", b"b"), scope_of("POST", headers={"transfer-encoding": "chunked"}))

    assert browser.body == b"ab"


def test_break_off_in_a_small_form_never_reaches_the_page():
    called = []

    browser = ask(lambda *words: called.append(words), Browser(b"half", breaks_off=True), posted(9))

    assert called == []
    assert browser.heard == []


@pytest.fixture
def _films_are_small(monkeypatch):
    monkeypatch.setattr("nastavnik.config.pages.SPOOLED_BYTES", SMALL_BYTES)


def test_usual_form_waits_on_the_disk_and_holds_no_thread():
    parts = [b"x" * 50_000] * 40
    browser = ask(echo, Browser(*parts), posted(2_000_000))

    assert browser.body == b"".join(parts)
    assert browser.heard[0]["headers"][0][1].startswith(b"page")


def test_browser_that_falls_silent_is_given_up(monkeypatch):
    monkeypatch.setattr("nastavnik.config.bodies.SILENCE_SECONDS", 0.05)
    called = []
    browser = Browser()

    async def receive():
        await asyncio.sleep(60)

    browser.receive = receive
    ask(lambda *words: called.append(words), browser, posted(9))

    assert called == []


@pytest.mark.usefixtures("_films_are_small")
def test_read_of_a_film_happens_in_other_threads_as_it_comes():
    parts = [b"x" * 50_000] * 10
    browser = ask(echo, Browser(*parts), posted(500_000))

    assert browser.body == b"".join(parts)
    assert browser.heard[0]["headers"][0][1].startswith(b"form")


@pytest.mark.usefixtures("_films_are_small")
def test_read_of_lines_of_a_film():
    def app(environ, start_response):
        start_response("200 OK", [])
        first = environ["wsgi.input"].readline(20)
        return Page([first, b"|", environ["wsgi.input"].readline()])

    browser = ask(app, Browser(b"one\ntw", b"o\n" + b"x" * SMALL_BYTES), posted(SMALL_BYTES + 100))

    assert browser.body == b"one\n|two\n"


@pytest.mark.usefixtures("_films_are_small")
def test_break_off_in_a_film_is_an_error_and_no_end():
    raised = []

    def app(environ, start_response):
        try:
            environ["wsgi.input"].read(500_000)
        except OSError as error:
            raised.append(error)
        start_response("400 Bad Request", [])
        return Page([])

    ask(app, Browser(b"x" * 50_000, breaks_off=True), posted(500_000))

    assert [type(error) for error in raised] == [ClientGone]


@pytest.mark.parametrize(
    ("parts", "headers"),
    [
        ([b""], {"content-length": str(MOST_BYTES + 1)}),
        ([b"x" * SMALL_BYTES, b"x"], {"transfer-encoding": "chunked"}),
        ([b"x" * SMALL_BYTES, b"x"], {"content-length": "5"}),
    ],
)
def test_refuse_of_too_large_a_form(parts, headers):
    called = []

    browser = ask(lambda *words: called.append(words), Browser(*parts), scope_of("POST", headers=headers))

    assert browser.status == 413
    assert (b"connection", b"close") in browser.heard[0]["headers"]
    assert called == []


def test_stream_leaves_as_it_comes():
    seen_before_the_end = []
    browser = Browser()

    def parts():
        yield b"x" * PIECE_BYTES
        seen_before_the_end.append(browser.body)
        yield b"end"

    def app(environ, start_response):
        start_response("200 OK", [])
        return Stream(parts())

    ask(app, browser)

    assert seen_before_the_end == [b"x" * PIECE_BYTES]
    assert browser.body == b"x" * PIECE_BYTES + b"end"
    assert browser.heard[-1] == {"type": "http.response.body", "body": b""}


def test_stream_of_small_parts_is_gathered():
    def app(environ, start_response):
        start_response("200 OK", [])
        return Stream([b"x"] * 1000)

    browser = ask(app)

    assert len(browser.heard) == 3
    assert browser.body == b"x" * 1000


def test_stream_to_a_browser_that_has_gone_is_closed():
    stream = Stream([b"x" * PIECE_BYTES] * 100)

    def app(environ, start_response):
        start_response("200 OK", [])
        return stream

    with pytest.raises(ConnectionError):
        ask(app, Browser(is_deaf=True))

    assert stream.is_closed
    assert len(list(stream.parts)) > 90


def test_stream_to_head_sends_nothing_and_is_closed():
    stream = Stream([b"x"])

    def app(environ, start_response):
        start_response("200 OK", [])
        return stream

    browser = ask(app, scope=scope_of("HEAD"))

    assert browser.body == b""
    assert stream.is_closed


def test_open_of_a_web_socket_is_refused():
    browser = ask(hello, scope={"type": "websocket", "path": "/"})

    assert browser.heard == [{"type": "websocket.close", "code": 1000}]


def test_threads_do_not_grow_with_requests():
    pages = Pages(hello, most_bytes=lambda _scope: MOST_BYTES)

    async def many():
        browsers = [Browser() for _ in range(200)]
        await asyncio.gather(*(pages(scope_of(), browser.receive, browser.send) for browser in browsers))
        return [browser.body for browser in browsers]

    before = threading.active_count()
    assert asyncio.run(many()) == [b"hello"] * 200
    assert threading.active_count() - before <= 9  # eight of the pool, and the loop's own


def test_arrival_is_told_also_to_who_waits_for_a_thread():
    """What has a deadline is judged by when it came, not by when eight others had been answered."""
    told, is_free = [], threading.Event()

    def slow(environ, start):
        told.append(environ[clock.ARRIVED])
        is_free.wait(5)
        return hello(environ, start)

    async def many():
        pages = Pages(slow, most_bytes=lambda _scope: MOST_BYTES)
        browsers = [Browser() for _ in range(PAGE_THREADS + 1)]
        asks = [asyncio.create_task(pages(scope_of(), one.receive, one.send)) for one in browsers]
        await asyncio.sleep(0.2)
        freed_at = time.time()
        is_free.set()
        await asyncio.gather(*asks)
        return freed_at

    freed_at = asyncio.run(many())

    assert len(told) == PAGE_THREADS + 1
    assert max(told) < freed_at


def test_environ_tells_the_request():
    scope = scope_of(
        "POST",
        "/занятия/",
        {"content-type": "text/plain", "content-length": "3", "x-csrf-token": "t", "x_forwarded_for": "6.6.6.6"},
        query_string=b"q=%D1%8F",
    )
    scope["headers"] += [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"text/html"), (b"accept", b"*/*")]

    environ = environ_of(scope, io.BytesIO())

    assert environ["PATH_INFO"].encode("latin-1").decode() == "/занятия/"
    assert environ["QUERY_STRING"] == "q=%D1%8F"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert environ["HTTP_X_CSRF_TOKEN"] == "t"
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert environ["REMOTE_ADDR"] == "10.1.2.3"


def test_environ_of_a_socket_without_addresses():
    environ = environ_of(scope_of(client=None, server=None), io.BytesIO())

    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"]) == ("", "localhost")
