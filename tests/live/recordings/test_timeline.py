from datetime import UTC, datetime, timedelta

import pytest

from nastavnik.live.models import Broadcast, Part
from nastavnik.live.selectors.timeline import parts_of, second_of, shown_second

NOON = datetime(2026, 12, 1, 9, tzinfo=UTC)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def parts(*, late_seconds=0.0):
    """Ten seconds, a hole of five, twenty seconds more."""
    return [
        Part(started_at=at(0), offset_seconds=0.0, duration_seconds=10.0),
        Part(started_at=at(15), offset_seconds=10.0, duration_seconds=20.0, late_seconds=late_seconds),
    ]


@pytest.mark.parametrize(
    ("passed", "second"), [(-30, 0.0), (0, 0.0), (4, 4.0), (10, 10.0), (12, 10.0), (15, 10.0), (20, 15.0), (99, 30.0)]
)
def test_second_of_follows_the_parts_and_passes_over_holes(passed, second):
    assert second_of(parts(), Broadcast(), at(passed)) == second


@pytest.mark.parametrize(("passed", "second"), [(1, 0.0), (4, 1.0), (20, 12.0)])
def test_second_of_counts_what_was_cut_off(passed, second):
    assert second_of(parts(), Broadcast(head_seconds=3.0), at(passed)) == second


def test_shown_second_of_what_was_cut_off_is_before_the_beginning():
    assert shown_second(parts(), Broadcast(head_seconds=3.0), at(1)) == -2.0


@pytest.mark.parametrize(("passed", "second"), [(4, 104.0), (12, 112.0), (14, 114.0), (20, 120.0), (99, 135.0)])
def test_second_of_in_a_file_without_holes_goes_on_in_them(passed, second):
    assert second_of(parts(late_seconds=5.0), Broadcast(shift_seconds=100.0), at(passed)) == second


def test_second_of_a_broadcast_without_parts_is_the_beginning():
    assert second_of([], Broadcast(), at(5)) == 0.0


def test_parts_of_a_recording_that_is_not_whole_are_none(broadcast):
    assert parts_of(broadcast) == []


def test_parts_of_a_recording_come_in_order(broadcast):
    broadcast.finished_at = NOON

    assert [part.number for part in parts_of(broadcast)] == [1, 2]
