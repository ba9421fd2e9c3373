"""What a ranking would be without one juror."""

from itertools import pairwise

from hypothesis import given
from tests.contest.ranking.test_formula import TWO, UNHURRIED, contests, sheet

from nastavnik.contest.ranking.doubts import Group, WithoutJuror, indistinguishable, without_each
from nastavnik.contest.ranking.formula import Rules, Scale, ranked, scores


def groups(sheets, scales=TWO):
    return indistinguishable(scales, sheets, ranked(scores(scales, sheets)))


def test_neighbours_whose_order_hangs_on_one_juror_are_told_as_one():
    firm = [sheet(juror, 1, 10, 10) for juror in (1, 2, 3)]
    one = [sheet(1, 2, 9, 9), sheet(2, 2, 5, 5), sheet(3, 2, 5, 5)]
    other = [sheet(1, 3, 5, 5), sheet(2, 3, 6, 6), sheet(3, 3, 6, 6)]
    assert groups(firm + one + other) == (Group(2, 3, (2, 3)),)


def test_firm_order_has_no_such_neighbours():
    rows = [sheet(juror, number, 10 - 2 * number, 10) for juror in (1, 2, 3) for number in (1, 2, 3)]
    assert groups(rows) == ()


def test_shared_place_is_a_group():
    rows = [sheet(juror, number, 5, 5) for juror in (1, 2, 3) for number in (1, 2)]
    assert groups(rows) == (Group(1, 1, (1, 2)),)


def test_application_with_one_sheet_is_told_with_its_neighbour():
    rows = [sheet(1, 1, 10, 10), *(sheet(juror, 2, 1, 1) for juror in (1, 2))]
    assert groups(rows) == (Group(1, 2, (1, 2)),)


def test_two_rows_of_neighbours_stay_apart():
    def pair(upper, lower, high):
        better = [sheet(1, upper, high, high), sheet(2, upper, high - 1, high), sheet(3, upper, high - 1, high)]
        worse = [sheet(1, lower, high - 3, high), sheet(2, lower, high, high), sheet(3, lower, high - 1, high)]
        return better + worse

    assert groups(pair(1, 2, 10) + pair(3, 4, 5)) == (Group(1, 2, (1, 2)), Group(3, 4, (3, 4)))


def test_without_each_juror_it_is_told_who_would_come_in_among_the_first():
    rows = [sheet(1, 1, 10, 10), sheet(2, 1, 5, 5), sheet(1, 2, 6, 6), sheet(2, 2, 6, 6)]
    assert without_each(TWO, rows, Rules(), first=1) == (
        WithoutJuror(1, 2, (2,), (1,)),
        WithoutJuror(2, 0, (), ()),
    )


def test_without_the_only_juror_an_application_keeps_no_place():
    rows = [sheet(1, 1, 10, 10), sheet(2, 2, 5, 5), sheet(1, 2, 5, 5)]
    assert without_each(TWO, rows, Rules(), first=1) == (
        WithoutJuror(1, 2, (2,), (1,)),
        WithoutJuror(2, 0, (), ()),
    )


@UNHURRIED
@given(contests())
def test_pair_that_is_no_group_keeps_its_order_without_any_juror(contest):
    weights, marks = contest
    scales = [Scale(number, weight) for number, weight in enumerate(weights, start=1)]
    sheets = [sheet(juror, application, *row) for (juror, application), row in marks.items()]
    found = ranked(scores(scales, sheets))
    told = indistinguishable(scales, sheets, found)
    for upper, lower in pairwise(found):
        pair = {upper.score.application, lower.score.application}
        if any(pair <= set(group.applications) for group in told):
            continue
        for juror in {one.juror for one in sheets}:
            then = scores(scales, [one for one in sheets if one.juror != juror and one.application in pair])
            totals = {score.application: score.total for score in then}
            assert totals[upper.score.application] > totals[lower.score.application]
