"""The pass of a viewing: it names a row that is made by the first report, and everything that the row begins with."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from nastavnik.audience.enums import ViewerKind
from nastavnik.core.passes import SIGNATURE, check_age, signed, unsigned

PURPOSE = "audience.viewing"
PERSON = b"viewing pass"
# a page that is open for longer asks for another one: that is another viewing
LIVES_SECONDS = 24 * 3600
FIRST_DAY = date(1970, 1, 1)
# `Pass`, in its order
DIGITS = (19, 18, 18, 1, 19, 6, 11, 11, 1, 6)
SHAPE = re.compile(r"\.".join(rf"(\d{{1,{most}}})" for most in DIGITS) + SIGNATURE, re.ASCII)


class Pass(NamedTuple):
    """A viewing. Moments are whole seconds since 1970."""

    key: int
    school_id: int
    video_id: int
    kind: int
    # a number made with a salt
    viewer: int
    # of the film, in seconds; nothing for a broadcast that goes on
    length: int
    issued_at: int
    # when the broadcast began; nothing for a film
    on_air_since: int
    is_embedded: int
    # by the school's clock, since 1970
    day_number: int

    @property
    def is_live(self) -> bool:
        """Whether a broadcast is watched."""
        return self.on_air_since > 0

    @property
    def day(self) -> str:
        """The day to which it is counted, as databases write it."""
        return (FIRST_DAY + timedelta(days=self.day_number)).isoformat()

    @property
    def is_audience(self) -> bool:
        """Whether it counts as watched by those for whom the school works."""
        return self.kind in {ViewerKind.GUEST, ViewerKind.PERSON}


def written(one: Pass, key: bytes) -> str:
    """Return the pass as a page carries it."""
    return signed(map(int, one), key, PERSON)


def read(text: str, key: bytes, now: float) -> Pass:
    """Return the pass that a page carried. Raises `core.passes.Forged`, `core.passes.Expired`."""
    one = Pass(*unsigned(text, SHAPE, key, PERSON))
    check_age(one.issued_at, LIVES_SECONDS, now)
    return one
