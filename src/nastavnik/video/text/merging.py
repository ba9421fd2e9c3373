"""Two people changed one text: both changes are joined where they touch different words."""

import re
from itertools import pairwise

from nastavnik.video.text.differences import differences

# A word with the spaces before it. Spaces alone would be the same everywhere: to compare two texts, which have nothing else in
# common, took seconds.
_PIECES = re.compile(r"\s*\S+|\s+$")
# Words between the first and the last that were changed. A few words in ever other orders would keep everybody waiting otherwise.
MOST_DIFFERING = 200

# Pieces `begin` to `end` of the base become the new ones.
Change = tuple[int, int, tuple[str, ...]]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Return `base` with both changes, or None when they touch the same words or too many of them."""
    if theirs in {base, mine}:
        return mine
    if mine == base:
        return theirs
    pieces = _pieces(base)
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
    return "".join([*text, *pieces[at:]]).removeprefix(" ")


def _pieces(text: str) -> list[str]:
    """Return the words; the first has a space before it as all others have, so that one may be put there."""
    return _PIECES.findall(f" {text}")


def _changes(pieces: list[str], text: str) -> list[Change] | None:
    new = _pieces(text)
    found = differences(pieces, new, MOST_DIFFERING)
    return None if found is None else [(left, right, tuple(new[begin:end])) for left, right, begin, end in found]


def _do_collide(one: Change, other: Change) -> bool:
    """Tell whether they touch the same piece, or both put something new at the same place."""
    return other[0] < one[1] or other[:2] == one[:2]
