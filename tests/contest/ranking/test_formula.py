"""The formula against an independent computation, and the rules that decide between equals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.contest.enums import TieRule
from nastavnik.contest.ranking.formula import Judged, Rules, Scale, half_up, ranked, scores, shown, shown_mean

MAIN, NEXT, MEDIAN, CHAIR, SHARED = (
    TieRule.MAIN_CRITERION,
    TieRule.NEXT_CRITERIA,
    TieRule.MEDIAN,
    TieRule.CHAIR,
    TieRule.SHARED,
)
TWO = (Scale(1, 100), Scale(2, 100))
# a machine that is busy with something else draws slowly
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sheet(juror, application, *marks):
    return Judged(juror, application, dict(enumerate(marks, start=1)))


def places(sheets, *ties, scales=TWO, chair=None):
    return {
        one.score.application: (one.place, one.decided_by)
        for one in ranked(scores(scales, sheets), Rules(ties, chair or {}))
    }


@st.composite
def contests(draw):
    """A jury with recusals and missing sheets: (weights in hundredths, marks by (juror, application))."""
    jurors, applications, criteria = (draw(st.integers(1, most)) for most in (7, 8, 5))
    weights = draw(st.lists(st.integers(1, 500), min_size=criteria, max_size=criteria))
    marks = st.lists(st.integers(0, 10), min_size=criteria, max_size=criteria)
    sheets = {}
    for juror in range(jurors):
        for application in range(applications):
            if draw(st.booleans()):  # not given to her, not finished, or she was recused
                sheets[juror, application] = draw(marks)
    return weights, sheets


def by_numpy(weights, sheets):
    """The totals once more, another way: an array with holes, means over it, weights, decimal rounding."""
    if not sheets:
        return {}
    jurors, applications = (1 + max(key[axis] for key in sheets) for axis in (0, 1))
    marks = np.full((jurors, applications, len(weights)), np.nan)
    for (juror, application), row in sheets.items():
        marks[juror, application] = row
    counts = np.sum(~np.isnan(marks[:, :, 0]), axis=0)
    sums = np.nansum(marks, axis=0).astype(int) @ np.array(weights)
    return {
        number: (Decimal(int(sums[number])) / int(counts[number]) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for number in range(applications)
        if counts[number]
    }


@UNHURRIED
@given(contests())
def test_totals_are_those_of_an_independent_computation(contest):
    weights, sheets = contest
    scales = [Scale(number, weight) for number, weight in enumerate(weights, start=1)]
    judged = [sheet(juror, application, *marks) for (juror, application), marks in sheets.items()]
    found = scores(scales, judged)
    assert {score.application: shown(score.total) for score in found} == by_numpy(weights, sheets)
    for score in found:
        totals = [
            sum(w * m for w, m in zip(weights, marks, strict=True))
            for (_juror, application), marks in sheets.items()
            if application == score.application
        ]
        assert score.median == Fraction(float(np.median(totals)))
        assert (score.sheets[0], score.sheets[-1]) == (min(totals), max(totals))


@UNHURRIED
@given(contests(), st.permutations([MAIN, NEXT, MEDIAN, SHARED]))
def test_places_follow_the_totals_and_do_not_depend_on_the_order_of_sheets(contest, ties):
    weights, sheets = contest
    scales = [Scale(number, weight) for number, weight in enumerate(weights, start=1)]
    judged = [sheet(juror, application, *marks) for (juror, application), marks in sheets.items()]
    found = ranked(scores(scales, judged), Rules(tuple(ties)))
    assert found == ranked(scores(scales, judged[::-1]), Rules(tuple(ties)))
    totals = [one.score.total for one in found]
    assert totals == sorted(totals, reverse=True)
    numbers = [one.place for one in found]
    assert all(place == 1 + sum(other < place for other in numbers) for place in numbers)
    assert all(one.is_shared == (numbers.count(one.place) > 1) for one in found)
    assert not any(one.is_undecided for one in found)


@UNHURRIED
@given(contests())
def test_two_of_one_place_are_equal_by_every_rule(contest):
    weights, sheets = contest
    scales = [Scale(number, weight) for number, weight in enumerate(weights, start=1)]
    judged = [sheet(juror, application, *marks) for (juror, application), marks in sheets.items()]
    found = ranked(scores(scales, judged), Rules((MAIN, NEXT, MEDIAN)))
    for one in found:
        for other in found:
            same = (one.score.total, one.score.means, one.score.median) == (
                other.score.total,
                other.score.means,
                other.score.median,
            )
            assert (one.place == other.place) == same


def test_half_of_a_hundredth_goes_up():
    assert [half_up(*pair) for pair in ((1, 2), (3, 2), (1, 3), (2, 3), (-1, 2), (5, 1))] == [1, 2, 0, 1, 0, 5]


def test_mean_is_shown_to_a_hundredth():
    assert shown_mean(Fraction(20, 3)) == Decimal("6.67")


def test_weight_with_two_decimals_is_exact():
    assert Scale.of(7, Decimal("1.10")) == Scale(7, 110)


def test_rounding_makes_equals_that_rules_decide_between():
    """33.333… and 33.33 are one total; the main criterion parts them."""
    scales = (Scale(1, 1), Scale(2, 1))
    first = [sheet(1, 1, 33, 0), sheet(2, 1, 33, 0), sheet(3, 1, 34, 0)]
    second = [sheet(juror, 2, 32, 1) for juror in (1, 2, 3)]
    assert places(first + second, MAIN, scales=scales) == {1: (1, MAIN), 2: (2, MAIN)}


def test_main_criterion_decides_first():
    assert places([sheet(1, 1, 5, 9), sheet(1, 2, 9, 5)], MAIN, NEXT) == {2: (1, MAIN), 1: (2, MAIN)}


def test_next_criteria_decide_when_the_main_one_does_not():
    scales = (*TWO, Scale(3, 100))
    rows = [sheet(1, 1, 5, 4, 6), sheet(1, 2, 5, 6, 4)]
    assert places(rows, MAIN, NEXT, scales=scales) == {2: (1, NEXT), 1: (2, NEXT)}


def test_median_decides_between_equal_means():
    first = [sheet(1, 1, 0, 0), sheet(2, 1, 6, 6), sheet(3, 1, 6, 6)]
    second = [sheet(1, 2, 4, 4), sheet(2, 2, 4, 4), sheet(3, 2, 4, 4)]
    assert places(first + second, MAIN, NEXT, MEDIAN) == {1: (1, MEDIAN), 2: (2, MEDIAN)}


def test_chair_decides_what_nothing_else_does():
    rows = [sheet(1, number, 5, 5) for number in (1, 2, 3)]
    assert places(rows, MAIN, CHAIR, chair={3: 1, 1: 2, 2: 3}) == {3: (1, CHAIR), 1: (2, CHAIR), 2: (3, CHAIR)}


def test_chair_who_named_one_leaves_the_others_undecided():
    found = ranked(scores(TWO, [sheet(1, number, 5, 5) for number in (1, 2, 3)]), Rules((CHAIR,), {2: 1}))
    assert [(one.score.application, one.place, one.is_undecided) for one in found] == [
        (2, 1, False),
        (1, 2, True),
        (3, 2, True),
    ]


def test_place_is_shared_where_the_regulation_says_so_and_the_next_is_left_out():
    rows = [sheet(1, 1, 9, 9), sheet(1, 2, 9, 9), sheet(1, 3, 1, 1)]
    found = ranked(scores(TWO, rows), Rules((SHARED,)))
    assert [(one.place, one.is_shared, one.is_undecided) for one in found] == [
        (1, True, False),
        (1, True, False),
        (3, False, False),
    ]


def test_rules_behind_sharing_are_not_asked():
    rows = [sheet(1, 1, 5, 9), sheet(1, 2, 9, 5)]
    assert places(rows, SHARED, MAIN) == {1: (1, None), 2: (1, None)}


def test_contest_without_sheets_has_no_places():
    assert ranked(scores(TWO, [])) == []
