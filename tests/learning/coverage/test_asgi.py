"""`POST /watched/`: what is asked before a report is believed, and what the browser is answered."""

import asyncio
import json
import time
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from nastavnik.config.asgi import application
from nastavnik.core import connections
from nastavnik.core.group_commit import Full, NotWritten
from nastavnik.core.played import MOST_BYTES
from nastavnik.core.sealing import key_for
from nastavnik.learning.asgi import coverage
from nastavnik.learning.selectors.progress import PURPOSE
from nastavnik.learning.services.coverage import Gone, Later, Taken
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.seconds import pieces_of

HOST = (b"host", b"testserver")


def pass_of(**words):
    usual = {"user_id": 3, "video_id": 5, "length": 100, "counts_at": 80, "issued_at": int(time.time())}
    return passes.written(passes.Pass(**usual | words), key_for(PURPOSE))


def body_of(*pieces, text=None):
    return json.dumps({"pass": text or pass_of(), "pieces": pieces or [[0, 12]]}).encode()


def ask(body=b"", *, method="POST", path="/watched/", headers=(), parts=None):
    """Return the status, the headers and the body of the answer."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts or [body]]
    messages[-1]["more_body"] = False
    sent = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "scheme": "http"}
    asyncio.run(application(scope | {"headers": [HOST, *headers], "client": ("127.0.0.1", 1)}, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message["body"] for message in sent[1:])


class Commits:
    """Takes reports without a database."""

    def __init__(self, answer):
        self.answer, self.reports = answer, []

    async def put(self, report):
        self.reports.append(report)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@contextmanager
def answering(monkeypatch, answer):
    commits = Commits(answer)
    monkeypatch.setattr(coverage, "commits", commits)
    yield commits


@pytest.fixture
def commits(monkeypatch):
    with answering(monkeypatch, Taken(12)) as made:
        yield made


def test_report_is_taken_and_told_how_much_was_watched(commits):
    status, headers, body = ask(body_of([0, 12.3], [40, 41]))
    assert (status, json.loads(body)) == (200, {"watched": 12})
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"
    (report,) = commits.reports
    assert report.key == (3, 5)
    assert pieces_of(report.bits) == [(0, 12), (40, 41)]
    assert (report.length, report.counts_at) == (100, 80)


def test_report_that_comes_in_parts_is_one(commits):
    body = body_of()
    assert ask(parts=[body[:5], body[5:20], body[20:]])[0] == 200


def test_broadcast_is_bound_by_what_was_sent_of_it(commits):
    text = pass_of(length=0, on_air_since=int(time.time()) - 300)
    assert ask(body_of([280, 300], text=text))[0] == 200
    assert ask(body_of([280, 500], text=text))[0] == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{}", 400),
        (body_of([5, 3]), 400),
        (body_of([0, 1e9]), 400),
        (body_of([0, float("inf")]), 400),
        (body_of([float("nan"), 5]), 400),
        (body_of(text="1.2.3.4.5.6." + "0" * 32), 403),
        (body_of(text=pass_of(issued_at=1)), 401),
        (b"x" * (MOST_BYTES + 1), 413),
    ],
    # passes hold the time: each process that collects the tests must call them alike
    ids=[
        "nothing",
        "no report",
        "backwards",
        "behind the end",
        "endless",
        "no number",
        "forged",
        "too old",
        "too large",
    ],
)
def test_what_cannot_be_taken_is_refused_before_the_database(commits, body, status):
    assert ask(body)[0] == status
    assert commits.reports == []


def test_endless_body_is_not_read_to_its_end(commits):
    assert ask(parts=[b"x" * 10_000] * 100)[0] == 413


def test_body_that_breaks_off_is_no_report(commits):
    async def scenario():
        messages = [
            {"type": "http.request", "body": b"{", "more_body": True},
            {"type": "http.disconnect"},
        ]
        sent = []

        async def receive():
            return messages.pop(0)

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/watched/", "headers": [HOST]}
        await coverage.watched(scope, receive, send)
        assert sent[0]["status"] == 400

    asyncio.run(scenario())
    assert commits.reports == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_not_allowed(commits, method):
    status, headers, _body = ask(body_of(), method=method)
    assert (status, headers[b"allow"]) == (405, b"POST")


def test_other_addresses_are_not_there(commits):
    assert ask(body_of(), path="/watched/more/")[0] == 404


def test_web_socket_is_closed():
    async def scenario():
        sent = []

        async def send(message):
            sent.append(message)

        await coverage.watched({"type": "websocket"}, None, send)
        assert sent == [{"type": "websocket.close", "code": 1000}]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"sec-fetch-site", b"same-origin"), (b"content-type", b"text/plain;charset=UTF-8")], 200),
        ([(b"sec-fetch-site", b"same-site")], 403),
        ([(b"sec-fetch-site", b"cross-site"), (b"origin", b"http://testserver")], 403),
        ([(b"origin", b"http://testserver")], 200),
        ([(b"origin", b"https://testserver")], 403),
        ([(b"origin", b"http://elsewhere.example")], 403),
        ([(b"origin", b"null")], 403),
        ([], 200),
    ],
)
def test_pages_of_other_sites_are_refused_by_what_the_browser_says(commits, headers, status):
    assert ask(body_of(), headers=headers)[0] == status


def test_too_fast_is_asked_to_come_later(monkeypatch):
    with answering(monkeypatch, Later(100.2)):
        status, headers, body = ask(body_of())
    assert (status, headers[b"retry-after"], json.loads(body)) == (429, b"101", {"wait": 101})


def test_what_is_gone_is_told_so(monkeypatch):
    with answering(monkeypatch, Gone()):
        assert ask(body_of())[0] == 410


@pytest.mark.parametrize("trouble", [Full(), NotWritten()])
def test_what_could_not_be_written_is_asked_for_again(monkeypatch, trouble):
    with answering(monkeypatch, trouble):
        status, headers, _body = ask(body_of())
    assert status == 503
    assert 2 <= int(headers[b"retry-after"]) <= 8


@pytest.mark.django_db
def test_batch_is_written_once_more_when_the_connection_broke(monkeypatch):
    tries = []

    def take(reports, *, now):
        tries.append(reports)
        if len(tries) == 1:
            raise OperationalError
        return ["taken"]

    class Connection:
        in_atomic_block = True

        @staticmethod
        def close():
            tries.append("closed")

    monkeypatch.setattr(coverage, "take_reports", take)
    monkeypatch.setattr(connections, "connection", Connection)
    assert coverage.write_reports(["report"]) == ["taken"]
    assert tries == [["report"], "closed", ["report"]]
