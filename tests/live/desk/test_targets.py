"""Addresses of channels: read strictly, and never inside our own network."""

import socket

import pytest

from nastavnik.live.ingest.targets import Fault, Target, WrongTarget, read_target, resolve


def fault_of(address: str) -> Fault | None:
    try:
        read_target(address)
    except WrongTarget as error:
        return error.fault
    return None


def test_read_address_of_a_channel_returns_its_parts():
    assert read_target("rtmp://ovsu.okcdn.ru/input/") == Target(False, "ovsu.okcdn.ru", 1935, "input/")
    assert read_target("rtmps://live.example.ru:8443/app?srv=2") == Target(True, "live.example.ru", 8443, "app?srv=2")
    assert read_target("rtmp://эфир.рф:443/live").host == "эфир.рф"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://vk.com/live", Fault.NOT_RTMP),
        ("file:///etc/passwd", Fault.NOT_RTMP),
        ("", Fault.NOT_RTMP),
        ("rtmp://", Fault.UNREADABLE),
        ("rtmp://live.example.ru", Fault.UNREADABLE),
        ("rtmp://live.example.ru/", Fault.UNREADABLE),
        ("rtmp://me:secret@live.example.ru/app", Fault.UNREADABLE),
        ("rtmp://live.example.ru/app swfUrl=file:///etc/passwd", Fault.UNREADABLE),
        ("rtmp://live.example.ru/app\n", Fault.UNREADABLE),
        ("rtmp://live.example.ru:99999/app", Fault.UNREADABLE),
        ("rtmp://[::1/app", Fault.UNREADABLE),
        ("rtmp://live.example.ru/" + "a" * 300, Fault.UNREADABLE),
        ("rtmp://2130706433/app", Fault.UNREADABLE),
        ("rtmp://127.1/app", Fault.UNREADABLE),
        ("rtmp://0x7f000001/app", Fault.UNREADABLE),
        ("rtmp://база/app", Fault.UNREADABLE),
        ("rtmp://live.example.ru:22/app", Fault.PORT),
        ("rtmp://localhost/app", Fault.INSIDE),
        ("rtmp://db.internal/app", Fault.INSIDE),
        ("rtmp://127.0.0.1/app", Fault.INSIDE),
        ("rtmp://10.0.0.5:1935/app", Fault.INSIDE),
        ("rtmp://192.168.1.1/app", Fault.INSIDE),
        ("rtmp://169.254.169.254/latest", Fault.INSIDE),
        ("rtmp://[::1]/app", Fault.INSIDE),
        ("rtmp://[fd00::1]/app", Fault.INSIDE),
        ("rtmp://[::ffff:10.0.0.1]/app", Fault.INSIDE),
        ("rtmp://[64:ff9b::a00:1]/app", Fault.INSIDE),
        ("rtmp://224.0.0.1/app", Fault.INSIDE),
        ("rtmp://93.184.216.34/app", None),
        ("rtmp://[2a00:1450:4010::1]/app", None),
    ],
)
def test_read_address_refuses_what_cannot_or_must_not_be_sent_to(address, fault):
    assert fault_of(address) == fault


@pytest.mark.parametrize("switch", ["DEBUG", "RELAY_INSIDE"])
def test_read_address_inside_is_let_through_where_the_operator_says_so(settings, switch):
    setattr(settings, switch, True)

    assert read_target("rtmp://127.0.0.1:19350/live").port == 19350
    assert resolve(read_target("rtmp://127.0.0.1:19350/live")) == "127.0.0.1"


def answers(*addresses: str):
    return lambda *_args, **_options: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 1935)) for one in addresses]


def test_resolve_returns_where_to_connect(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34"))

    assert resolve(read_target("rtmp://live.example.ru/app")) == "93.184.216.34"


@pytest.mark.parametrize("inside", ["10.0.0.5", "fe80::1%eth0"])
def test_resolve_refuses_a_name_that_leads_inside(monkeypatch, inside):
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34", inside))

    with pytest.raises(WrongTarget, match=Fault.INSIDE):
        resolve(read_target("rtmp://live.example.ru/app"))


def test_resolve_refuses_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_args, **_options):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(WrongTarget, match=Fault.UNKNOWN_NAME):
        resolve(read_target("rtmp://live.example.ru/app"))
