"""Other systems are called only outside, never redirected, within a size and a time."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nastavnik.core import outside
from nastavnik.core.outside import Fault, OutsideFault, call, check_address


@contextmanager
def a_system(answer):
    """Start a server whose every answer `answer` writes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def do_POST(self):
            self.body = self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def say(handler, body=b"well", status=200, **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def inside(settings):
    settings.EXCHANGE_INSIDE = True


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://lrs.example.ru/", Fault.NOT_HTTPS),
        ("ftp://lrs.example.ru/", Fault.UNREADABLE),
        ("lrs.example.ru", Fault.UNREADABLE),
        ("https://", Fault.UNREADABLE),
        ("https://lrs..example.ru/", Fault.UNREADABLE),
        (f"https://{'a' * 64}.example.ru/", Fault.UNREADABLE),
        ("https://me:secret@lrs.example.ru/", Fault.UNREADABLE),
        ("https://lrs.example.ru/#part", Fault.UNREADABLE),
        ("https://lrs.example.ru/a b", Fault.UNREADABLE),
        ("https://lrs.example.ru:port/", Fault.UNREADABLE),
        ("https://[::1/", Fault.UNREADABLE),
        (f"https://lrs.example.ru/{'a' * 500}", Fault.UNREADABLE),
        ("https://localhost/", Fault.INSIDE),
        ("https://database/", Fault.INSIDE),
        ("https://127.0.0.1/", Fault.INSIDE),
        ("https://127.1/", Fault.INSIDE),
        ("https://10.0.0.5/", Fault.INSIDE),
        ("https://169.254.169.254/latest", Fault.INSIDE),
        ("https://[::1]/", Fault.INSIDE),
        ("https://[64:ff9b::7f00:1]/", Fault.INSIDE),
        ("https://[::ffff:10.0.0.1]/", Fault.INSIDE),
        ("https://lrs.internal/", Fault.INSIDE),
        ("https://lrs.internal./", Fault.INSIDE),
    ],
)
def test_check_address_that_is_not_called_says_why(url, fault):
    with pytest.raises(OutsideFault) as caught:
        check_address(url)

    assert caught.value.fault is fault


@pytest.mark.parametrize("url", ["https://lrs.example.ru/xapi/", "https://8.8.8.8:8443/x?a=b", "https://лрс.рф/"])
def test_check_address_of_the_internet_is_fine(url):
    check_address(url)


def test_check_address_inside_is_fine_when_the_operator_says_so(inside):
    check_address("http://127.0.0.1:8080/xapi/")


def test_call_returns_what_was_answered(inside):
    def answer(handler):
        said = b"%s %s" % (handler.headers["Authorization"].encode(), handler.body)
        say(handler, said, status=201, **{"X-Word": "yes"})

    with a_system(answer) as url:
        answered = call("POST", url, body=b'{"a": 1}', login=("key", "secret"))

    assert answered.status == 201
    assert answered.is_good
    assert answered.headers["x-word"] == "yes"
    assert answered.body == b'Basic a2V5OnNlY3JldA== {"a": 1}'


def test_call_reads_json(inside):
    with a_system(lambda handler: say(handler, b'{"a": [1]}', status=404)) as url:
        answered = call("GET", url)

    assert answered.json() == {"a": [1]}
    assert not answered.is_good


def test_call_sends_a_form(inside):
    with a_system(lambda handler: say(handler, handler.body)) as url:
        assert call("POST", url, form={"grant": "a b"}).body == b"grant=a+b"


def test_call_follows_no_redirect(inside):
    asked = []

    def answer(handler):
        asked.append(handler.path)
        say(handler, status=302, Location="/inside")

    with a_system(answer) as url:
        assert call("GET", url + "/here").status == 302

    assert asked == ["/here"]


def test_call_takes_no_password_of_the_environment(inside, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    with a_system(lambda handler: say(handler, str(handler.headers["Authorization"]).encode())) as url:
        assert call("GET", url).body == b"None"


def test_call_that_answers_too_much_is_cut(inside):
    with (
        a_system(lambda handler: say(handler, b"x" * (outside.MOST_BYTES + 1))) as url,
        pytest.raises(OutsideFault) as caught,
    ):
        call("GET", url)

    assert caught.value.fault is Fault.TOO_MUCH


def drip(handler, is_over):
    while not is_over.wait(0.05):
        try:
            handler.wfile.write(b"H")
        except OSError:
            return


def drip_a_body(handler, is_over):
    handler.send_response(200)
    handler.end_headers()
    drip(handler, is_over)


@pytest.mark.parametrize("answer", [drip, drip_a_body])
def test_call_that_drips_is_given_up(inside, monkeypatch, answer):
    monkeypatch.setattr(outside, "WHOLE_SECONDS", 0.3)
    is_over = threading.Event()

    with a_system(lambda handler: answer(handler, is_over)) as url:
        try:
            with pytest.raises(OutsideFault) as caught:
                call("GET", url)
        finally:
            is_over.set()

    assert caught.value.fault is Fault.SILENT


def test_call_with_a_password_that_no_header_can_carry_is_told(inside):
    with a_system(say) as url, pytest.raises(OutsideFault) as caught:
        call("GET", url, login=("name", "ключ"))

    assert caught.value.fault is Fault.SILENT


def test_call_nobody_answers_is_told(inside):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(OutsideFault) as caught:
        call("GET", f"http://127.0.0.1:{port}/")

    assert caught.value.fault is Fault.SILENT


def resolved(*addresses):
    return lambda _host, port, **_words: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1")])
def test_call_of_a_name_that_leads_inside_is_refused_before_connecting(monkeypatch, addresses):
    monkeypatch.setattr(outside.socket, "getaddrinfo", resolved(*addresses))
    monkeypatch.setattr(outside.socket, "create_connection", lambda *_words, **_named: pytest.fail("connected"))

    with pytest.raises(OutsideFault) as caught:
        call("GET", "https://lrs.example.ru/")

    assert caught.value.fault is Fault.INSIDE


def test_call_connects_to_the_address_that_was_looked_at(monkeypatch):
    asked = []

    def create_connection(address, timeout):
        asked.append(address)
        raise OSError

    monkeypatch.setattr(outside.socket, "getaddrinfo", resolved("93.184.216.34", "93.184.216.35"))
    monkeypatch.setattr(outside.socket, "create_connection", create_connection)

    with pytest.raises(OutsideFault) as caught:
        call("GET", "https://lrs.example.ru/")

    assert caught.value.fault is Fault.SILENT
    assert asked == [("93.184.216.34", 443), ("93.184.216.35", 443)]
