"""The recognised words' own times: carried along when a person changes the text, splits it or joins it with the next.

Words are `[begin, end, confidence]` for each word of `text.split()`, in its order; an empty list where they are not known.
What a person wrote is certain.
"""

from nastavnik.video.text.differences import differences

Word = list[float]
CERTAIN = 1.0
# About as many words as the longest phrase has; where more differ, all of them are taken for new ones.
MOST_DIFFERING = 300


def carried(text: str, words: list[Word], new_text: str) -> list[Word]:
    """Return the words of `new_text`, which came of `text` with `words`: known times stay, new words share the gap."""
    before, after = text.split(), new_text.split()
    if len(words) != len(before) or not after:
        return []
    whole = [(0, len(before), 0, len(after))]
    changes = differences(before, after, MOST_DIFFERING)
    found, at = [], 0
    for left, right, begin, end in whole if changes is None else changes:
        found += [*words[at:left], *_between(words, left, right, after[begin:end])]
        at = right
    return found + words[at:]


def _between(words: list[Word], left: int, right: int, said: list[str]) -> list[Word]:
    """Return times for `said`, which stands in the place of `words[left:right]`."""
    if len(said) == right - left:
        return [[begin, end, CERTAIN] for begin, end, _confidence in words[left:right]]
    begin = words[left][0] if left < right else words[left - 1][1] if left else words[0][0]
    end = words[right - 1][1] if left < right else words[left][0] if left < len(words) else words[-1][1]
    return spread(said, begin, max(end, begin))


def spread(said: list[str], begin: float, end: float) -> list[Word]:
    """Return times for words of which only the whole stretch is known: each gets as much as it has letters."""
    whole = sum(len(word) + 1 for word in said)
    found, done = [], 0
    for word in said:
        start, done = done, done + len(word) + 1
        share = (end - begin) / whole
        found.append([round(begin + start * share, 3), round(begin + done * share, 3), CERTAIN])
    return found


def certain(words: list[Word]) -> list[Word]:
    """Return the words as a person has heard them: right."""
    return [[begin, end, CERTAIN] for begin, end, _confidence in words]


def split_at(text: str, words: list[Word], at: int, seconds: float, end_seconds: float) -> tuple[float, int]:
    """Return the second at which `text` is split before its character `at`, and how many words stand before it."""
    before = len(text[:at].split())
    known = len(words) == len(text.split())
    if known and 0 < before < len(words):
        # between the words: where one ends and the other begins
        return round((words[before - 1][1] + words[before][0]) / 2, 3), before
    share = at / max(len(text), 1)
    return round(seconds + (end_seconds - seconds) * share, 3), before


def shifted(words: list[Word], by_seconds: float) -> list[Word]:
    """Return the words so much later."""
    return [[round(begin + by_seconds, 3), round(end + by_seconds, 3), sure] for begin, end, sure in words]


def within(words: list[Word], seconds: float, end_seconds: float) -> list[Word]:
    """Return the words brought into their phrase's new ends."""
    return [[_between_ends(b, seconds, end_seconds), _between_ends(e, seconds, end_seconds), c] for b, e, c in words]


def _between_ends(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
