"""In which order passages are found. See docs/architecture/search.md.

The number of a passage *is* its place: its tier (what it is and how long), then how fresh it is, then when it came. So the
index of SQLite, which answers in the order of numbers, gives the best first and stops; PostgreSQL keeps each tier in a
partition of its own and looks into one after another. Neither has to sort all that a common word is found in.
"""

from collections.abc import Sequence
from datetime import date, datetime

from nastavnik.search.text.lemmas import FUNCTION_WORDS
from nastavnik.search.text.questions import Clause

TITLE, CHAPTER, SLIDE, ANSWER = "title", "chapter", "slide", "answer"
CUE, ABOUT, HANDOUT, PAGE = "cue", "about", "handout", "page"

TIERS = 13
FIXED_TIERS = {TITLE: 0, CHAPTER: 1, HANDOUT: 2, ANSWER: 2, ABOUT: 10, PAGE: 12}
SHORT_SLIDE_WORDS, SHORT_SLIDE_TIER, LONG_SLIDE_TIER = 12, 3, 10
# of what is said: up to how many words, and its tier; a shout of two words tells little and comes after whole sentences
CUE_TIERS = ((3, 9), (6, 4), (8, 5), (10, 6), (13, 7), (18, 8))
LONG_CUE_TIER = 11

TIER_SHIFT, DAY_SHIFT = 48, 32
LAST_DAY = 0xFFFF
FIRST_DATE = date(2000, 1, 1)
MOST_SERIAL = 2**DAY_SHIFT

# how closely the words of a question stand in a passage
IN_A_ROW, NEAR, APART = 0, 1, 2
NEAR_WORDS = 3
# of a word that is said over and over in one passage, the first are looked at
MOST_PLACES = 40


def tier_of(kind: str, words: int) -> int:
    """Return the tier of a passage of so many words, from 0, the best."""
    if kind in FIXED_TIERS:
        return FIXED_TIERS[kind]
    if kind == SLIDE:
        return SHORT_SLIDE_TIER if words <= SHORT_SLIDE_WORDS else LONG_SLIDE_TIER
    return next((tier for most, tier in CUE_TIERS if words <= most), LONG_CUE_TIER)


def place_of(kind: str, words: int, said_at: datetime) -> int:
    """Return the number of a passage without its serial: its tier and its day, newer days first."""
    day = min(max((said_at.date() - FIRST_DATE).days, 0), LAST_DAY)
    return tier_of(kind, words) << TIER_SHIFT | (LAST_DAY - day) << DAY_SHIFT


class Closeness:
    """How closely what was asked for stands together in a passage, over words that only hold a sentence together."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        ways = [way for clause in clauses for way in clause.ways]
        self._may_skip = all(lemma not in FUNCTION_WORDS for way in ways for lemma in way)
        self._single = [frozenset(way[0] for way in clause.ways if len(way) == 1) for clause in clauses]
        self._rows = [[way for way in clause.ways if len(way) > 1] for clause in clauses]

    def of(self, lemmas: Sequence[str], tier: int) -> int:
        """Return `IN_A_ROW`, `NEAR` or `APART`."""
        if len(self._rows) == 1:
            return IN_A_ROW
        full = [lemma for lemma in lemmas if lemma not in FUNCTION_WORDS] if self._may_skip else lemmas
        gap = _smallest_gap([self._places(number, full) for number in range(len(self._rows))])
        if gap == 0:
            return IN_A_ROW
        # a title is short: whatever stands in it stands together
        return NEAR if tier <= FIXED_TIERS[CHAPTER] or gap <= NEAR_WORDS else APART

    def _places(self, number: int, lemmas: Sequence[str]) -> list[tuple[int, int]]:
        """Return where a clause begins and ends, of each of its places."""
        single = self._single[number]
        found = [(at, at + 1) for at, lemma in enumerate(lemmas) if lemma in single]
        for way in self._rows[number]:
            if way[0] in lemmas:
                ends = ((at, at + len(way)) for at in range(len(lemmas)))
                found += [(at, end) for at, end in ends if tuple(lemmas[at:end]) == way]
        return sorted(found)[:MOST_PLACES]


def _smallest_gap(places: Sequence[Sequence[tuple[int, int]]]) -> int:
    """Return how many strange words stand between the clauses where they are nearest; 0 only if in their order."""
    best = 1_000
    for begin, end in places[0]:
        at, lowest, highest, inside, is_in_order = end, begin, end, end - begin, True
        for clause in places[1:]:
            if not clause:
                continue
            near, far = min(clause, key=lambda one: abs(one[0] - at))
            is_in_order &= near >= at
            lowest, highest, inside, at = min(lowest, near), max(highest, far), inside + far - near, far
        gap = max(highest - lowest - inside, 0)
        best = min(best, gap if is_in_order else gap + 1)
    return best
