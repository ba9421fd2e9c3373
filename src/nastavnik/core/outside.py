"""Calls to other systems, at addresses that people typed or that other systems named.

Such an address could name what only our machine reaches: a database beside it, the metadata of a cloud. Addresses inside are
refused twice: as they are typed, and as their name is resolved; the connection goes to the very address that was looked at,
so a name that leads elsewhere a moment later gains nothing. No redirect is followed, no proxy or password of the
environment is used, and an answer has a size and a time.
"""

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from nastavnik.core.networks import INSIDE_ENDINGS, is_outside

MOST_CHARACTERS = 500
MOST_BYTES = 2**20
# to connect, and between two pieces of an answer
WAIT_SECONDS = (5.0, 10.0)
WHOLE_SECONDS = 20.0
PIECE_BYTES = 2**16


class Fault(StrEnum):
    """What is wrong with an address, or with what answers there."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not_https"
    INSIDE = "inside"
    SILENT = "silent"
    TOO_MUCH = "too_much"


FAULT_TEXTS: dict[Fault, Promise] = {
    Fault.UNREADABLE: _(
        "This is no address of a system: it looks like https://example.org/path, without a password in it."
    ),
    Fault.NOT_HTTPS: _("The address begins with https://: what is sent there must not be read on the way."),
    Fault.INSIDE: _("This address lies inside the school’s own network, and nothing is sent there."),
    Fault.SILENT: _("Nobody answers at this address."),
    Fault.TOO_MUCH: _("What answers at this address sends more than it should."),
}


class OutsideFault(Exception):
    """The address cannot be called, or nobody answers there as one should; `fault` says why, `said` in whose words."""

    def __init__(self, fault: Fault, said: str = "") -> None:
        self.fault, self.said = fault, said
        super().__init__(f"{fault.value}: {said}" if said else fault.value)


@dataclass(frozen=True, slots=True)
class Answer:
    """What another system answered. Header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Tell whether it did what it was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 -- the statuses of success

    def json(self) -> Any:
        """Return what was answered. Raises `ValueError` for what is no JSON."""
        return json.loads(self.body)


def may_lie_inside() -> bool:
    """Tell whether other systems may lie in our own network, without TLS: in development, or as the operator says."""
    return bool(settings.EXCHANGE_INSIDE or settings.DEBUG)


def check_address(url: str) -> None:
    """Raise `OutsideFault` for an address that is not called; nothing is asked over the network."""
    if len(url) > MOST_CHARACTERS or not url.isprintable() or any(letter in url for letter in " \\\"'<>|"):
        raise OutsideFault(Fault.UNREADABLE)
    try:
        parts = urlsplit(url)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
        host.encode("idna")  # a label that is empty or too long is no name
    except ValueError as error:
        raise OutsideFault(Fault.UNREADABLE) from error
    if parts.scheme not in {"https", "http"} or not host or parts.username is not None or parts.fragment:
        raise OutsideFault(Fault.UNREADABLE)
    if may_lie_inside():
        return
    if parts.scheme != "https":
        raise OutsideFault(Fault.NOT_HTTPS)
    _check_host(host)


def _check_host(host: str) -> None:
    """Raise `OutsideFault` for a host that lies inside as far as its letters tell."""
    try:
        is_fine = is_outside(ip_address(host))
    except ValueError:
        # a name without a dot is one of our own network; its last label is no number in disguise (127.1, 0x7f000001)
        last = host.rpartition(".")[2]
        is_fine = "." in host and not last[:1].isdigit() and not host.endswith(INSIDE_ENDINGS)
    if not is_fine:
        raise OutsideFault(Fault.INSIDE)


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    form: Mapping[str, str] | None = None,
    login: tuple[str, str] | None = None,
    seconds: float | None = None,
) -> Answer:
    """Ask another system. `login`: a name and a password for basic authentication; `seconds`: for all of it. Raises `OutsideFault`."""
    check_address(url)
    seconds = WHOLE_SECONDS if seconds is None else seconds
    until = time.monotonic() + seconds
    with requests.Session() as session, _ended_in_time(seconds):
        session.trust_env = False
        session.mount("https://", _Guarded())
        session.mount("http://", _Guarded())
        sent = {"User-Agent": "Nastavnik", **(headers or {})}
        try:
            with session.request(
                method,
                url,
                headers=sent,
                data=form if body is None else body,
                auth=login,
                timeout=WAIT_SECONDS,
                allow_redirects=False,
                stream=True,
            ) as response:
                named = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, named, _body_of(response, until))
        # the name of a host or a header that cannot be written is a ValueError
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise OutsideFault(Fault.SILENT, type(error).__name__) from error


# the call that goes on in this thread
_going_on = threading.local()


@contextmanager
def _ended_in_time(seconds: float) -> Iterator[None]:
    """End the call after so many seconds, whatever it waits for: who sends a byte now and then is never silent for long."""
    taps: list[socket.socket] = []
    timer = threading.Timer(seconds, _hang_up, [taps])
    timer.daemon = True
    _going_on.taps = taps
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        while taps:
            taps.pop().close()


def _hang_up(taps: list[socket.socket]) -> None:
    for tap in list(taps):
        with suppress(OSError):  # it has ended by itself
            tap.shutdown(socket.SHUT_RDWR)


def _body_of(response: requests.Response, until: float) -> bytes:
    """Return what was answered, as far as it comes in time and is not too much."""
    body = bytearray()
    while piece := response.raw.read1(PIECE_BYTES, decode_content=True):
        body += piece
        if len(body) > MOST_BYTES:
            raise OutsideFault(Fault.TOO_MUCH)
    if time.monotonic() > until:  # it was hung up on, and what came is a part
        raise OutsideFault(Fault.SILENT, "too slow")
    return bytes(body)


def _connect(connection: HTTPConnection) -> socket.socket:
    """Return a connection to an address of the host that was looked at. Raises `OutsideFault`."""
    # urllib3 keeps the name that it would resolve there
    host, port = connection._dns_host, connection.port or connection.default_port
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(name[0]) for _family, _type, _protocol, _canonical, name in found]
    if not may_lie_inside() and not all(is_outside(ip_address(one.partition("%")[0])) for one in addresses):
        raise OutsideFault(Fault.INSIDE)
    opened = _first_open(addresses, int(port))
    _going_on.taps.append(opened.dup())  # TLS takes the first one for itself
    return opened


def _first_open(addresses: list[str], port: int) -> socket.socket:
    """Return a connection to the first address that takes one: of two a machine may know no way to one."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout=WAIT_SECONDS[0])
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout=WAIT_SECONDS[0])


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Guarded(HTTPAdapter):
    """Lets requests connect by `_connect` alone."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
