"""Greetings of channels, and the check that is made of them."""

import datetime as dt
import socket
import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory, ChannelFactory, RelayFactory

from nastavnik.live import tasks
from nastavnik.live.ingest import preflight
from nastavnik.live.ingest.preflight import HELLO_BYTES, Verdict, greet, greet_all
from nastavnik.live.models import Preflight
from nastavnik.live.services.broadcasts import AlreadyOver
from nastavnik.live.services.preflight import ask_preflight, run_preflight


@pytest.fixture(autouse=True)
def _inside(settings):
    settings.RELAY_INSIDE = True


@contextmanager
def server(answer):
    """A server on loopback that does `answer(connection)` with one connection; yields its address."""
    heard = []

    def serve():
        connection, _peer = listener.accept()
        with connection:
            heard.append(answer(connection))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}", heard
        thread.join(5)


def read(connection, count):
    data = b""
    while len(data) < count and (piece := connection.recv(count - len(data))):
        data += piece
    return data


def as_rtmp(connection):
    hello = read(connection, 1 + HELLO_BYTES)
    connection.sendall(hello[:1] + b"S" * HELLO_BYTES)
    connection.sendall(hello[1:])
    return hello[:1], read(connection, HELLO_BYTES)


def test_greet_of_a_server_ends_before_anything_is_published():
    with server(as_rtmp) as (place, heard):
        greeting = greet(f"rtmp://{place}/live")

    assert greeting.verdict == Verdict.ANSWERS
    assert heard == [(b"\x03", b"S" * HELLO_BYTES)]
    assert greeting.milliseconds < 5000


@pytest.mark.parametrize(
    "answer", [lambda c: c.recv(1) and c.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), lambda c: c.recv(2000)]
)
def test_greet_of_something_else_says_so(answer):
    with server(answer) as (place, _heard):
        assert greet(f"rtmp://{place}/live").verdict in {Verdict.NOT_RTMP, Verdict.NOBODY_THERE}


def test_greet_of_an_answer_that_stops_half_way_is_no_rtmp():
    def half(connection):
        read(connection, 1 + HELLO_BYTES)
        connection.sendall(b"\x03" + b"S" * 10)

    with server(half) as (place, _heard):
        assert greet(f"rtmp://{place}/live").verdict == Verdict.NOT_RTMP


def test_greet_of_a_silent_server_gives_up_in_time():
    with server(lambda connection: read(connection, 2 * HELLO_BYTES)) as (place, _heard):
        assert greet(f"rtmp://{place}/live", seconds=0.3).verdict == Verdict.SILENT


def test_greet_without_time_left_is_silent():
    with server(lambda _connection: None) as (place, _heard):
        assert greet(f"rtmp://{place}/live", seconds=-1).verdict == Verdict.SILENT
        socket.create_connection(tuple(place.split(":"))).close()  # let the server end


def test_greet_of_a_closed_port_finds_nobody():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert greet(f"rtmp://127.0.0.1:{port}/live").verdict == Verdict.NOBODY_THERE


def test_greet_of_a_server_without_tls_is_not_safe():
    with server(lambda connection: connection.recv(1) and connection.sendall(b"no TLS here, sorry\r\n")) as (place, _):
        assert greet(f"rtmps://{place}/live").verdict in {Verdict.NOT_SAFE, Verdict.NOBODY_THERE}


def test_greet_over_tls_shakes_hands_inside_of_it(monkeypatch):
    monkeypatch.setattr(preflight, "_safe", lambda plain, _target: plain.dup())
    with server(as_rtmp) as (place, _heard):
        assert greet(f"rtmps://{place}/live").verdict == Verdict.ANSWERS


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("https://vk.com", Verdict.WRONG_ADDRESS),
        ("rtmp://no-such-host.invalid/live", Verdict.UNKNOWN_NAME),
    ],
)
def test_greet_of_no_address_says_what_is_wrong(address, verdict, monkeypatch):
    def unknown(*_args, **_options):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert greet(address).verdict == verdict


def test_greet_never_looks_inside_unless_the_operator_says_so(settings):
    settings.RELAY_INSIDE = False
    with server(lambda _connection: None) as (place, heard):
        assert greet(f"rtmp://{place}/live").verdict == Verdict.INSIDE
        assert heard == []
        socket.create_connection(tuple(place.split(":"))).close()


