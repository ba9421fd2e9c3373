"""How often each stretch was played: pure."""

from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.audience.selectors.viewing import plays

PLACES = st.floats(0, 1000).map(lambda place: round(place, 2))


def empty(length=1000):
    width = plays.width_for(length)
    return plays.grown(array("I"), width, length)


def test_short_film_is_told_apart_by_seconds_and_a_long_one_by_what_fits():
    assert [plays.width_for(length) for length in (1, 400, 401, 3600, 172_800)] == [1, 1, 2, 9, 432]


@given(st.lists(PLACES, min_size=2, max_size=8, unique=True))
def test_it_is_the_same_into_how_many_reports_a_stretch_is_cut(places):
    cuts = sorted(places)
    (whole, width), (parts, _width) = empty(), empty()
    plays.add(whole, width, [(cuts[0], cuts[-1])])
    plays.add(parts, width, list(pairwise(cuts)))
    assert whole == parts


def test_what_is_played_again_counts_again_and_what_lies_behind_the_end_does_not():
    numbers, width = empty(length=10)
    plays.add(numbers, width, [(0, 10), (4, 6), (5, 12)])
    assert list(numbers) == [1, 1, 1, 1, 2, 3, 2, 2, 2, 2]


def test_numbers_are_kept_in_four_bytes_and_read_again():
    assert plays.packed(array("I", [1, 256])) == b"\1\0\0\0\0\1\0\0"
    assert list(plays.unpacked(memoryview(b"\1\0\0\0\0\1\0\0"))) == [1, 256]


def test_film_that_got_much_longer_is_told_apart_more_roughly():
    numbers, width = plays.grown(array("I", [1, 3, 2]), 1, 3)
    assert (list(numbers), width) == ([1, 3, 2], 1)
    numbers, width = plays.grown(numbers, 1, 1000)
    assert (list(numbers[:3]), len(numbers), width) == ([3, 2, 0], 500, 2)


def test_curve_follows_a_film_whose_beginning_moved():
    assert list(plays.moved(array("I", [1, 2, 3]), 2, 4.0)) == [0, 0, 1, 2, 3]
    assert list(plays.moved(array("I", [1, 2, 3]), 2, -2.4)) == [2, 3]
