"""Numbers become drawings: pure."""

from nastavnik.audience.charts.curves import curve, smoothed, summits, thinned


def test_curve_touches_its_upper_edge_where_most_was_played():
    drawn = curve([0, 10, 5])
    assert (drawn.line, drawn.top) == ("M0 200.0 L500 0.0 L1000 100.0", 10)
    assert drawn.area.endswith("L1000 200 L0 200 Z")


def test_curve_of_nothing_is_nothing_and_of_one_number_is_level():
    assert (curve([]).line, curve([]).area) == ("", "")
    assert curve([4]).line == "M0 0.0 L1000 0.0"


def test_long_film_is_drawn_without_losing_a_peak():
    values = [1] * 1000
    values[777] = 9
    assert len(thinned(values)) == 334
    assert max(thinned(values)) == 9
    assert thinned([]) == []


def test_neighbours_soften_what_stands_alone():
    assert smoothed([0, 4, 0]) == [1, 2, 1]


def test_what_was_played_again_most_comes_first():
    plays = [10] * 100
    plays[20:30] = [40] * 10
    plays[60:64] = [25] * 4
    first, second = summits(plays, 9, 5)
    assert 17 <= first.begin / 9 <= 22
    assert 28 <= first.end / 9 <= 32
    assert (first.plays, second.plays) == (40, 25)
    assert len(summits(plays, 9, 1)) == 1


def test_film_that_everybody_plays_from_the_beginning_has_no_summit():
    assert summits([30 - place // 4 for place in range(100)], 1, 5) == []
    assert summits([], 1, 5) == []
