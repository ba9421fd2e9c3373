"""`POST /viewed/`: what is asked before a report is believed, and what the player is answered."""

import asyncio
import json
import time

import pytest

from nastavnik.audience.asgi import viewing
from nastavnik.audience.services.viewing import passes
from nastavnik.audience.services.viewing.counting import Answer
from nastavnik.config.asgi import application
from nastavnik.core.group_commit import Full
from nastavnik.core.sealing import key_for

HOST = (b"host", b"testserver")


def text_of(**words):
    usual = dict.fromkeys(passes.Pass._fields, 1) | {"length": 100, "issued_at": int(time.time()), "on_air_since": 0}
    return passes.written(passes.Pass(**usual | words), key_for(passes.PURPOSE))


def body_of(*pieces, n=1, text=None):
    return json.dumps({"pass": text or text_of(), "pieces": pieces or [[0, 12]], "n": n}).encode()


def ask(body, *headers):
    return told(body, *headers)["status"]


def told(body, *headers):
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/viewed/", "query_string": b"", "scheme": "http"}
    asyncio.run(application(scope | {"headers": [HOST, *headers], "client": ("127.0.0.1", 1)}, receive, send))
    return sent[0]


class Commits:
    """Takes reports without a database."""

    answer = Answer.TAKEN

    def __init__(self):
        self.reports = []

    async def put(self, report):
        self.reports.append(report)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def commits(monkeypatch):
    made = Commits()
    monkeypatch.setattr(viewing, "commits", made)
    return made


def test_report_is_taken_with_what_its_pass_says(commits):
    assert ask(body_of([0, 12.3], [3, 5], n=7)) == 204
    (report,) = commits.reports
    assert (report.number, report.pieces, report.seconds) == (7, [(0, 12.3), (3, 5)], 14)
    assert report.allowed.length == 100


def test_broadcast_is_bound_by_the_longest_of_all(commits):
    text = text_of(length=0, on_air_since=1)
    assert ask(body_of([86_000, 86_020], text=text)) == 204
    assert ask(body_of([0, 200_000], text=text)) == 400


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda: b"{}", 400),
        (lambda: body_of([5, 3]), 400),
        (lambda: body_of([0, 103]), 400),
        (lambda: body_of([float("nan"), 5]), 400),
        (lambda: body_of(n=0), 400),
        (lambda: body_of(n=2**31), 400),
        (lambda: body_of(n=True), 400),
        (lambda: body_of(text=text_of()[:-1] + "x"), 403),
        (lambda: body_of(text=text_of(issued_at=1)), 401),
    ],
    ids=["nothing", "backwards", "behind", "no number", "no count", "large count", "odd count", "forged", "old"],
)
def test_what_cannot_be_taken_is_refused_before_the_database(commits, make, status):
    assert ask(make()) == status
    assert commits.reports == []


def test_other_site_may_not_report(commits):
    assert ask(body_of(), (b"sec-fetch-site", b"cross-site")) == 403


@pytest.mark.parametrize(
    ("answer", "status"), [(Answer.TOO_FAST, 429), (Answer.GONE, 410), (Full(), 503)], ids=["fast", "gone", "full"]
)
def test_what_was_not_counted_is_told(commits, answer, status):
    commits.answer = answer
    assert ask(body_of()) == status


def test_who_plays_too_fast_is_told_when_there_is_time_for_it(commits):
    commits.answer = Answer.TOO_FAST
    assert dict(told(body_of())["headers"])[b"retry-after"] == b"20"


@pytest.mark.django_db
def test_reports_are_written_through_the_service(monkeypatch):
    monkeypatch.setattr(
        viewing, "take_reports", lambda reports, *, now: [(one, now.tzinfo is not None) for one in reports]
    )
    assert viewing.write_reports(["report"]) == [("report", True)]
