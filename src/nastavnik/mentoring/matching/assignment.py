"""The assignment whose whole cost is the least (scipy's `linear_sum_assignment`), within a bounded matrix.

All are taken at once as long as the matrix of places and mentees has no more than `MOST_CELLS`; more mentees come in portions,
in the order in which they are given, each with the places that those before have left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isqrt

from nastavnik.mentoring.matching.costs import Matrix, Numbers, fill_costs
from nastavnik.mentoring.matching.people import Earlier, EarlierPairs, MenteeSide, MentorSide
from nastavnik.mentoring.matching.points import FORBIDDEN

# Numbers of eight bytes: a quarter of a gigabyte at most.
MOST_CELLS = 32_000_000


class Step(StrEnum):
    """What is being done."""

    COMPARING = "comparing"
    CHOOSING = "choosing"


# Called with the step, and how many of how many people (or places) are through.
Progress = Callable[[Step, int, int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentee and her mentor; `more`: how many the mentor was given before her."""

    mentee: MenteeSide
    mentor: MentorSide
    cost: float
    more: int
    # of the mentor in the list that was given
    place: int


def match(
    mentors: Sequence[MentorSide],
    mentees: Sequence[MenteeSide],
    earlier: EarlierPairs,
    progress: Progress,
    most_cells: int = MOST_CELLS,
) -> list[Pair]:
    """Return the pairs; who is in none has found no place. Nobody leads herself, and no bad pair is made again."""
    refused = {**earlier, **{(one.id, one.id): Earlier.BAD for one in mentees}}
    given = [0] * len(mentors)
    waiting, pairs = list(mentees), list[Pair]()
    while waiting and (open_mentors := sum(map(has_places, mentors, given))):
        size = min(len(waiting), isqrt(most_cells), max(most_cells // open_mentors, 1))
        portion, rest = waiting[:size], waiting[size:]
        found = match_portion(mentors, portion, given, refused, progress=progress, most_rows=most_cells // size)
        for pair in found:
            given[pair.place] += 1
        pairs += found
        progress(Step.CHOOSING, len(pairs), len(mentees))
        # where nobody of them suits anybody, the next are asked; else who is left tries the places that are left
        matched = {pair.mentee.id for pair in found}
        waiting = [*(one for one in portion if one.id not in matched), *rest] if found else rest
    return pairs


def has_places(mentor: MentorSide, given: int) -> bool:
    """Tell whether a mentor can lead one more than those whom she was given."""
    return mentor.places > given


def match_portion(
    mentors: Sequence[MentorSide],
    mentees: Sequence[MenteeSide],
    given: Sequence[int],
    earlier: EarlierPairs,
    *,
    progress: Progress,
    most_rows: int,
) -> list[Pair]:
    """Return the best pairs for some mentees and the places that those before them have left."""
    slots = slots_of(mentors, given, most_rows)
    costs = fill_costs(slots, mentors, mentees, earlier, lambda done: progress(Step.COMPARING, done, len(slots)))
    progress(Step.CHOOSING, 0, len(mentees))
    rows, columns = least(costs)
    return [
        Pair(mentees[column], mentors[slots[row][0]], float(costs[row, column]), slots[row][1], slots[row][0])
        for row, column in zip(rows, columns, strict=True)
        if costs[row, column] < FORBIDDEN / 2
    ]


def least(costs: Matrix) -> tuple[Numbers, Numbers]:
    """Return rows and columns of the assignment that costs least.

    The smaller side is given as rows: of a matrix with more rows than columns a second one would be made.
    scipy is loaded when somebody is matched: 50 MB and half a second that no other process of a school has to spend.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 -- see above

    if len(costs) <= costs.shape[1]:
        rows, columns = linear_sum_assignment(costs)
    else:
        columns, rows = linear_sum_assignment(costs.T)
    return rows, columns


def slots_of(mentors: Sequence[MentorSide], given: Sequence[int], most_rows: int) -> list[tuple[int, int]]:
    """Return places of mentors: each mentor's first, then each one's second, and so on, whole rounds as long as they fit.

    A place is the mentor's number in the list, and how many she was given before.
    """
    slots: list[tuple[int, int]] = []
    for extra in range(max(one.places for one in mentors)):
        more = [
            (place, used + extra)
            for place, (one, used) in enumerate(zip(mentors, given, strict=True))
            if one.places > used + extra
        ]
        if not more or (slots and len(slots) + len(more) > most_rows):
            break
        slots += more
    return slots
