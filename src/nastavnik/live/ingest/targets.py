"""Where a broadcast may be sent: the address of a channel, read strictly, and hosts that lie outside.

An address is typed by a person and connected to by our machine, so it could name what only our machine reaches: a database
beside it, the metadata of a cloud. Such hosts are refused twice: as they are typed, and as their name is resolved just
before a connection (a name may lead elsewhere by then).
"""

import re
import socket
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.networks import INSIDE_ENDINGS, is_outside

DEFAULT_PORTS = {"rtmp": 1935, "rtmps": 443}
MOST_CHARACTERS = 300
# Of the ports below, only those on which platforms take broadcasts in; the rest belong to other services.
LOW_PORTS = frozenset({80, 443})
FIRST_FREE_PORT = 1024
# Its last label begins with a letter, so that no number in disguise (127.1, 0x7f000001) passes for a name.
NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)


class Fault(StrEnum):
    """What is wrong with an address."""

    NOT_RTMP = "not_rtmp"
    UNREADABLE = "unreadable"
    INSIDE = "inside"
    PORT = "port"
    UNKNOWN_NAME = "unknown_name"


FAULT_TEXTS: dict[Fault, Promise] = {
    Fault.NOT_RTMP: _("The server address begins with rtmp:// or rtmps://. Copy it from the channel’s page once more."),
    Fault.UNREADABLE: _("This is no server address: it looks like rtmp://server.example/live, without the key in it."),
    Fault.INSIDE: _("This address lies inside the school’s own network, and broadcasts are not sent there."),
    Fault.PORT: _("Broadcasts are not taken in at this port. Leave the port out, or copy the address once more."),
    Fault.UNKNOWN_NAME: _("Nobody knows a server of this name. Look whether the address was copied whole."),
}


class WrongTarget(Exception):
    """The address cannot be sent to; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Target:
    """The server of a channel. `path` is what follows the host, without its first slash."""

    is_tls: bool
    host: str
    port: int
    path: str


def may_lie_inside() -> bool:
    """Tell whether channels may lie in our own network: while the school is being developed, or as its operator says."""
    return bool(settings.RELAY_INSIDE or settings.DEBUG)


def read_target(address: str) -> Target:
    """Return the server that `address` names. Raises `WrongTarget`; nothing is asked over the network."""
    if len(address) > MOST_CHARACTERS or not address.isprintable() or re.search(r"[\s\\\"'<>|]", address):
        raise WrongTarget(Fault.UNREADABLE)
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise WrongTarget(Fault.UNREADABLE) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise WrongTarget(Fault.NOT_RTMP)
    # an address without a path has no place for the key; one with a password would show it to everybody at the desk
    if not host or parts.username is not None or not parts.path.strip("/"):
        raise WrongTarget(Fault.UNREADABLE)
    number = DEFAULT_PORTS[parts.scheme] if port is None else port
    if number not in LOW_PORTS and number < FIRST_FREE_PORT:
        raise WrongTarget(Fault.PORT)
    _check_host(host)
    rest = parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
    return Target(is_tls=parts.scheme == "rtmps", host=host, port=number, path=rest)


def _check_host(host: str) -> None:
    """Raise `WrongTarget` for a host that is no name, or lies inside as far as its letters tell."""
    if may_lie_inside():
        return
    try:
        address = ip_address(host)
    except ValueError:
        if host == "localhost" or host.endswith(INSIDE_ENDINGS):
            raise WrongTarget(Fault.INSIDE) from None
        if not NAME.fullmatch(host.encode("idna").decode() if not host.isascii() else host):
            raise WrongTarget(Fault.UNREADABLE) from None
        return
    if not is_outside(address):
        raise WrongTarget(Fault.INSIDE)


def resolve(target: Target) -> str:
    """Return an address of the target's host to connect to. Raises `WrongTarget` when any of its addresses lies inside.

    Asks the resolver of this machine, which may take seconds.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise WrongTarget(Fault.UNKNOWN_NAME) from error
    addresses = [str(name[0]) for _family, _type, _protocol, _canonical, name in found]
    if not may_lie_inside() and not all(is_outside(ip_address(one.partition("%")[0])) for one in addresses):
        raise WrongTarget(Fault.INSIDE)
    return addresses[0]
