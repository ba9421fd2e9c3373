"""A report of a browser: `{"pass": "…", "pieces": [[a, b], …], "n": 3}`, pieces in seconds of the film."""

import json
from typing import Any, NamedTuple

MOST_BYTES = 16 * 1024
MOST_PIECES = 400
PAIR = 2
MOST_NUMBER = 2**31 - 1


class BadReport(ValueError):
    """The body is not a report."""


class Said(NamedTuple):
    """What a report says, not yet held against the film."""

    words: str
    pieces: list[list[float]]
    # which one it is of its page, where that matters; else 0
    number: int


def parsed(body: bytes) -> Said:
    """Return the pass and the pieces as they are said. Raises `BadReport`.

    JSON of Python knows endless numbers and what is none; no film has such seconds, so whoever takes the pieces refuses them.
    """
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadReport from error
    if not isinstance(said, dict):
        raise BadReport
    words, pieces, number = said.get("pass"), said.get("pieces"), said.get("n", 0)
    if not isinstance(words, str) or not isinstance(pieces, list) or not 0 < len(pieces) <= MOST_PIECES:
        raise BadReport
    if not all(map(_is_pair, pieces)) or type(number) is not int or not 0 <= number <= MOST_NUMBER:
        raise BadReport
    return Said(words, pieces, number)


def _is_pair(piece: Any) -> bool:
    if not isinstance(piece, list) or len(piece) != PAIR:
        return False
    return all(type(place) in {int, float} for place in piece)
