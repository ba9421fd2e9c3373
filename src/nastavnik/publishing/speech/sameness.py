"""Which words, or sentences, of an old text stand in a new one, found in a time that is bounded.

Comparing word by word takes the square of their number, and more where few words stand in many orders. So long stretches are first
held together by the words that each has once.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

MOST_WORDS = 200
MOST_DEPTH = 12
# With fewer words in common a short stretch was written anew, and has those words by chance.
LEAST_SHARE = 0.3

# a word's place in the old text, and in the new one
Pair = tuple[int, int]


def same_words(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the places of words that stayed, in the order that they have in both; an empty one is no word."""
    return [pair for pair in _pairs(old, new, LEAST_SHARE) if new[pair[1]]]


def same_sentences(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the places of sentences that stayed, however few, in the order that they have in both."""
    return list(_pairs(old, new, 0.0))


def _pairs(old: Sequence[str], new: Sequence[str], least_share: float, depth: int = 0) -> Iterator[Pair]:
    if max(len(old), len(new)) <= MOST_WORDS:
        yield from _near(old, new, least_share)
        return
    held = _ends(old, new) or _once(old, new)
    if depth < MOST_DEPTH and held:
        for (left, begin), (right, end) in pairwise([(-1, -1), *held, (len(old), len(new))]):
            for at, new_at in _pairs(old[left + 1 : right], new[begin + 1 : end], least_share, depth + 1):
                yield left + 1 + at, begin + 1 + new_at
            if right < len(old):
                yield right, end


def _ends(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return what both begin and end with."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    behind = [(len(old) - at, len(new) - at) for at in range(tail, 0, -1)]
    return [*((at, at) for at in range(head)), *behind]


def _near(old: Sequence[str], new: Sequence[str], least_share: float) -> list[Pair]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    pairs = [(block.a + number, block.b + number) for block in blocks for number in range(block.size)]
    return pairs if len(pairs) >= least_share * min(len(old), len(new)) else []


def _once(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the words that each text has once, as many as have the same order in both."""
    here, there = Counter(old), Counter(new)
    places = {word: at for at, word in enumerate(new) if word and there[word] == 1}
    return _longest_run([(at, places[word]) for at, word in enumerate(old) if here[word] == 1 and word in places])


def _longest_run(pairs: Sequence[Pair]) -> list[Pair]:
    """Return of pairs in the order of their first number as many as are also in that of their second one."""
    ends, come_from, last = list[int](), dict[Pair, Pair | None](), list[Pair]()
    for pair in pairs:
        at = bisect_left(ends, pair[1])
        ends[at : at + 1], last[at : at + 1] = [pair[1]], [pair]
        come_from[pair] = last[at - 1] if at else None
    found, one = list[Pair](), last[-1] if last else None
    while one is not None:
        found.append(one)
        one = come_from[one]
    return found[::-1]
