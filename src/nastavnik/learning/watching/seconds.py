"""Seconds as bits: the bit of second n is set when it was played.

A played piece [a, b) of a film sets the bits from a to b, both rounded to the nearest whole second. Where one piece ends the
next begins at the same bit, so it is all the same into how many reports a stretch is cut, and in which order, how often and
when they come: bits are joined by OR.
"""

import math
import re
from collections.abc import Iterable, Sequence

from nastavnik.core.played import BadReport

Piece = tuple[int, int]
# No film is longer, and no broadcast goes on for longer: two days of bits are 21 KB.
LONGEST_SECONDS = 48 * 3600
# What a browser takes for the end of a film lies a little behind what the school measured.
END_TOLERANCE_SECONDS = 2.0
PLAYED = re.compile("1+")


class BadPiece(BadReport):
    """A piece is no stretch of the film: it would set bits that the film does not have."""


def second_of(place: float) -> int:
    """Return the whole second nearest to a place; halves go up, as in the browser."""
    return math.floor(place + 0.5)


def length_of(duration_seconds: float) -> int:
    """Return how many bits a film of so many seconds has; none while it is not known."""
    if not duration_seconds > 0:
        return 0
    return min(max(second_of(duration_seconds), 1), LONGEST_SECONDS)


def bits_of(pieces: Iterable[Sequence[float]], length: int) -> int:
    """Return the bits of played pieces of a film of `length` seconds. Raises `BadPiece` before anything is shifted."""
    bits = 0
    for begin, end in pieces:
        if not 0 <= begin < end <= length + END_TOLERANCE_SECONDS:
            raise BadPiece
        first, last = second_of(begin), min(second_of(end), length)
        if last > first:
            bits |= ((1 << (last - first)) - 1) << first
    return bits


def cut(bits: int, length: int) -> int:
    """Return the bits of the first `length` seconds."""
    return bits & ((1 << length) - 1)


def shifted(bits: int, by_seconds: int) -> int:
    """Return the bits of a film that begins so much earlier than before; what lay before its new beginning is gone."""
    return bits << by_seconds if by_seconds >= 0 else bits >> -by_seconds


def packed(bits: int) -> bytes:
    """Return bits as they are kept: second n is bit n % 8 of byte n // 8."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def unpacked(kept: bytes | memoryview) -> int:
    """Return kept bytes as bits."""
    return int.from_bytes(kept, "little")


def pieces_of(bits: int) -> list[Piece]:
    """Return the played stretches [begin, end), in their order."""
    return [match.span() for match in PLAYED.finditer(f"{bits:b}"[::-1])]


def holes_of(bits: int, length: int) -> list[Piece]:
    """Return the stretches of a film that were not played, in their order."""
    return pieces_of(cut(~bits, length))


def percent_of(watched: int, length: int) -> int:
    """Return how much of a film was played: rounded down, so that 100 means all of it."""
    return min(watched * 100 // length, 100) if length else 0


def seconds_for(percent: int, length: int) -> int:
    """Return the fewest seconds that make so many per cent of a film."""
    return -(-length * percent // 100)
