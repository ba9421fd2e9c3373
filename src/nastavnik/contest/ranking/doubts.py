"""How firm a ranking is: what it would be without one juror. Shown beside the result, never mixed into it.

Two neighbours are *indistinguishable* when their order hangs on one juror: without some one of them it turns round, or their totals
become equal. A row of such neighbours is told as one: «места 3–5 неразличимы».
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul, sub

from nastavnik.contest.ranking.formula import Judged, Place, Rules, Scale, Score, half_up, in_order, scores

# by juror, the total of her sheet on one application, in hundredths
Totals = dict[int, int]


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
    now, hers = _places(known, rules), dict[int, list[Judged]]()
    for sheet in sheets:
        hers.setdefault(sheet.juror, []).append(sheet)
    found = list[WithoutJuror]()
    for juror in sorted(hers):
        again = {sheet.application: _without(known[sheet.application], scales, sheet) for sheet in hers[juror]}
        then = _places({number: one for number, one in (known | again).items() if one is not None}, rules)
        found.append(
            WithoutJuror(
                juror,
                sum(then.get(application) != place for application, place in now.items()),
                tuple(sorted(_first(then, first) - _first(now, first))),
                tuple(sorted(_first(now, first) - _first(then, first))),
            )
        )
    return tuple(found)


def _without(score: Score, scales: Sequence[Scale], sheet: Judged) -> Score | None:
    """Return the score of an application without one of its sheets; nothing when it has no other."""
    row = [sheet.marks[scale.criterion] for scale in scales]
    totals = list(score.sheets)
    totals.remove(sum(map(mul, (scale.weight for scale in scales), row)))
    if not totals:
        return None
    return Score(score.application, half_up(sum(totals), len(totals)), tuple(map(sub, score.sums, row)), tuple(totals))


def _places(known: Mapping[int, Score], rules: Rules) -> dict[int, int]:
    places: dict[int, int] = {}
    for group, _rule in in_order(known.values(), rules):
        places |= dict.fromkeys([score.application for score in group], len(places) + 1)
    return places


def _first(places: dict[int, int], first: int) -> set[int]:
    return {application for application, place in places.items() if place <= first}


def indistinguishable(scales: Sequence[Scale], sheets: Iterable[Judged], places: Sequence[Place]) -> tuple[Group, ...]:
    """Return the rows of neighbours whose order hangs on one juror, from the first place on."""
    totals = _totals(scales, sheets)
    groups = list[list[Place]]()
    for upper, lower in pairwise(places):
        pair = (totals[upper.score.application], totals[lower.score.application])
        if upper.place != lower.place and not _hangs_on_one(*pair):
            continue
        if groups and groups[-1][-1] is upper:
            groups[-1].append(lower)
        else:
            groups.append([upper, lower])
    return tuple(
        Group(group[0].place, group[-1].place, tuple(one.score.application for one in group)) for group in groups
    )


def _totals(scales: Sequence[Scale], sheets: Iterable[Judged]) -> dict[int, Totals]:
    """Return by application the totals of its sheets."""
    found: dict[int, Totals] = {}
    for sheet in sheets:
        total = sum(scale.weight * sheet.marks[scale.criterion] for scale in scales)
        found.setdefault(sheet.application, {})[sheet.juror] = total
    return found


def _hangs_on_one(upper: Totals, lower: Totals) -> bool:
    """Tell whether without some one juror the upper one would not be above the lower one any more."""
    above, below = sum(upper.values()), sum(lower.values())
    for juror in upper.keys() | lower.keys():
        many, few = len(upper) - (juror in upper), len(lower) - (juror in lower)
        if not many or not few:
            return True  # it hangs on her altogether
        if half_up(above - upper.get(juror, 0), many) <= half_up(below - lower.get(juror, 0), few):
            return True
    return False
