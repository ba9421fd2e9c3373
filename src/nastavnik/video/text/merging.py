"""Two people changed one text: both changes are joined where they touch different words."""

import re
from itertools import pairwise

from nastavnik.video.text.differences import differences

# Words and the spaces between are pieces of their own, so that spaces may change too.
_PIECES = re.compile(r"\s+|\S+")
# As many as the longest phrase has. Two letters in ever other orders would keep everybody waiting otherwise.
MOST_DIFFERING = 600

# Pieces `begin` to `end` of the base become the new ones.
Change = tuple[int, int, tuple[str, ...]]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Return `base` with both changes, or None when they touch the same words or too many of them."""
    if theirs in {base, mine}:
        return mine
    if mine == base:
        return theirs
    pieces = _PIECES.findall(base)
    mine_changes, their_changes = _changes(pieces, mine), _changes(pieces, theirs)
    if mine_changes is None or their_changes is None:
        return None
    changes = sorted({*mine_changes, *their_changes})
    if any(_do_collide(one, other) for one, other in pairwise(changes)):
        return None
    text: list[str] = []
    at = 0
    for begin, end, new in changes:
        text += [*pieces[at:begin], *new]
        at = end
    return "".join([*text, *pieces[at:]])


def _changes(pieces: list[str], text: str) -> list[Change] | None:
    new = _PIECES.findall(text)
    found = differences(pieces, new, MOST_DIFFERING)
    return None if found is None else [(left, right, tuple(new[begin:end])) for left, right, begin, end in found]


def _do_collide(one: Change, other: Change) -> bool:
    """Tell whether they touch the same piece, or both put something new at the same place."""
    return other[0] < one[1] or other[:2] == one[:2]
