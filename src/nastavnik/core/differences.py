"""What was changed between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# a word, or a run of blanks, or one other character: together they are the text again
PIECES = re.compile(r"\w+|\s+|[^\w\s]")
# above it words are compared only where the texts differ at all: SequenceMatcher takes the square of it; blanks anchor nothing
MOST_PIECES = 6000


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what became of them."""

    change: Change
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return what leads from `old` to `new`: kept and removed pieces are `old`, kept and added ones are `new`."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    middle = _middle(before[head : len(before) - tail], after[head : len(after) - tail])
    pieces = [
        Piece(Change.KEPT, "".join(before[:head])),
        *middle,
        Piece(Change.KEPT, "".join(before[len(before) - tail :])),
    ]
    # no two neighbours are alike: the middle begins and ends with what differs
    return [piece for piece in pieces if piece.text]


def old_of(pieces: Sequence[Piece]) -> str:
    """Return the text before the change."""
    return "".join(piece.text for piece in pieces if piece.change is not Change.ADDED)


def new_of(pieces: Sequence[Piece]) -> str:
    """Return the text after it."""
    return "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED)


def changed_parts(old: str, new: str) -> tuple[str, str]:
    """Return what of `old` was replaced by what of `new`, from the first word that differs to the last one; quick whatever their length."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    return "".join(before[head : len(before) - tail]), "".join(after[head : len(after) - tail])


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many pieces two texts begin with alike."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(before: list[str], after: list[str]) -> list[Piece]:
    if len(before) + len(after) > MOST_PIECES:
        return [Piece(Change.REMOVED, "".join(before)), Piece(Change.ADDED, "".join(after))]
    pieces: list[Piece] = []
    for how, i, to_i, j, to_j in SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece(Change.KEPT, "".join(before[i:to_i])))
            continue
        pieces.append(Piece(Change.REMOVED, "".join(before[i:to_i])))
        pieces.append(Piece(Change.ADDED, "".join(after[j:to_j])))
    return pieces
