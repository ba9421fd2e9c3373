"""How often each stretch of a film was played: numbers of four bytes. Pure, without the database.

A piece counts for the stretches whose middle lies in it, so it is all the same into how many reports it was cut.
"""

import math
from array import array
from collections.abc import Iterable

# so many stretches at most when a film is new; twice as many once it got longer
FEWEST_SECONDS, MOST_STRETCHES = 1, 400
MOST_PLAYS = 2**32 - 1
# the number of four bytes
CODE = "I"

Piece = tuple[float, float]


def width_for(length: int) -> int:
    """Return how wide the stretches of a film of so many seconds are."""
    return max(FEWEST_SECONDS, -(-length // MOST_STRETCHES))


def unpacked(kept: bytes | memoryview) -> "array[int]":
    """Return the numbers that are kept, the lowest byte first, as all machines have them on which the school runs."""
    return array(CODE, bytes(kept))


def packed(plays: "array[int]") -> bytes:
    """Return numbers as they are kept."""
    return plays.tobytes()


def grown(plays: "array[int]", width: int, length: int) -> tuple["array[int]", int]:
    """Return the numbers and their width for a film that is `length` seconds long now; pairs are joined where they became too many."""
    while length > 2 * MOST_STRETCHES * width:
        plays = array(CODE, [max(plays[place : place + 2]) for place in range(0, len(plays), 2)])
        width *= 2
    missing = -(-length // width) - len(plays)
    return (plays + array(CODE, [0] * missing) if missing > 0 else plays), width


def add(plays: "array[int]", width: int, pieces: Iterable[Piece]) -> None:
    """Count pieces."""
    for begin, end in pieces:
        first = math.ceil(begin / width - 0.5)
        last = math.ceil(end / width - 0.5)
        for place in range(max(first, 0), min(last, len(plays))):
            plays[place] = min(plays[place] + 1, MOST_PLAYS)


def moved(plays: "array[int]", width: int, by_seconds: float) -> "array[int]":
    """Return the numbers of a film that begins so much earlier than before, to the nearest stretch."""
    steps = round(by_seconds / width)
    return array(CODE, [0] * steps) + plays if steps >= 0 else plays[-steps:]
