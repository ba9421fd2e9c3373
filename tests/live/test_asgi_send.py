"""A browser's broadcast on its way in: who may send, and that messages go through to the node and back."""

import asyncio
import json
from http import HTTPStatus
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from tests.live.factories import BroadcastFactory, IngestNodeFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, LessonSpeakerFactory
from websockets.asyncio.server import serve

from nastavnik.live.asgi import send as sending
from nastavnik.live.asgi.send import Turned, is_from_here, node_address, send_in
from nastavnik.live.ingest.words import MOST_CHUNK_BYTES, Ticket, read_ticket

MIME = "video/webm;codecs=h264,opus"
HOST = "school.example.ru"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def speaker(lesson):
    user = UserFactory(full_name="Ведущая занятия")
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


@pytest.fixture
def node(db):
    return IngestNodeFactory(address="ws://10.0.0.5:8765")


def cookie_of(user) -> str:
    client = Client()
    client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[1])
    return f"{django_settings.SESSION_COOKIE_NAME}={client.cookies[django_settings.SESSION_COOKIE_NAME].value}"


def scope_of(token: str = "", cookie: str = "", *, scheme: str = "wss", **asked: str) -> dict:
    words = {"session": "abcdef12", "mime": MIME} | asked
    headers = {"host": HOST, "origin": f"https://{HOST}", "cookie": cookie}
    return {
        "type": "websocket",
        "scheme": scheme,
        "path": f"/live/send/{token}/",
        "query_string": "&".join(f"{name}={quote(value)}" for name, value in words.items()).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def ticket_for(scope: dict) -> Ticket:
    address = urlsplit(node_address(scope))
    return read_ticket(parse_qs(address.query)["ticket"][0])


def turned(scope: dict) -> str:
    with pytest.raises(Turned) as away:
        node_address(scope)
    assert away.value.text.endswith(".")
    return away.value.code


# --- who may send -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["methodist", "speaker"])
def test_whoever_holds_the_broadcast_gets_a_ticket_to_its_node(who, broadcast, node, request):
    user = request.getfixturevalue(who)

    address = node_address(scope_of(broadcast.token, cookie_of(user), label="Зал"))

    assert address.startswith("ws://10.0.0.5:8765/send?ticket=")
    found = ticket_for(scope_of(broadcast.token, cookie_of(user), label="Зал"))
    assert (found.broadcast_id, found.user_id, found.label, found.mime) == (broadcast.pk, user.pk, "Зал", MIME)


def test_session_of_one_person_is_never_that_of_another(broadcast, node, methodist, speaker):
    scopes = [scope_of(broadcast.token, cookie_of(user)) for user in (methodist, speaker)]

    sessions = {ticket_for(scope).session for scope in scopes}

    assert sessions == {f"{methodist.pk}-abcdef12", f"{speaker.pk}-abcdef12"}


def test_every_ticket_is_another(broadcast, node, methodist):
    scope = scope_of(broadcast.token, cookie_of(methodist))

    assert ticket_for(scope).number != ticket_for(scope).number


@pytest.mark.parametrize(
    ("label", "shown"),
    [("", "Методист школы"), ("  ", "Методист школы"), ("За\n\x00л\u202e", "Зал"), ("я" * 200, "я" * 80)],
)
def test_label_is_one_short_line(label, shown, broadcast, node, methodist):
    assert ticket_for(scope_of(broadcast.token, cookie_of(methodist), label=label)).label == shown


@pytest.mark.parametrize("role", ["director", "learner", "outsider"])
def test_others_are_told_that_there_is_no_such_broadcast(role, broadcast, node, request):
    assert turned(scope_of(broadcast.token, cookie_of(request.getfixturevalue(role)))) == "not_found"


@pytest.mark.parametrize("token", ["nothing", "UPPER", "a/b", "", "a" * 40, "%2e%2e"])
def test_unknown_broadcast_is_told_alike(token, node, methodist):
    assert turned(scope_of(token, cookie_of(methodist))) == "not_found"


def test_guest_is_told_to_sign_in_again(broadcast, node):
    assert turned(scope_of(broadcast.token)) == "signed_out"
    assert turned(scope_of(broadcast.token, f"{django_settings.SESSION_COOKIE_NAME}=unknown")) == "signed_out"


def test_broadcast_that_is_over_takes_nothing(school, node, methodist):
    lesson = LessonFactory(cycle__programme__school=school, held=True)
    over = BroadcastFactory(lesson=lesson, ended=True)

    assert turned(scope_of(over.token, cookie_of(methodist))) == "over"


@pytest.mark.parametrize(
    "asked",
    [
        {"session": ""},
        {"session": "short"},
        {"session": "with space"},
        {"session": "a" * 65},
        {"session": "../../etc/passwd"},
        {"mime": ""},
        {"mime": "text/html"},
        {"mime": f"{MIME}\n"},
        {"mime": "video/webm;codecs=" + "x" * 81},
    ],
)
def test_what_no_browser_of_ours_sends_is_refused(asked, broadcast, node, methodist):
    assert turned(scope_of(broadcast.token, cookie_of(methodist), **asked)) == "unknown"


def test_school_without_a_node_says_so(broadcast, methodist):
    assert turned(scope_of(broadcast.token, cookie_of(methodist))) == "no_node"


# --- from which page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "host", "origin", "is_ours"),
    [
        ("wss", HOST, f"https://{HOST}", True),
        ("https", HOST, f"https://{HOST}", True),
        ("wss", f"{HOST}:8443", f"https://{HOST}:8443", True),
        ("wss", HOST.upper(), f"https://{HOST}", True),
        ("ws", "127.0.0.1:8000", "http://127.0.0.1:8000", True),
        # behind a proxy that did not say that it speaks https: BASE_URL does
        ("ws", "inner:8000", "https://base.example.ru", True),
        ("wss", HOST, f"http://{HOST}", False),
        ("wss", HOST, f"https://{HOST}:8443", False),
        ("wss", HOST, "https://evil.example", False),
        ("wss", HOST, f"https://{HOST}.evil.example", False),
        ("wss", HOST, f"https://evil.example/{HOST}", False),
        ("wss", HOST, f"https://x@{HOST}", False),
        ("wss", HOST, "null", False),
        ("wss", HOST, "", False),
        ("wss", "", "https://", False),
    ],
)
def test_only_our_own_pages_connect(scheme, host, origin, is_ours, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://base.example.ru"]
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]

    assert is_from_here({"scheme": scheme, "headers": headers}) is is_ours


