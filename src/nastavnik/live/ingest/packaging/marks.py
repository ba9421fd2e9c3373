"""What is noted of a stream while it is written down: frames go by, and points from which one can go on."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

MOST_POINTS = 100_000


class Unreadable(Exception):
    """The stream is not what it should be; what came before may be good."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A packet of the picture or the sound that went by, by the sender's clock."""

    seconds: float
    is_picture: bool
    is_key: bool
    bytes: int


@dataclass(frozen=True, slots=True)
class Point:
    """A place in what was sent from which (after the header) a reader can begin: the next key frame is at `seconds`."""

    offset: int
    seconds: float


class Scanner(Protocol):
    """Reads a stream as it is written down. Codecs are in ffmpeg's words, "" while or when there is none."""

    points: list[Point]
    picture_codec: str
    sound_codec: str

    @property
    def is_ready(self) -> bool:
        """Whether it is known what is inside."""

    def cut(self) -> int:
        """Forget what was torn at the end; return where it begins."""

    def feed(self, content: bytes) -> Iterator[Frame]:
        """Take the next bytes; return the frames that begin in them. Raises `Unreadable`."""

    def header(self, offset: int) -> list[tuple[int, int]]:
        """Return what a reader that begins at `offset` must read first, as beginnings and ends."""


def point_before(points: list[Point], seconds: float) -> Point | None:
    """Return the last point that is not after `seconds`; points are in the order of time."""
    place = bisect_right(points, seconds, key=attrgetter("seconds"))
    return points[place - 1] if place else None
