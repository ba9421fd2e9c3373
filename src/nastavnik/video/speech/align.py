"""Sentences without times laid onto the stretches of speech, in their order.

A sentence is as long as its letters make it, and ends at a pause rather than within a stretch. Both are weighed against each
other for all sentences at once (dynamic programming over the places at which a sentence may end), so that one pause missed
or one too many moves its neighbours and no more.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nastavnik.video.speech.pauses import Stretch

Numbers = NDArray[np.float64]

# A stretch longer than this may hold the end of a sentence after which nobody drew breath.
LONG_STRETCH_SECONDS = 1.5
INSIDE_STEP_SECONDS = 0.5
# Costs are in squared shares of a sentence's expected length. Pauses: what the longest is worth, and from when one counts.
PAUSE_WORTH = 1.6
LONGEST_PAUSE_SECONDS = 0.8
INSIDE_COST = 1.2
# To go on through a pause costs so much of what it is worth as an end.
THROUGH_SHARE = 0.5
# What is said before the first sentence and after the last one, in seconds that cost as much as one sentence twice as long.
SKIP_SECONDS = 4.0
# A sentence may take so many times its expected length, and the whole may drift by so many sentences from its even course.
MOST_TIMES = 3.0
LEAST_ROOM_SECONDS = 4.0
DRIFT_SECONDS = 90.0
# A sentence's length may differ by about so much whatever its size: a drawn-out word, a stumble.
SLACK_SECONDS = 0.6
_VOWELS = re.compile(r"[аеёиоуыэюяaeiouy]", re.IGNORECASE)
DIGIT_WEIGHT = 4.0
SHORTEST_SECONDS = 0.2


def weight_of(text: str) -> float:
    """Return how long a text takes to say, in letters: vowels are drawn out, a digit is a word."""
    letters = sum(letter.isalpha() for letter in text)
    return letters + len(_VOWELS.findall(text)) + DIGIT_WEIGHT * sum(letter.isdigit() for letter in text) + 1.0


def aligned(texts: Sequence[str], stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return when each text is said; nothing when nothing is heard or there are no texts."""
    if not texts or not stretches:
        return []
    places = _Places(stretches)
    weights = np.array([weight_of(text) for text in texts])
    expected = weights * places.speech[-1] / weights.sum()
    ends = _best_ends(expected, places)
    return [places.stretch(begin, end) for begin, end in pairwise(ends)]


class _Places:
    """Where a sentence may end: in every pause, and here and there within long stretches."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        ends, begins, speech, worth, said = [stretches[0].seconds], [stretches[0].seconds], [0.0], [0.0], 0.0
        for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
            for inside in _inside(stretch):
                ends.append(inside)
                begins.append(inside)
                speech.append(said + inside - stretch.seconds)
                worth.append(-INSIDE_COST)
            said += stretch.end_seconds - stretch.seconds
            ends.append(stretch.end_seconds)
            begins.append(following.seconds if following is not None else stretch.end_seconds)
            speech.append(said)
            worth.append(_worth(begins[-1] - ends[-1]) if following is not None else PAUSE_WORTH)
        # the sentence before a place ends at `ends`, the one after it begins at `begins`
        self.ends, self.begins = np.array(ends), np.array(begins)
        # seconds of speech before each place, and how good an end it is
        self.speech, self.worth = np.array(speech), np.array(worth)
        # of all places before each one: what is lost when a sentence goes on through them
        self.passed = np.concatenate([[0.0], np.cumsum(np.maximum(self.worth, 0.0))])

    def stretch(self, begin: int, end: int) -> Stretch:
        """Return the time between two places; a sentence for which nothing was left is shown for a moment."""
        start = float(self.begins[begin])
        return Stretch(start, max(float(self.ends[end]), start + SHORTEST_SECONDS))


def _inside(stretch: Stretch) -> list[float]:
    length = stretch.end_seconds - stretch.seconds
    if length < LONG_STRETCH_SECONDS:
        return []
    return list(np.arange(stretch.seconds + INSIDE_STEP_SECONDS, stretch.end_seconds - 0.2, INSIDE_STEP_SECONDS))


def _worth(pause_seconds: float) -> float:
    return PAUSE_WORTH * min(pause_seconds, LONGEST_PAUSE_SECONDS) / LONGEST_PAUSE_SECONDS


def _best_ends(expected: Numbers, places: _Places) -> list[int]:
    """Return the place before the first sentence and that after each one."""
    count = places.speech.size
    # what is said before the first sentence belongs to no one
    costs = places.speech / SKIP_SECONDS
    came_from = np.zeros((expected.size, count), dtype=np.int32)
    course = np.cumsum(expected)
    for number, length in enumerate(expected):
        costs, came_from[number] = _one_more(costs, places, float(length), float(course[number]))
    costs = costs + (places.speech[-1] - places.speech) / SKIP_SECONDS
    ends = [int(np.argmin(costs))]
    for number in range(expected.size - 1, -1, -1):
        ends.append(int(came_from[number, ends[-1]]))
    return ends[::-1]


def _one_more(costs: Numbers, places: _Places, length: float, course: float) -> tuple[Numbers, NDArray[np.int32]]:
    """Return the least cost of ending one more sentence at each place, and at which place it began then."""
    count = costs.size
    best, came_from = np.full(count, np.inf), np.arange(count, dtype=np.int32)
    room = length * MOST_TIMES + LEAST_ROOM_SECONDS
    low, high = np.searchsorted(places.speech, [course - DRIFT_SECONDS, course + DRIFT_SECONDS])
    for end in range(int(low), int(high)):
        first = int(np.searchsorted(places.speech, places.speech[end] - room))
        spans = places.speech[end] - places.speech[first : end + 1]
        through = places.passed[end] - places.passed[first + 1 : end + 2]
        found = costs[first : end + 1] + _misfit(spans, length) + THROUGH_SHARE * np.maximum(through, 0.0)
        begin = int(np.argmin(found))
        best[end], came_from[end] = found[begin] - places.worth[end], first + begin
    return best, came_from


def _misfit(spans: Numbers, length: float) -> Numbers:
    """Return how badly a sentence of an expected length fits each span of speech."""
    misfit: Numbers = ((spans - length) / (SLACK_SECONDS + 0.25 * length)) ** 2
    return misfit