def test_page_that_says_no_origin_does_not_connect():
    assert not is_from_here({"scheme": "wss", "headers": [(b"host", HOST.encode())]})


# --- through to the node ----------------------------------------------------------------------------------------------


class Browser:
    """The school's server as it sees a browser: what it received, what is sent to it."""

    def __init__(self) -> None:
        self.up: asyncio.Queue[dict] = asyncio.Queue()
        self.down: list[dict] = []
        self.up.put_nowait({"type": "websocket.connect"})

    async def send(self, message: dict) -> None:
        self.down.append(message)

    def said(self) -> list[dict]:
        return [json.loads(message["text"]) for message in self.down if message["type"] == "websocket.send"]

    def kinds(self) -> list[str]:
        return [message["type"].removeprefix("websocket.") for message in self.down]


def through(monkeypatch, node, *messages: dict, scope: dict | None = None):
    """Send messages through to a node; return the browser and what the node heard."""
    browser, heard = Browser(), []

    async def run() -> None:
        async def answer(connection) -> None:
            await node(connection, heard)

        async with serve(answer, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            monkeypatch.setattr(sending, "node_address", lambda _scope: f"ws://127.0.0.1:{port}/send?ticket=x")
            for message in messages:
                browser.up.put_nowait(message)
            await asyncio.wait_for(send_in(scope or scope_of("token"), browser.up.get, browser.send), 20)

    monkeypatch.setattr(sending, "with_database", lambda call: call)
    asyncio.run(run())
    return browser, heard


async def listen(connection, heard) -> None:
    async for message in connection:
        heard.append(message)
        await connection.send('{"type": "ack"}')


def test_messages_go_through_and_back_until_the_browser_goes(monkeypatch):
    async def hear_two(connection, heard) -> None:
        await connection.send('{"type": "ready"}')
        async for message in connection:
            heard.append(message)

    browser, heard = through(
        monkeypatch,
        hear_two,
        {"type": "websocket.receive", "bytes": b"\0\0\0\0chunk", "text": None},
        {"type": "websocket.receive", "bytes": None, "text": '{"type": "bye"}'},
        {"type": "websocket.disconnect"},
    )

    assert heard == [b"\0\0\0\0chunk", '{"type": "bye"}']
    assert browser.kinds()[0] == "accept"


def test_node_that_hangs_up_lets_the_browser_go(monkeypatch):
    async def refuse(connection, heard) -> None:
        await connection.send('{"type": "refused"}')

    browser, _heard = through(monkeypatch, refuse)

    assert browser.said() == [{"type": "refused"}]
    assert browser.kinds() == ["accept", "send", "close"]


def test_node_that_is_gone_when_a_chunk_comes_ends_it(monkeypatch):
    async def go(connection, heard) -> None:
        await connection.close()

    browser, _heard = through(monkeypatch, go, {"type": "websocket.receive", "bytes": b"\0\0\0\0chunk"})

    assert browser.kinds()[0] == "accept"


def test_message_that_is_too_large_goes_nowhere(monkeypatch):
    large = bytes(MOST_CHUNK_BYTES + 5)

    _browser, heard = through(monkeypatch, listen, {"type": "websocket.receive", "bytes": large})

    assert heard == []


def test_browser_is_told_why_it_is_turned_away(monkeypatch):
    def turn(_scope) -> str:
        raise Turned("over", "Эфир окончен.")

    browser = told_by(monkeypatch, turn)

    assert browser.said() == [{"type": "refused", "code": "over", "text": "Эфир окончен."}]
    assert browser.kinds() == ["accept", "send", "close"]


def told_by(monkeypatch, address) -> Browser:
    browser = Browser()
    monkeypatch.setattr(sending, "node_address", address)
    monkeypatch.setattr(sending, "with_database", lambda call: call)
    asyncio.run(send_in(scope_of("token"), browser.up.get, browser.send))
    return browser


def test_browser_is_told_that_the_node_does_not_answer(monkeypatch, capfd):
    browser = told_by(monkeypatch, lambda _scope: "ws://127.0.0.1:9/send?ticket=secret-ticket")

    assert [said["code"] for said in browser.said()] == ["no_node"]
    assert "secret-ticket" not in capfd.readouterr().err


def test_page_of_another_site_is_not_even_accepted(monkeypatch):
    browser = Browser()
    scope = scope_of("token") | {"headers": [(b"host", HOST.encode()), (b"origin", b"https://evil.example")]}

    asyncio.run(send_in(scope, browser.up.get, browser.send))

    assert browser.down == [{"type": "websocket.close", "code": 1008}]


def test_what_is_no_websocket_is_told_to_be_one():
    browser = Browser()

    asyncio.run(send_in({"type": "http", "path": "/live/send/token/", "headers": []}, browser.up.get, browser.send))

    assert browser.down[0]["status"] == HTTPStatus.UPGRADE_REQUIRED
