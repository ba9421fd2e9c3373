"""The result of a contest: one formula, exact to the last digit, and the rules that decide between equal totals.

The total of an application is the sum over the criteria of weight times mean mark, the means taken over the finished sheets of
jurors who were not recused, rounded half up to 0.01. (The Presidential Grants Fund computes its ratings so, order № 11 of
2025-06-17.) Everything is counted in whole numbers, hundredths of the weights, so that no computer rounds otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter, mul
from statistics import median

from nastavnik.contest.enums import TieRule

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Scale:
    """A criterion as the formula sees it. Of several the first is the main one."""

    criterion: int
    # whole hundredths
    weight: int

    @classmethod
    def of(cls, criterion: int, weight: Decimal) -> "Scale":
        """Return the scale of a criterion whose weight has two decimals."""
        return cls(criterion, int(weight * HUNDREDTHS))


@dataclass(frozen=True, slots=True)
class Judged:
    """A finished sheet: a mark for every criterion."""

    juror: int
    application: int
    marks: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the regulation says about equal totals. `chair`: how the chair voted, the best first."""

    ties: tuple[TieRule, ...] = ()
    chair: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """What the jury thinks of an application. Totals are whole hundredths."""

    application: int
    total: int
    # of the marks of all its sheets, in the order of the criteria
    sums: tuple[int, ...]
    # of each sheet, from the lowest
    sheets: tuple[int, ...]

    @property
    def means(self) -> tuple[Fraction, ...]:
        """Return the mean mark by each criterion, exact."""
        return tuple(Fraction(one, len(self.sheets)) for one in self.sums)

    @property
    def median(self) -> Fraction:
        """Return the middle of the sheets' totals, in hundredths."""
        return Fraction(median(map(Fraction, self.sheets)))


@dataclass(frozen=True, slots=True)
class Place:
    """An application in the ranking. Who shares a place has the same number; the next has as many more."""

    score: Score
    place: int
    # the rule that parted it from others with the same total
    decided_by: TieRule | None = None
    # others have the same place
    is_shared: bool = False
    # no rule of the regulation says who of these comes first: somebody has to
    is_undecided: bool = False


def scores(scales: Sequence[Scale], sheets: Iterable[Judged]) -> list[Score]:
    """Return the score of every application that has a sheet."""
    return [score_of(application, scales, rows) for application, rows in sorted(by_application(sheets).items())]


def by_application(sheets: Iterable[Judged]) -> dict[int, list[Judged]]:
    """Return the sheets of each application."""
    judged: dict[int, list[Judged]] = {}
    for sheet in sheets:
        judged.setdefault(sheet.application, []).append(sheet)
    return judged


def score_of(application: int, scales: Sequence[Scale], sheets: Sequence[Judged]) -> Score:
    """Return the score of an application from its sheets, of which there is at least one."""
    rows = [[sheet.marks[scale.criterion] for scale in scales] for sheet in sheets]
    weights = [scale.weight for scale in scales]
    totals = sorted(sum(map(mul, weights, row)) for row in rows)
    sums = tuple(map(sum, zip(*rows, strict=True)))
    return Score(application, half_up(sum(totals), len(totals)), sums, tuple(totals))


def half_up(whole: int, parts: int) -> int:
    """Return `whole / parts` as the nearest whole number, the greater of two that are as near."""
    return (2 * whole + parts) // (2 * parts)


def ranked(found: Iterable[Score], rules: Rules = Rules()) -> list[Place]:
    """Return applications by their places, the best first; those that share one in the order of their numbers."""
    places: list[Place] = []
    for group, rule in in_order(found, rules):
        places += _placed(group, len(places) + 1, rule, rules)
    return places


def in_order(found: Iterable[Score], rules: Rules) -> Iterator[tuple[Sequence[Score], TieRule | None]]:
    """Yield who shares a place, the best first, each time with the rule that parted them from others with the same total."""
    by_total: dict[int, list[Score]] = {}
    for score in found:
        by_total.setdefault(score.total, []).append(score)
    for total in sorted(by_total, reverse=True):
        equal = sorted(by_total[total], key=attrgetter("application"))
        yield from _parted(equal, rules.ties, rules)


def _placed(group: Sequence[Score], place: int, rule: TieRule | None, rules: Rules) -> list[Place]:
    is_shared = len(group) > 1
    is_undecided = is_shared and TieRule.SHARED not in rules.ties
    return [Place(score, place, rule, is_shared, is_undecided) for score in group]


def _parted(
    equal: list[Score], ties: Sequence[TieRule], rules: Rules, by: TieRule | None = None
) -> list[tuple[list[Score], TieRule | None]]:
    """Return equals in groups that the rules put one after another, each with the rule that parted it last."""
    if len(equal) == 1 or not ties or ties[0] is TieRule.SHARED:
        return [(equal, by)]
    key = KEYS[ties[0]](rules)
    found = sorted(equal, key=lambda score: (key(score), score.application))
    groups = [list(group) for _key, group in groupby(found, key=key)]
    decided = ties[0] if len(groups) > 1 else by
    return [part for group in groups for part in _parted(group, ties[1:], rules, decided)]


Key = Callable[[Score], tuple[Fraction | int, ...]]


def _by_main_criterion(_rules: Rules) -> Key:
    return lambda score: tuple(-mean for mean in score.means[:1])


def _by_next_criteria(_rules: Rules) -> Key:
    return lambda score: tuple(-mean for mean in score.means[1:])


def _by_median(_rules: Rules) -> Key:
    return lambda score: (-score.median,)


def _by_chair(rules: Rules) -> Key:
    last = len(rules.chair) + 1
    return lambda score: (rules.chair.get(score.application, last),)


# what comes first has the smaller key
KEYS: dict[TieRule, Callable[[Rules], Key]] = {
    TieRule.MAIN_CRITERION: _by_main_criterion,
    TieRule.NEXT_CRITERIA: _by_next_criteria,
    TieRule.MEDIAN: _by_median,
    TieRule.CHAIR: _by_chair,
}


def shown(hundredths: int) -> Decimal:
    """Return a total as it is printed."""
    return Decimal(hundredths) / HUNDREDTHS


def shown_mean(mean: Fraction) -> Decimal:
    """Return a mean mark as it is printed, to 0.01."""
    return shown(half_up(mean.numerator * HUNDREDTHS, mean.denominator))
