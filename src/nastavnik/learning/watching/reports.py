"""A report of a browser: `{"pass": "…", "pieces": [[a, b], …]}`, pieces in seconds of the film."""

import json
from typing import Any

MOST_BYTES = 16 * 1024
MOST_PIECES = 400
PAIR = 2


class BadReport(ValueError):
    """The body is not a report."""


def parsed(body: bytes) -> tuple[str, list[list[float]]]:
    """Return the pass and the pieces as they are said, not yet held against the film. Raises `BadReport`.

    JSON of Python knows endless numbers and what is none; no film has such seconds, so `bits_of` refuses them.
    """
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadReport from error
    if not isinstance(said, dict):
        raise BadReport
    words, pieces = said.get("pass"), said.get("pieces")
    if not isinstance(words, str) or not isinstance(pieces, list) or not 0 < len(pieces) <= MOST_PIECES:
        raise BadReport
    if not all(map(_is_pair, pieces)):
        raise BadReport
    return words, pieces


def _is_pair(piece: Any) -> bool:
    if not isinstance(piece, list) or len(piece) != PAIR:
        return False
    return all(type(place) in {int, float} for place in piece)
