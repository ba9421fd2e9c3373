"""A quotation found again in words that have changed: near its place first, then anywhere; found surely, or not at all.

Words are compared without case, marks and ё; a quotation of few words also letter by letter, so that a corrected word is
still the same one. What stands twice is sure only where it is near its old place.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nastavnik.video.text.wording import Word, spread

WORD = re.compile(r"\w+")
# Two words by chance are alike up to a half; what a person corrects stays above this.
LIKE = 0.75
# Anywhere in the film more is wanted than at the old place.
LIKE_ELSEWHERE = 0.8
# The second best place must be so much worse.
CLEARLY = 0.15
# Two places that differ by less are as like as each other.
SAME_LIKENESS = 0.05
NEAR_SECONDS = 60.0
# What is said twice is taken for the same only so near to its old place.
AT_ITS_PLACE_SECONDS = 10.0
# Fewer words are said again and again in an hour.
FEWEST_WORDS_ELSEWHERE = 4
# A comparison by letters takes the square of their number.
MOST_WORDS_BY_LETTERS = 60
MOST_WORDS = 2500
MOST_CANDIDATES = 12
MOST_SEEDS = 40
# Of the quote's words: so many may have been put in since, and four in any case.
SLACK_SHARE = 4
LEAST_SLACK = 4


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as it is compared, and when it is said."""

    word: str
    seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said in one go; `words` as of `Cue.words`."""

    seconds: float
    end_seconds: float
    text: str
    words: Sequence[Word] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands now, and how alike the words there are (0..1)."""

    seconds: float
    end_seconds: float
    likeness: float


def bare(word: str) -> str:
    """Return a word as it is compared: letters and figures alone."""
    return "".join(WORD.findall(word.lower().replace("ё", "е")))


def bare_words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [one for word in text.split() if (one := bare(word))][:MOST_WORDS]


def spoken(phrases: Iterable[Phrase]) -> list[Spoken]:
    """Return the words of phrases in their order; times that are not known are shared out by length."""
    found = []
    for phrase in phrases:
        for word, begin, end in timed(phrase):
            if one := bare(word):
                found.append(Spoken(one, begin, end))
    return found


def timed(phrase: Phrase) -> list[tuple[str, float, float]]:
    """Return the words of a phrase with their seconds; those that are not known are shared out by length."""
    said = phrase.text.split()
    known = len(phrase.words) == len(said)
    times = phrase.words if known else spread(said, phrase.seconds, phrase.end_seconds)
    return [(word, time[0], time[1]) for word, time in zip(said, times, strict=True)]


def said_between(phrases: Iterable[Phrase], seconds: float, end_seconds: float) -> str:
    """Return the words whose middle lies between two seconds, as they are written."""
    words = [one for phrase in phrases for one in timed(phrase)]
    return " ".join(word for word, begin, end in words if seconds <= (begin + end) / 2 < end_seconds)


def likeness(quote: Sequence[str], said: Sequence[str]) -> float:
    """Return how alike two rows of words are, from 0 to 1."""
    by_words = SequenceMatcher(None, quote, said, autojunk=False).ratio()
    if max(len(quote), len(said)) > MOST_WORDS_BY_LETTERS:
        return by_words
    return max(by_words, SequenceMatcher(None, "".join(quote), "".join(said), autojunk=False).ratio())


def find(quote: Sequence[str], said: Sequence[Spoken], *, near_seconds: float | None) -> Place | None:
    """Return where `quote` (of `bare_words`) stands in `said`, or None where that is not sure.

    `near_seconds` is its old place; None when seconds of then mean nothing now.
    """
    if not quote or not said:
        return None
    if near_seconds is not None:
        around = _places(quote, _around(said, near_seconds, len(quote)))
        around = [place for place in around if abs(place.seconds - near_seconds) <= NEAR_SECONDS]
        near = _surest(around, near_seconds, LIKE)
        if near is not None:
            return near
    if len(quote) < FEWEST_WORDS_ELSEWHERE:
        return None
    return _surest(_places(quote, said), None, LIKE_ELSEWHERE)


def _around(said: Sequence[Spoken], seconds: float, words: int) -> Sequence[Spoken]:
    begins = [one.seconds for one in said]
    first, last = bisect_left(begins, seconds - NEAR_SECONDS), bisect_left(begins, seconds + NEAR_SECONDS)
    return said[first : last + words]


def _surest(places: Sequence[Place], near_seconds: float | None, least: float) -> Place | None:
    """Return the likest place, if it is like enough and there is no other nearly as like; one at the old place is sure."""
    good = [place for place in places if place.likeness >= least]
    if not good:
        return None
    if near_seconds is not None:
        likest = max(place.likeness for place in good)
        alike = [place for place in good if place.likeness > likest - SAME_LIKENESS]
        nearest = min(alike, key=lambda place: abs(place.seconds - near_seconds))
        if abs(nearest.seconds - near_seconds) <= AT_ITS_PLACE_SECONDS:
            return nearest
    best = max(good, key=lambda place: place.likeness)
    others = [place for place in places if not _is_same(place, best)]
    return best if all(place.likeness <= best.likeness - CLEARLY for place in others) else None


def _is_same(one: Place, other: Place) -> bool:
    return one.seconds < other.end_seconds and other.seconds < one.end_seconds


def _places(quote: Sequence[str], said: Sequence[Spoken]) -> list[Place]:
    """Return where something like the quote stands, each looked at closely."""
    return [_at(quote, said, begin) for begin in _candidates(quote, said)]


def _slack(quote: Sequence[str]) -> int:
    return max(len(quote) // SLACK_SHARE, LEAST_SLACK)


def _candidates(quote: Sequence[str], said: Sequence[Spoken]) -> list[int]:
    """Return the words of `said` at which the quote most likely begins: where most of its words stand in their order."""
    places: dict[str, list[int]] = {}
    for number, one in enumerate(said):
        places.setdefault(one.word, []).append(number)
    # rare words say where; those that stand everywhere only cost time
    rarest = sorted({word for word in quote if word in places}, key=lambda word: (len(places[word]), word))
    known = frozenset(rarest[:MOST_SEEDS])
    votes: Counter[int] = Counter()
    for offset, word in enumerate(quote):
        if word in known:
            votes.update({max(number - offset, 0): 1 for number in places[word]})
    slack = _slack(quote)
    chosen: list[int] = []
    for begin, _votes in votes.most_common(MOST_CANDIDATES * slack * 2):
        if len(chosen) < MOST_CANDIDATES and all(abs(begin - other) > slack for other in chosen):
            chosen.append(begin)
    return chosen


def _at(quote: Sequence[str], said: Sequence[Spoken], begin: int) -> Place:
    """Return the stretch around word `begin`, a candidate, that is likest to the quote.

    Words of the quote before the first and behind the last one found were changed or taken out: what stands in their places
    is taken along where that makes the stretch liker.
    """
    window = said[max(begin - _slack(quote), 0) : begin + len(quote) + _slack(quote)]
    matched = SequenceMatcher(None, quote, [one.word for one in window], autojunk=False).get_matching_blocks()[:-1]
    first, last = matched[0], matched[-1]
    behind = last.b + last.size
    lefts = {first.b, max(first.b - first.a, 0)}
    rights = {behind, min(behind + len(quote) - last.a - last.size, len(window))}
    stretches = [window[left:right] for left in sorted(lefts) for right in sorted(rights)]
    places = [
        Place(one[0].seconds, one[-1].end_seconds, likeness(quote, [word.word for word in one])) for one in stretches
    ]
    return max(places, key=lambda place: place.likeness)
