"""A pass lets a page report what a signed-in person plays of one film, also days later when it was offline meanwhile.

It is signed and tells everything that a report is checked by, so that no database is asked. Whether she may watch the film
was asked when the page was made.
"""

import re
from typing import NamedTuple

from nastavnik.core.passes import SIGNATURE, check_age, signed, unsigned
from nastavnik.learning.watching.seconds import LONGEST_SECONDS

LIVES_SECONDS = 14 * 24 * 3600
# what is on its way while a broadcast is watched: the clock of the sender may be a little ahead
LIVE_TOLERANCE_SECONDS = 60
PERSON = b"watch pass"
SHAPE = re.compile(r"(\d{1,18})\.(\d{1,18})\.(\d{1,6})\.(\d{1,6})\.(\d{1,11})\.(\d{1,11})" + SIGNATURE, re.ASCII)


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
    return signed(one, key, PERSON)


def read(text: str, key: bytes, now: float) -> Pass:
    """Return the pass that a page carried. Raises `core.passes.Forged`, `core.passes.Expired`."""
    one = Pass(*unsigned(text, SHAPE, key, PERSON))
    check_age(one.issued_at, LIVES_SECONDS, now)
    return one
