"""Two people changed one text: both changes are joined where they touch different words."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

# Words and the spaces between are pieces of their own, so that spaces may change too.
_PIECES = re.compile(r"\s+|\S+")

# Pieces `begin` to `end` of the base become the new ones.
Change = tuple[int, int, tuple[str, ...]]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Return `base` with both changes, or None when they touch the same words."""
    pieces = _PIECES.findall(base)
    changes = sorted({*_changes(pieces, mine), *_changes(pieces, theirs)})
    if any(_do_collide(one, other) for one, other in pairwise(changes)):
        return None
    text: list[str] = []
    at = 0
    for begin, end, new in changes:
        text += [*pieces[at:begin], *new]
        at = end
    return "".join([*text, *pieces[at:]])


def _changes(pieces: list[str], text: str) -> list[Change]:
    new = _PIECES.findall(text)
    matched = SequenceMatcher(None, pieces, new, autojunk=False).get_opcodes()
    return [(left, right, tuple(new[begin:end])) for tag, left, right, begin, end in matched if tag != "equal"]


def _do_collide(one: Change, other: Change) -> bool:
    """Tell whether they touch the same piece, or both put something new at the same place."""
    return other[0] < one[1] or other[:2] == one[:2]
