"""A browser's broadcast on its way in, before Django: who may bring one, what is said to others, and that all goes through."""

import asyncio
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as school_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests.live.factories import BroadcastFactory, IngestNodeFactory
from websockets.asyncio.server import serve

from nastavnik.live.asgi import send as module
from nastavnik.live.asgi.send import PREFIX, Turned, is_from_here, node_address, send_in
from nastavnik.live.ingest.words import read_ticket
from nastavnik.people.selectors import sessions

HOST = "127.0.0.1:8000"
QUERY = urlencode({"session": "0123456789abcdef", "mime": "video/webm;codecs=h264,opus", "label": "Камера"})


def cookie_of(user) -> str:
    session = sessions.SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{school_settings.SESSION_COOKIE_NAME}={session.session_key}"


def scope_of(broadcast="abc", cookie="", query=QUERY, origin=f"http://{HOST}"):
    headers = {"host": HOST, "origin": origin, "cookie": cookie}
    return {
        "type": "websocket",
        "scheme": "ws",
        "path": f"{PREFIX}{broadcast}/",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value],
    }


def turned(scope) -> str:
    with pytest.raises(Turned) as refused:
        node_address(scope)
    assert refused.value.text
    return refused.value.code


@pytest.fixture
def node(db):
    return IngestNodeFactory()


def test_methodist_gets_a_ticket_for_the_node(broadcast, methodist, node):
    address = node_address(scope_of(broadcast.token, cookie_of(methodist)))

    ticket = read_ticket(parse_qs(urlsplit(address).query)["ticket"][0])
    assert address.startswith(f"{node.address}/send?")
    assert (ticket.broadcast_id, ticket.user_id, ticket.label) == (broadcast.pk, methodist.pk, "Камера")
    assert ticket.session == f"{methodist.pk}-0123456789abcdef"


def test_guest_is_told_to_sign_in(broadcast, node):
    assert turned(scope_of(broadcast.token)) == "signed_out"


@pytest.mark.parametrize("token", ["", "another", "../etc"])
def test_unknown_broadcast_is_not_found(broadcast, methodist, node, token):
    assert turned(scope_of(token, cookie_of(methodist))) == "not_found"


def test_others_may_not_send(broadcast, learner, outsider, node):
    for person in (learner, outsider):
        assert turned(scope_of(broadcast.token, cookie_of(person))) == "not_found"


def test_broadcast_that_is_over_takes_nothing(lesson, methodist, node):
    over = BroadcastFactory(lesson=lesson, ended=True)

    assert turned(scope_of(over.token, cookie_of(methodist))) == "over"


@pytest.mark.parametrize("query", ["", "session=short&mime=video/webm", "session=0123456789abcdef&mime=text/html"])
def test_what_no_browser_of_ours_says_is_refused(broadcast, methodist, node, query):
    assert turned(scope_of(broadcast.token, cookie_of(methodist), query)) == "unknown"


def test_school_without_a_node_says_so(broadcast, methodist):
    assert turned(scope_of(broadcast.token, cookie_of(methodist))) == "no_node"


@pytest.mark.parametrize(
    ("origin", "is_ours"), [(f"http://{HOST}", True), ("http://evil.example", False), ("null", False), ("", False)]
)
def test_pages_of_others_may_not_connect(origin, is_ours):
    assert is_from_here(scope_of(origin=origin)) == is_ours


# --- the line --------------------------------------------------------------------------------------------------------


def conversation(scope, said, *, until=1) -> list[dict]:
    """Let a browser say something; return what it hears, after `until` messages at most."""

    async def talk():
        heard, waiting = [], asyncio.Queue()
        for message in [{"type": "websocket.connect"}, *said]:
            waiting.put_nowait(message)

        async def send(message):
            heard.append(message)
            if sum("text" in one for one in heard) >= until:
                waiting.put_nowait({"type": "websocket.disconnect"})

        await asyncio.wait_for(send_in(scope, waiting.get, send), 20)
        return heard

    return asyncio.run(talk())


def test_plain_request_is_told_what_speaks_here():
    heard = []

    async def send(message):
        heard.append(message)

    asyncio.run(send_in({"type": "http"}, None, send))

    assert heard[0]["status"] == 426


def test_foreign_page_is_hung_up_on_at_once():
    assert conversation(scope_of(origin="http://evil.example"), []) == [{"type": "websocket.close", "code": 1008}]


def test_refusal_is_a_sentence_for_the_page(monkeypatch):
    def refuse(_scope):
        raise Turned("over", "Эфир закончен.")

    monkeypatch.setattr(module, "node_address", refuse)
    monkeypatch.setattr(module, "with_database", lambda call: call)

    accepted, said, closed = conversation(scope_of(), [])

    assert accepted["type"] == "websocket.accept"
    assert json.loads(said["text"]) == {"type": "refused", "code": "over", "text": "Эфир закончен."}
    assert closed["type"] == "websocket.close"


def test_node_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr(module, "node_address", lambda _scope: "ws://127.0.0.1:1/send")
    monkeypatch.setattr(module, "with_database", lambda call: call)

    heard = conversation(scope_of(), [])

    assert json.loads(heard[1]["text"])["code"] == "no_node"


def test_messages_go_through_both_ways(monkeypatch):
    taken = []

    async def talk():
        async def take(line):
            async for message in line:
                taken.append(message)
                await line.send(json.dumps({"type": "ack", "next": len(taken)}))

        heard, waiting, acknowledged = [], asyncio.Queue(), asyncio.Event()

        async def send(message):
            heard.append(message)
            if len([one for one in heard if "text" in one]) == 2:
                acknowledged.set()

        async with serve(take, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            monkeypatch.setattr(module, "node_address", lambda _scope: f"ws://127.0.0.1:{port}/send")
            monkeypatch.setattr(module, "with_database", lambda call: call)
            for message in ({"type": "websocket.connect"}, {"bytes": b"\0\0\0\0webm"}, {"text": '{"type": "bye"}'}):
                waiting.put_nowait({"type": "websocket.receive"} | message)
            carrying = asyncio.create_task(send_in(scope_of(), waiting.get, send))
            await asyncio.wait_for(acknowledged.wait(), 20)
            waiting.put_nowait({"type": "websocket.disconnect"})
            await asyncio.wait_for(carrying, 20)
        return heard

    heard = asyncio.run(talk())

    assert taken == [b"\0\0\0\0webm", '{"type": "bye"}']
    assert [json.loads(one["text"])["next"] for one in heard if "text" in one] == [1, 2]
