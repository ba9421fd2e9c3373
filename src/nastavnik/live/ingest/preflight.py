"""Whether a channel would answer: its server is found, reached, and greeted as RTMP begins, without publishing anything.

Safe to run while somebody broadcasts there: a greeting names neither an application nor a key.
"""

import os
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from nastavnik.live.ingest.targets import Fault, Target, WrongTarget, read_target, resolve

VERSION = b"\x03"
HELLO_BYTES = 1536
SECONDS = 8.0
MOST_AT_ONCE = 12


class Verdict(StrEnum):
    """What became of a greeting."""

    ANSWERS = "answers"
    WRONG_ADDRESS = "wrong_address"
    INSIDE = "inside"
    UNKNOWN_NAME = "unknown_name"
    NOBODY_THERE = "nobody_there"
    SILENT = "silent"
    NOT_SAFE = "not_safe"
    NOT_RTMP = "not_rtmp"


BY_FAULT = {Fault.INSIDE: Verdict.INSIDE, Fault.UNKNOWN_NAME: Verdict.UNKNOWN_NAME}


@dataclass(frozen=True, slots=True)
class Greeting:
    """What became of a greeting, and how long it took."""

    verdict: Verdict
    milliseconds: int


def greet_all(addresses: list[str], *, seconds: float = SECONDS) -> list[Greeting]:
    """Greet the servers of channels, all at the same time; returns in little more than `seconds`."""
    if not addresses:
        return []
    with ThreadPoolExecutor(min(len(addresses), MOST_AT_ONCE), thread_name_prefix="greeting") as threads:
        return list(threads.map(lambda address: greet(address, seconds=seconds), addresses))


def greet(address: str, *, seconds: float = SECONDS) -> Greeting:
    """Greet the server at `address`; whatever goes wrong is in the verdict."""
    began = monotonic()
    verdict = _verdict(address, began + seconds)
    return Greeting(verdict, round((monotonic() - began) * 1000))


def _verdict(address: str, deadline: float) -> Verdict:
    try:
        target = read_target(address)
        # connected to by the very address that was looked at: a name could lead elsewhere the next time
        place = resolve(target)
    except WrongTarget as wrong:
        return BY_FAULT.get(wrong.fault, Verdict.WRONG_ADDRESS)
    try:
        with socket.create_connection((place, target.port), timeout=_left(deadline)) as plain:
            if not target.is_tls:
                return _shake_hands(plain, deadline)
            with _safe(plain, target) as line:
                return _shake_hands(line, deadline)
    except ssl.SSLError:
        return Verdict.NOT_SAFE
    except TimeoutError:
        return Verdict.SILENT
    except OSError:
        return Verdict.NOBODY_THERE


def _safe(plain: socket.socket, target: Target) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)


def _shake_hands(line: socket.socket, deadline: float) -> Verdict:
    """Say C0 and C1, hear S0 and S1, say C2 (RTMP 1.0, 5.2)."""
    hello = bytes(8) + os.urandom(HELLO_BYTES - 8)
    line.sendall(VERSION + hello)
    heard = b""
    while len(heard) < 1 + HELLO_BYTES:
        line.settimeout(_left(deadline))
        piece = line.recv(1 + HELLO_BYTES - len(heard))
        if not piece or (not heard and piece[:1] != VERSION):
            return Verdict.NOT_RTMP
        heard += piece
    line.sendall(heard[1:])
    return Verdict.ANSWERS


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
