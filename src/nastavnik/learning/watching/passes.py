"""A pass lets a page report what a signed-in person plays of one film, also days later when it was offline meanwhile.

It is signed and tells everything that a report is checked by, so that no database is asked. Whether she may watch the film
was asked when the page was made.

Signed by BLAKE2b with a key (RFC 7693, as good as HMAC): HMAC lets another thread run each time it is asked in Python, and here it is asked
with every report, beside a thread that writes.
"""

import hashlib
import re
import secrets
from typing import NamedTuple

from nastavnik.learning.watching.seconds import LONGEST_SECONDS

LIVES_SECONDS = 14 * 24 * 3600
# clocks of several machines of one school
EARLY_SECONDS = 120
# what is on its way while a broadcast is watched: the clock of the sender may be a little ahead
LIVE_TOLERANCE_SECONDS = 60
SIGNATURE_BYTES = 16
PERSON = b"watch pass"
SHAPE = re.compile(r"(\d{1,18})\.(\d{1,18})\.(\d{1,6})\.(\d{1,6})\.(\d{1,11})\.(\d{1,11})\.[0-9a-f]{32}", re.ASCII)


class Forged(Exception):
    """This is no pass of ours."""


class Expired(Exception):
    """The pass is too old."""


class Pass(NamedTuple):
    """Who reports, of which film. Moments are whole seconds since 1970."""

    user_id: int
    video_id: int
    # of the film, in seconds; nothing for a broadcast that goes on
    length: int
    # so many seconds of the film played may make its lesson count; nothing where no lesson is waiting for it
    counts_at: int
    issued_at: int
    # when the broadcast began; nothing for a film
    on_air_since: int = 0

    def length_at(self, now: float) -> int:
        """Return how many seconds there are to play: of a broadcast what can have been sent by now."""
        if self.on_air_since == 0:
            return self.length
        sent = int(now) - self.on_air_since + LIVE_TOLERANCE_SECONDS
        return min(max(sent, 0), LONGEST_SECONDS)


def written(one: Pass, key: bytes) -> str:
    """Return the pass as a page carries it."""
    numbers = (one.user_id, one.video_id, one.length, one.counts_at, one.issued_at, one.on_air_since)
    words = ".".join(map(str, numbers))
    return f"{words}.{_signature(words, key)}"


def read(text: str, key: bytes, now: float) -> Pass:
    """Return the pass that a page carried. Raises `Forged`, `Expired`."""
    match = SHAPE.fullmatch(text)
    words, _dot, signature = text.rpartition(".")
    if match is None or not secrets.compare_digest(_signature(words, key), signature):
        raise Forged
    one = Pass(*map(int, match.groups()))
    if not -EARLY_SECONDS <= now - one.issued_at <= LIVES_SECONDS:
        raise Expired
    return one


def _signature(words: str, key: bytes) -> str:
    return hashlib.blake2b(words.encode(), key=key, digest_size=SIGNATURE_BYTES, person=PERSON).hexdigest()
