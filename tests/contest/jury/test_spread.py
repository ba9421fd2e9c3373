"""The even spread, against all spreads there are, and on the scale of a large contest."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.contest.spreading.spread import Need, spread


@st.composite
def small_contests(draw):
    jurors = range(1, draw(st.integers(1, 4)) + 1)
    applications = range(1, draw(st.integers(1, 4)) + 1)
    may = st.frozensets(st.sampled_from(list(jurors)))
    needs = [Need(one, draw(st.integers(1, 2)), draw(may)) for one in applications]
    return needs, {juror: draw(st.integers(0, 2)) for juror in jurors}, draw(st.sampled_from("abcdef"))


def loads_of(pairs, before):
    return Counter(before) + Counter(juror for juror, _application in pairs)


def unevenness(loads, jurors):
    return sum(loads[juror] ** 2 for juror in jurors)


def best(needs, before):
    choices = [list(combinations(sorted(need.jurors), min(need.count, len(need.jurors)))) for need in needs]
    spreads = (
        [(juror, need.application) for need, chosen in zip(needs, picked, strict=True) for juror in chosen]
        for picked in product(*choices)
    )
    return min(unevenness(loads_of(pairs, before), before) for pairs in spreads)


@given(small_contests())
@settings(deadline=None, max_examples=150)
def test_spread_is_the_evenest_there_is(contest):
    needs, before, seed = contest

    found = spread(needs, before, seed=seed)

    assert unevenness(loads_of(found.given, before), before) == best(needs, before)
    allowed = {need.application: need.jurors for need in needs}
    assert all(juror in allowed[application] for juror, application in found.given)
    assert len(set(found.given)) == len(found.given)


@given(small_contests())
@settings(deadline=None, max_examples=80)
def test_spread_gives_each_what_it_needs_or_says_what_lacks(contest):
    needs, before, seed = contest

    found = spread(needs, before, seed=seed)

    each = Counter(application for _juror, application in found.given)
    for need in needs:
        assert each[need.application] == min(need.count, len(need.jurors))
        assert found.lacking.get(need.application, 0) == max(need.count - len(need.jurors), 0)


def test_spread_of_a_large_contest_leaves_nobody_with_more_than_one_above():
    jurors = range(1, 31)
    needs = [Need(one, 3, frozenset(juror for juror in jurors if (juror * 7 + one) % 11)) for one in range(1, 1001)]

    found = spread(needs, dict.fromkeys(jurors, 0), seed="x")

    loads = Counter(juror for juror, _application in found.given)
    assert max(loads.values()) - min(loads.values()) <= 1
    assert not found.lacking


@pytest.mark.parametrize("seed", [str(number) for number in range(12)])
def test_spread_hands_sheets_on_along_a_path(seed):
    # whoever takes the first decides too early: what comes later can be even only if some earlier ones are handed on
    pairs = [(1, 2), (3, 4), (5, 6), (1, 3), (3, 5), (5, 7)]
    needs = [Need(one, 1, frozenset(pair)) for one, pair in enumerate(pairs)]

    found = spread(needs, dict.fromkeys(range(1, 8), 0), seed=seed)

    assert max(Counter(juror for juror, _application in found.given).values()) == 1


@pytest.mark.parametrize("seed", ["a", "b"])
def test_spread_is_the_same_for_the_same_seed(seed):
    needs = [Need(one, 2, frozenset(range(6))) for one in range(20)]

    assert spread(needs, {}, seed=seed) == spread(needs, {}, seed=seed)


def test_spread_mixes_who_judges_together():
    needs = [Need(one, 2, frozenset(range(6))) for one in range(30)]

    found = spread(needs, {}, seed="x")

    together = {frozenset(juror for juror, one in found.given if one == application) for application in range(30)}
    assert len(together) > 3


def test_spread_of_nothing_is_nothing():
    assert spread([], {}, seed="x").given == ()
