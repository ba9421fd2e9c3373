"""Whether somebody goes on writing what she wrote before."""

import json

from nastavnik.contest.checking.values import Value
from nastavnik.core.differences import Change, differences

# characters that may go while somebody writes on: a word, a slip of the hand
MOST_GONE = 40


def goes_on(old: Value, new: Value) -> bool:
    """Tell whether `new` is `old` written on: next to nothing of it is gone."""
    before, after = [written(value) for value in (old, new)]
    gone = "".join(piece.text for piece in differences(before, after) if piece.change is Change.REMOVED)
    return len(gone) <= MOST_GONE


def written(value: Value) -> str:
    """Return a value as one text; of a table all its cells, so that no change in it is missed."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=0)
