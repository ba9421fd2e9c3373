"""Drawings keep to their paper, and bars and lines to the numbers that they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.audience.charts.geometry import (
    MAP_MARGIN,
    MAP_MOST_HEIGHT,
    MAP_WIDTH,
    bars,
    lines,
    map_of,
    nice_top,
    small,
)

VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


def test_bars_are_as_long_as_their_values():
    first, second = bars([("а", 8, 4, "4 из 8"), ("б", 2, 9, "2")]).bars

    assert first.width == 4 * second.width
    assert (first.part_width, second.part_width) == (first.width / 2, second.width)
    assert second.y > first.y


def test_bars_of_nothing_have_no_length():
    assert bars([]).height == 0
    assert bars([("а", 0, 0, "0")]).bars[0].width == 0


@pytest.mark.parametrize(("most", "top"), [(1, 2), (9, 10), (255, 400), (1600, 1600), (1601, 2000)])
def test_top_of_a_scale_is_round_and_not_below(most, top):
    assert nice_top(most) == top


@given(VALUES)
def test_lines_stay_between_floor_and_top(values):
    drawn = lines(["а"], [str(step) for step in range(len(values))], [values])

    assert all(0 <= dot.y <= drawn.floor and drawn.left <= dot.x <= drawn.right for dot in drawn.lines[0].dots)
    assert len(drawn.steps) <= 8
    assert drawn.lines[0].path.startswith("M")


@given(VALUES)
def test_small_drawings_have_a_scale_of_their_own(values):
    drawn = small("а", [(str(step), value) for step, value in enumerate(values)], "")

    assert max(column.height for column in drawn.columns) == (drawn.height if max(values) else 0)
    assert all(column.x + column.width <= drawn.width + 0.1 for column in drawn.columns)


PLACES = st.lists(st.tuples(st.floats(-80, 80), st.floats(-170, 170)), min_size=1, max_size=8, unique=True)


@given(PLACES)
def test_places_lie_on_the_map(points):
    drawn = map_of([("а", "1", *point, True) for point in points])

    assert drawn.height <= MAP_MOST_HEIGHT + 1
    assert all(MAP_MARGIN - 1 <= spot.x <= MAP_WIDTH - MAP_MARGIN + 1 for spot in drawn.spots)
    assert all(MAP_MARGIN - 1 <= spot.y <= drawn.height - MAP_MARGIN + 1 for spot in drawn.spots)


def test_map_has_the_north_above_and_the_east_on_the_right():
    north, east = map_of([("с", "", 51.0, 36.0, True), ("в", "", 50.0, 37.0, False)]).spots

    assert north.y < east.y
    assert north.x < east.x
    # a degree of longitude is shorter here than one of latitude
    assert (east.x - north.x) < (east.y - north.y)


def test_map_of_no_places_is_none():
    assert map_of([]) is None
