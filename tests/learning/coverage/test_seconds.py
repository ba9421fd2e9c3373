"""Seconds as bits: whatever way a report takes, the same seconds are covered, and no others."""

import random
from itertools import pairwise
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.learning.watching.seconds import (
    LONGEST_SECONDS,
    BadPiece,
    bits_of,
    cut,
    holes_of,
    length_of,
    packed,
    percent_of,
    pieces_of,
    second_of,
    seconds_for,
    shifted,
    unpacked,
)

LENGTH = 400
places = st.floats(min_value=0, max_value=LENGTH, allow_nan=False)
pieces = st.tuples(places, places).map(sorted).filter(lambda pair: pair[0] < pair[1])
plays = st.lists(pieces, min_size=1, max_size=12)


def joined(reports) -> int:
    bits = 0
    for report in reports:
        bits |= bits_of(report, LENGTH)
    return bits


def split(piece, shares):
    """Cut one piece at some places of it, as reports every few seconds do."""
    begin, end = piece
    cuts = sorted({begin, end, *(begin + (end - begin) * share for share in shares)})
    return [pair for pair in pairwise(cuts) if pair[0] < pair[1]]


@given(plays, st.lists(st.floats(min_value=0, max_value=1), max_size=8), st.randoms(use_true_random=False))
def test_coverage_is_the_same_however_reports_are_split_repeated_and_mixed(played, shares, dice: random.Random):
    whole = bits_of(played, LENGTH)
    parts = [part for piece in played for part in split(piece, shares)]
    parts += dice.choices(parts, k=len(parts))
    dice.shuffle(parts)
    reports, rest = [], parts
    while rest:
        count = dice.randint(1, len(rest))
        reports.append(rest[:count])
        rest = rest[count:]
    assert joined(reports) == whole


@given(plays, plays)
def test_queue_of_yesterday_merges_with_today(yesterday, today):
    assert joined([today, yesterday]) == joined([yesterday, today]) == bits_of(yesterday + today, LENGTH)


@given(places, places)
def test_seeking_adds_nothing(begin, target):
    """What lies between where somebody left and where she went on is not covered by going there."""
    played = [(place, min(place + 5, LENGTH)) for place in (begin, target) if place < LENGTH]
    bits = bits_of(played, LENGTH)
    allowed = {second for a, b in played for second in range(second_of(a), second_of(b))}
    assert {second for a, b in pieces_of(bits) for second in range(a, b)} == allowed


@given(plays)
def test_pieces_and_holes_are_the_film(played):
    bits = bits_of(played, LENGTH)
    stretches = sorted(pieces_of(bits) + holes_of(bits, LENGTH))
    assert [begin for begin, _end in stretches] == [0, *(end for _begin, end in stretches[:-1])]
    assert stretches[-1][1] == LENGTH
    assert sum(end - begin for begin, end in pieces_of(bits)) == bits.bit_count()
    assert unpacked(packed(bits)) == bits


@given(plays)
def test_percent_is_whole_only_when_nothing_is_missing(played):
    bits = bits_of(played, LENGTH)
    assert (percent_of(bits.bit_count(), LENGTH) == 100) == (holes_of(bits, LENGTH) == [])


@given(st.integers(1, 100), st.integers(1, 20_000))
def test_seconds_for_a_percent_are_the_fewest(percent, length):
    enough = seconds_for(percent, length)
    assert percent_of(enough, length) >= percent > percent_of(enough - 1, length)


@pytest.mark.parametrize(
    "piece", [(-1, 5), (5, 5), (6, 5), (0, LENGTH + 3), (nan, 5), (0, nan), (0, float("inf")), (1e300, 1e301)]
)
def test_bits_of_what_is_no_stretch_of_the_film_are_refused(piece):
    with pytest.raises(BadPiece):
        bits_of([(0, 1), piece], LENGTH)


def test_end_that_the_browser_sees_a_little_late_is_the_end():
    assert bits_of([(LENGTH - 1, LENGTH + 1.5)], LENGTH) == 1 << (LENGTH - 1)


def test_piece_too_short_for_a_second_counts_none():
    assert bits_of([(3.6, 4.4)], LENGTH) == 0
    assert bits_of([(3.4, 3.6)], LENGTH) == 0b1000


@pytest.mark.parametrize(
    ("duration", "length"), [(nan, 0), (-1, 0), (0, 0), (0.2, 1), (59.5, 60), (59.4, 59), (1e9, LONGEST_SECONDS)]
)
def test_length_is_of_whole_seconds(duration, length):
    assert length_of(duration) == length


def test_shift_moves_and_drops():
    bits = bits_of([(10, 20)], LENGTH)
    assert pieces_of(shifted(bits, 5)) == [(15, 25)]
    assert pieces_of(shifted(bits, -15)) == [(0, 5)]
    assert pieces_of(cut(bits, 12)) == [(10, 12)]


def test_percent_of_no_film_is_nothing():
    assert percent_of(5, 0) == 0
    assert percent_of(500, 400) == 100