def test_greet_all_asks_at_the_same_time():
    assert greet_all([]) == []
    with server(as_rtmp) as (first, _), server(as_rtmp) as (second, _):
        found = greet_all([f"rtmp://{first}/live", f"rtmp://{second}/live", "vk"])

    assert [one.verdict for one in found] == [Verdict.ANSWERS, Verdict.ANSWERS, Verdict.WRONG_ADDRESS]


LIVELY = {"brightness": 128.0, "spread": 64.0}


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ({"is_black": False, "is_flat": False, "peak_db": -8.0}, {"sound_db": -20.0} | LIVELY),
        ({"is_black": True, "is_flat": True, "peak_db": -90.0}, {"sound_db": -102.0, "brightness": 0.0, "spread": 0.0}),
        ({"is_black": False, "is_flat": True, "peak_db": None}, LIVELY | {"spread": 0.0}),
        ({"is_black": None, "is_flat": None, "peak_db": -8.0}, {"sound_db": -20.0}),
        ({}, {}),
    ],
)
def test_check_goes_by_what_the_node_saw_and_heard(methodist, broadcast, now, seen, told):
    broadcast.health, broadcast.health_at = {"disk_free_bytes": 7} | seen, now
    broadcast.save()
    check = ask_preflight(actor=methodist, broadcast_id=broadcast.pk, told={}, now=now)

    run_preflight(preflight_id=check.pk, asked_at=now, now=now)

    check.refresh_from_db()
    assert (check.found["signal"], check.found["disk_free_bytes"]) == (told, 7)


def test_check_does_not_believe_an_old_report(methodist, broadcast, now):
    broadcast.health, broadcast.health_at = {"peak_db": -8.0}, now - dt.timedelta(seconds=11)
    broadcast.save()
    check = ask_preflight(actor=methodist, broadcast_id=broadcast.pk, told={}, now=now)

    run_preflight(preflight_id=check.pk, asked_at=now, now=now)

    check.refresh_from_db()
    assert check.found["signal"] == {}


def test_ask_preflight_lets_a_worker_greet_the_wanted_channels(methodist, broadcast, now):
    with server(as_rtmp) as (place, _heard):
        answers = ChannelFactory(school=broadcast.school, title="Отвечает", address=f"rtmp://{place}/live")
        RelayFactory(broadcast=broadcast, channel=answers)
        RelayFactory(broadcast=broadcast, is_wanted=False)
        RelayFactory(broadcast=broadcast, channel__removed_at=now)
        check = ask_preflight(actor=methodist, broadcast_id=broadcast.pk, told={"sound_db": -20.0}, now=now)
        tasks.run_preflight.func(check.pk, now.isoformat())

    check.refresh_from_db()
    assert check.told == {"sound_db": -20.0}
    assert check.done_at is not None
    assert check.found["disk_free_bytes"] > 0
    assert check.found["signal"] == {}
    assert [(relay["channel"], relay["verdict"]) for relay in check.found["relays"]] == [("Отвечает", "answers")]


def test_ask_preflight_again_takes_the_place_of_the_last(methodist, broadcast, now):
    first = ask_preflight(actor=methodist, broadcast_id=broadcast.pk, told={"sound_db": -20.0}, now=now)
    later = now + dt.timedelta(minutes=1)
    run_preflight(preflight_id=first.pk, asked_at=now, now=now)
    second = ask_preflight(actor=methodist, broadcast_id=broadcast.pk, told={}, now=later)

    run_preflight(preflight_id=first.pk, asked_at=now, now=later)

    assert first.pk == second.pk
    kept = Preflight.objects.get()
    assert (kept.told, kept.found, kept.done_at, kept.asked_at) == ({}, {}, None, later)
    assert str(kept) == f"check of {broadcast.pk}"


def test_ask_preflight_is_for_those_who_hold_the_broadcast(director, speaker, broadcast, now):
    with pytest.raises(PermissionDenied):
        ask_preflight(actor=director, broadcast_id=broadcast.pk, told={}, now=now)
    assert ask_preflight(actor=speaker, broadcast_id=broadcast.pk, told={}, now=now)


def test_ask_preflight_after_the_end_is_refused(methodist, lesson, now):
    over = BroadcastFactory(lesson=lesson, ended=True)

    with pytest.raises(AlreadyOver):
        ask_preflight(actor=methodist, broadcast_id=over.pk, told={}, now=now)
