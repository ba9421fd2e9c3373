"""What differs between two runs of words, found in a time that is bounded: few words in many orders would take minutes."""

from collections.abc import Sequence
from difflib import SequenceMatcher

# Pieces `begin` to `end` of the old run became `new_begin` to `new_end` of the new one.
Difference = tuple[int, int, int, int]


def differences(old: Sequence[str], new: Sequence[str], most: int) -> list[Difference] | None:
    """Return what differs in its order; None where more than `most` pieces lie between the first and the last difference."""
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(middle), len(new_middle)) > most:
        return None
    found = SequenceMatcher(None, middle, new_middle, autojunk=False).get_opcodes()
    return [
        (left + head, right + head, begin + head, end + head)
        for tag, left, right, begin, end in found
        if tag != "equal"
    ]


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many pieces both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
