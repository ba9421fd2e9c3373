"""A pass lets a page report something many times, without the database being asked: whole numbers and a signature.

Signed by BLAKE2b with a key (RFC 7693, as good as HMAC): HMAC lets another thread run each time it is asked in Python, and here it is asked
with every report, beside a thread that writes. What a pass is for is a part of its signature (`person`).
"""

import hashlib
import re
import secrets
from collections.abc import Iterable

# clocks of several machines of one school
EARLY_SECONDS = 120
SIGNATURE_BYTES = 16
SIGNATURE = r"\.[0-9a-f]{32}"


class Forged(Exception):
    """This is no pass of ours."""


class Expired(Exception):
    """The pass is too old."""


def signed(numbers: Iterable[int], key: bytes, person: bytes) -> str:
    """Return numbers as a page carries them."""
    words = ".".join(map(str, numbers))
    return f"{words}.{_signature(words, key, person)}"


def unsigned(text: str, shape: re.Pattern[str], key: bytes, person: bytes) -> tuple[int, ...]:
    """Return the numbers that a page carried; `shape` has a group for each and ends with `SIGNATURE`. Raises `Forged`."""
    match = shape.fullmatch(text)
    words, _dot, signature = text.rpartition(".")
    if match is None or not secrets.compare_digest(_signature(words, key, person), signature):
        raise Forged
    return tuple(map(int, match.groups()))


def check_age(issued_at: int, lives_seconds: int, now: float) -> None:
    """Raise `Expired` for a pass that was issued too long ago, or is not valid yet."""
    if not -EARLY_SECONDS <= now - issued_at <= lives_seconds:
        raise Expired


def _signature(words: str, key: bytes, person: bytes) -> str:
    return hashlib.blake2b(words.encode(), key=key, digest_size=SIGNATURE_BYTES, person=person).hexdigest()
