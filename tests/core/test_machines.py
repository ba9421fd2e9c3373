"""What programs of others are answered: so many times a minute, with 304 where they have it, and work that waits for its turn."""

from http import HTTPStatus

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.test import RequestFactory

from nastavnik.core import pace
from nastavnik.core.errors import Busy
from nastavnik.core.http.machines import paced, told
from nastavnik.core.http.refusals import RefusalMiddleware
from nastavnik.core.networks import network_of
from nastavnik.core.turns import Turns


def asked(address="192.0.2.1", **headers):
    return RequestFactory().get("/oai/", REMOTE_ADDR=address, headers=headers)


def busy(request):
    return RefusalMiddleware(HttpResponse).process_exception(request, Busy())


def test_one_network_is_asked_to_wait_and_others_are_answered():
    view = paced("here", 2, HTTPStatus.SERVICE_UNAVAILABLE)(lambda _request: HttpResponse("said"))
    household = [view(asked(f"2001:db8:1:2::{number}")) for number in range(1, 4)]

    assert [answer.status_code for answer in household] == [200, 200, 503]
    assert household[2].headers["Retry-After"] == "60"
    assert view(asked("2001:db8:1:3::1")).content == b"said"
    assert view(asked("")).content == b"said"
    assert paced("elsewhere", 1)(lambda _request: HttpResponse())(asked("2001:db8:1:2::9")).status_code == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("somewhere", "somewhere"),
    ],
)
def test_count_an_address_counts_its_network(address, network):
    assert network_of(address) == network


def test_count_that_ends_between_two_looks_lets_through(monkeypatch):
    monkeypatch.setattr(pace.cache, "add", lambda *_words: False)

    assert pace.is_within("here", "192.0.2.1", 0)


def test_whoever_has_an_answer_is_not_sent_it_again():
    first = told(asked(), b"news", "text/plain")
    tag = first.headers["ETag"]
    again = told(asked(if_none_match=f'"other", W/{tag}'), b"news", "text/plain")

    assert (first.content, again.status_code, again.content) == (b"news", 304, b"")
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (tag, "public, max-age=300")
    assert told(asked(if_none_match=tag), b"other news", "text/plain").content == b"other news"


@pytest.mark.parametrize("answer", [paced("none", 0, HTTPStatus.SERVICE_UNAVAILABLE)(HttpResponse), busy])
def test_asking_too_often_fills_no_log_with_errors(answer, caplog):
    caplog.set_level("WARNING", "django.request")
    handler = BaseHandler()
    handler._middleware_chain = answer

    assert handler.get_response(asked()).status_code == 503
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_turns_are_not_waited_for_and_come_back():
    turns = Turns(1)
    with turns.taken(), pytest.raises(Busy), turns.taken():
        pass
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    with turns.taken():
        pass


def test_busy_school_asks_programs_and_people_to_come_again(client, db):
    answer = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(asked(accept="image/*"), Busy())

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Type"].startswith("text/plain")
