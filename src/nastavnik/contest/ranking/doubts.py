"""How firm a ranking is: what it would be without one juror. Shown beside the result, never mixed into it.

Two neighbours are *indistinguishable* when their order hangs on one juror: without some one of them it turns round, or their totals
become equal. A row of such neighbours is told as one: «места 3–5 неразличимы».
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nastavnik.contest.ranking.formula import (
    Judged,
    Place,
    Rules,
    Scale,
    Score,
    by_application,
    in_order,
    score_of,
    scores,
)


@dataclass(frozen=True, slots=True)
class WithoutJuror:
    """What the ranking would be without a juror."""

    juror: int
    # the applications whose place would be another one
    moved: int
    # who would come in among the first ones, and who would go out
    entered: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours whose order hangs on one juror."""

    first_place: int
    last_place: int
    applications: tuple[int, ...]


def without_each(
    scales: Sequence[Scale], sheets: Sequence[Judged], rules: Rules, *, first: int
) -> tuple[WithoutJuror, ...]:
    """Return for each juror what the ranking would be without her. `first`: so many places count as the first ones.

    An application that only she judged keeps no place then, and counts as moved.
    """
    known = {score.application: score for score in scores(scales, sheets)}
    now = _places(known, rules)
    judged = by_application(sheets)
    found = list[WithoutJuror]()
    for juror in sorted({sheet.juror for sheet in sheets}):
        hers = {sheet.application for sheet in sheets if sheet.juror == juror}
        others = {number: [one for one in judged[number] if one.juror != juror] for number in hers}
        again = {number: score_of(number, scales, rows) for number, rows in others.items() if rows}
        then = _places({number: one for number, one in known.items() if number not in hers} | again, rules)
        found.append(
            WithoutJuror(
                juror,
                sum(then.get(application) != place for application, place in now.items()),
                tuple(sorted(_first(then, first) - _first(now, first))),
                tuple(sorted(_first(now, first) - _first(then, first))),
            )
        )
    return tuple(found)


def _places(known: Mapping[int, Score], rules: Rules) -> dict[int, int]:
    places: dict[int, int] = {}
    for group, _rule in in_order(known.values(), rules):
        places |= dict.fromkeys([score.application for score in group], len(places) + 1)
    return places


def _first(places: dict[int, int], first: int) -> set[int]:
    return {application for application, place in places.items() if place <= first}


def indistinguishable(scales: Sequence[Scale], sheets: Iterable[Judged], places: Sequence[Place]) -> tuple[Group, ...]:
    """Return the rows of neighbours whose order hangs on one juror, from the first place on."""
    judged = by_application(sheets)
    groups = list[list[Place]]()
    for upper, lower in pairwise(places):
        pair = (judged[upper.score.application], judged[lower.score.application])
        if upper.place != lower.place and not _hangs_on_one(scales, *pair):
            continue
        if groups and groups[-1][-1] is upper:
            groups[-1].append(lower)
        else:
            groups.append([upper, lower])
    return tuple(
        Group(group[0].place, group[-1].place, tuple(one.score.application for one in group)) for group in groups
    )


def _hangs_on_one(scales: Sequence[Scale], upper: Sequence[Judged], lower: Sequence[Judged]) -> bool:
    """Tell whether without some one juror the upper one would not be above the lower one any more."""
    for juror in {sheet.juror for sheet in (*upper, *lower)}:
        above = [sheet for sheet in upper if sheet.juror != juror]
        below = [sheet for sheet in lower if sheet.juror != juror]
        if not above or not below:
            return True  # it hangs on her altogether
        if score_of(0, scales, above).total <= score_of(0, scales, below).total:
            return True
    return False
