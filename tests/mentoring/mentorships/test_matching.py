"""The best assignment of a network: its costs are its reasons, it beats every other, and its matrix is bounded."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from nastavnik.mentoring.matching import (
    Earlier,
    Home,
    Kind,
    MenteeSide,
    MentorSide,
    Step,
    cost_of,
    match,
    reasons_of,
)
from nastavnik.mentoring.matching.assignment import slots_of
from nastavnik.mentoring.matching.points import FORBIDDEN, km_between
from nastavnik.mentoring.matching.reasons import reason_from

THEMES = st.frozensets(st.integers(1, 4), max_size=3)
YEARS = st.none() | st.integers(1990, 2025)
POINTS = st.none() | st.tuples(st.floats(50, 56), st.floats(40, 50))
HOMES = st.none() | st.builds(
    Home,
    library=st.integers(1, 3),
    organisation=st.integers(1, 2),
    settlement=st.sampled_from(["", "кинель", "отрадное"]),
    point=POINTS,
)


def quiet(_step, _done, _total):
    """Hear nothing."""


@st.composite
def networks(draw, most=4):
    mentors = [
        MentorSide(
            number,
            draw(THEMES),
            draw(YEARS),
            draw(st.integers(0, 4)),
            draw(st.integers(1, 2)),
            draw(st.integers(0, 2)),
            draw(HOMES),
        )
        for number in range(1, draw(st.integers(1, most)) + 1)
    ]
    mentees = [
        MenteeSide(number, draw(THEMES), draw(YEARS), draw(HOMES))
        for number in range(101, 101 + draw(st.integers(1, most)))
    ]
    pairs = st.tuples(st.sampled_from([one.id for one in mentees]), st.sampled_from([one.id for one in mentors]))
    earlier = draw(st.dictionaries(pairs, st.sampled_from(Earlier), max_size=2))
    return mentors, mentees, earlier


@settings(max_examples=60, deadline=None)
@given(networks())
def test_cost_of_a_pair_is_the_sum_of_its_reasons(network):
    mentors, mentees, earlier = network

    for pair in match(mentors, mentees, earlier, quiet):
        reasons = reasons_of(pair.mentor, pair.mentee, earlier, pair.more)
        assert cost_of(pair.mentor, reasons) == pytest.approx(pair.cost, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(networks(most=3))
def test_no_other_assignment_costs_less(network):
    mentors, mentees, _earlier = network
    places = [(one, extra) for one in mentors for extra in range(one.places)]
    size = min(len(places), len(mentees))

    found = match(mentors, mentees, {}, quiet)

    def cost(places, people):
        return sum(
            cost_of(one, reasons_of(one, mentee, {}, extra))
            for (one, extra), mentee in zip(places, people, strict=True)
        )

    least = (
        min(cost(chosen, people) for chosen in permutations(places, size) for people in permutations(mentees, size))
        if size <= 2
        else None
    )
    assert len(found) == size
    assert least is None or sum(pair.cost for pair in found) == pytest.approx(least, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(networks(), st.integers(1, 12))
def test_small_matrix_still_finds_everybody_a_place(network, most_cells):
    mentors, mentees, _earlier = network

    found = match(mentors, mentees, {}, quiet, most_cells=most_cells)

    assert len(found) == min(len(mentees), sum(one.places for one in mentors))
    assert len({pair.mentee.id for pair in found}) == len(found)
    assert all(sum(pair.mentor.id == one.id for pair in found) <= one.places for one in mentors)


@pytest.mark.parametrize(("places", "people"), [(6, 3), (3, 6), (4, 4)])
def test_matrix_is_given_with_its_smaller_side_as_rows_so_that_none_is_copied(monkeypatch, places, people):
    given, assign = [], optimize.linear_sum_assignment

    def assigned(costs):
        given.append((costs.shape, costs.flags.c_contiguous))
        return assign(costs)

    monkeypatch.setattr(optimize, "linear_sum_assignment", assigned)
    mentors = [MentorSide(number) for number in range(1, places + 1)]

    found = match(mentors, [MenteeSide(number) for number in range(101, 101 + people)], {}, quiet)

    assert given[0] == ((min(places, people), max(places, people)), True)
    assert len(found) == min(places, people)


def test_match_keeps_a_good_pair_and_never_makes_a_bad_one_again():
    near = Home(1, 1)
    mentors = [MentorSide(1, home=near), MentorSide(2, home=Home(9, 9))]
    mentee = MenteeSide(101, home=near)

    def mentor_of(earlier):
        return [pair.mentor.id for pair in match(mentors, [mentee], earlier, quiet)]

    assert mentor_of({}) == [1]
    assert mentor_of({(101, 2): Earlier.GOOD}) == [2]
    assert mentor_of({(101, 1): Earlier.BAD}) == [2]
    assert mentor_of({(101, 1): Earlier.BAD, (101, 2): Earlier.BAD}) == []


def test_match_lets_nobody_lead_herself():
    assert match([MentorSide(1)], [MenteeSide(1)], {}, quiet) == []
    assert [pair.mentee.id for pair in match([MentorSide(1)], [MenteeSide(1), MenteeSide(2)], {}, quiet)] == [2]


def test_match_without_places_finds_nobody():
    assert match([MentorSide(1, places=0)], [MenteeSide(101)], {}, quiet) == []
    assert match([], [MenteeSide(101)], {}, quiet) == []


def test_match_spreads_the_load():
    mentors = [MentorSide(1, places=2), MentorSide(2, places=2)]

    found = match(mentors, [MenteeSide(101), MenteeSide(102)], {}, quiet)

    assert sorted(pair.mentor.id for pair in found) == [1, 2]


def test_match_ignores_earlier_pairs_of_people_who_are_gone():
    assert len(match([MentorSide(1)], [MenteeSide(101)], {(7, 1): Earlier.BAD, (101, 8): Earlier.BAD}, quiet)) == 1


def test_match_tells_how_far_it_is():
    told = []

    match([MentorSide(1)], [MenteeSide(101)], {}, lambda *step: told.append(step))

    assert told == [(Step.COMPARING, 1, 1), (Step.CHOOSING, 0, 1), (Step.CHOOSING, 1, 1)]


def test_slots_go_round_and_only_whole_rounds_are_taken():
    mentors = [MentorSide(1, places=3), MentorSide(2, places=1)]

    assert slots_of(mentors, [0, 0], 10) == [(0, 0), (1, 0), (0, 1), (0, 2)]
    assert slots_of(mentors, [1, 0], 10) == [(0, 1), (1, 0), (0, 2)]
    assert slots_of(mentors, [0, 0], 2) == [(0, 0), (1, 0)]
    assert slots_of(mentors, [3, 1], 10) == []


HERE = Home(1, 1, "кинель", (53.22, 50.63))


@pytest.mark.parametrize(
    ("mentor", "mentee", "kind", "number"),
    [
        (None, HERE, Kind.HOME_UNKNOWN, 0),
        (HERE, None, Kind.HOME_UNKNOWN, 0),
        (HERE, Home(1, 1), Kind.SAME_LIBRARY, 0),
        (HERE, Home(2, 1, "отрадное", (53.37, 51.35)), Kind.KM, 51),
        (Home(1, 1, "кинель"), Home(2, 1, "кинель"), Kind.SAME_SETTLEMENT, 0),
        (Home(1, 1, "кинель"), Home(2, 2, "кинель"), Kind.FAR, 0),
        (Home(1, 1), Home(2, 1), Kind.SAME_ORGANISATION, 0),
    ],
)
def test_home_tells_how_far_people_work_from_each_other(mentor, mentee, kind, number):
    reasons = reasons_of(MentorSide(1, home=mentor), MenteeSide(101, home=mentee), {})

    assert [(one.kind, one.number) for one in reasons if one.kind == kind] == [(kind, number)]


@pytest.mark.parametrize(
    ("hers", "wanted", "kind", "common"),
    [
        ({1, 2}, {1, 2}, Kind.THEMES, (1, 2)),
        ({1}, {1, 2}, Kind.THEMES, (1,)),
        ({3}, {1, 2}, Kind.NO_THEME, ()),
        ((), {1}, Kind.ANY_THEME, ()),
        ({1}, (), Kind.THEMES_UNSAID, ()),
    ],
)
def test_themes_are_told_by_what_the_two_have_in_common(hers, wanted, kind, common):
    [first, *_rest] = reasons_of(MentorSide(1, frozenset(hers)), MenteeSide(101, frozenset(wanted)), {})

    assert (first.kind, first.themes) == (kind, common)


def test_reasons_name_load_practice_and_earlier_pairs():
    mentor = MentorSide(1, since_year=2000, led_well=2, taken=1)

    reasons = reasons_of(mentor, MenteeSide(101, since_year=2010), {(101, 1): Earlier.BAD}, more=1)

    told = {one.kind: one.number for one in reasons}
    assert (told[Kind.PRACTICE], told[Kind.LED], told[Kind.LOAD]) == (10, 2, 2)
    assert cost_of(mentor, reasons) > FORBIDDEN / 2
    assert [reason_from(one.kept()).kind for one in reasons] == [one.kind for one in reasons]


def test_distance_between_two_cities_is_that_of_the_globe():
    assert km_between((55.7558, 37.6173), (59.9343, 30.3351)) == pytest.approx(633, abs=3)
