import pytest

from nastavnik.live.ingest.rtmp.door import Door
from nastavnik.live.ingest.rtmp.gate import Limits

HERE, THERE = "10.0.0.1", "10.0.0.2"
LIMITS = Limits(connections_per_address=3, waiting_per_address=2, waiting=4, wrong_keys_per_minute=2)


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return Door(LIMITS, clock)


def test_let_in_more_who_wait_than_allowed_closes_the_door_to_their_address(door):
    door.let_in("a", HERE)
    door.let_in("b", HERE)

    assert not door.is_open_to(HERE)
    assert door.is_open_to(THERE)


def test_admit_a_visitor_makes_room_for_another_who_waits(door):
    door.let_in("a", HERE)
    door.let_in("b", HERE)

    door.admitted("a")

    assert door.is_open_to(HERE)
    assert door.waiting == 1


def test_let_in_more_than_allowed_of_one_address_closes_the_door_until_one_leaves(door):
    for visitor in "abc":
        door.let_in(visitor, HERE)
        door.admitted(visitor)
    assert not door.is_open_to(HERE)

    door.left("b", HERE)

    assert door.is_open_to(HERE)


def test_let_in_when_all_places_are_taken_sends_away_who_waited_longest(door):
    gone = [door.let_in(visitor, f"10.0.0.{number}") for number, visitor in enumerate("abcd")]
    door.admitted("a")

    assert gone == [None] * 4
    assert door.let_in("e", HERE) is None
    assert door.let_in("f", HERE) == "b"
    assert door.waiting == 4


def test_leave_forgets_everything_of_a_visitor(door):
    door.let_in("a", HERE)

    door.left("a", HERE)

    assert (door.waiting, dict(door._inside), dict(door._waiting_of)) == (0, {}, {})


def test_try_wrong_keys_closes_the_door_for_a_minute(door, clock):
    door.note_wrong_key(HERE)
    assert door.is_open_to(HERE)
    clock.now += 30
    door.note_wrong_key(HERE)
    assert not door.is_open_to(HERE)
    assert door.is_open_to(THERE)

    clock.now += 31

    assert door.is_open_to(HERE)


def test_try_wrong_keys_from_everywhere_keeps_bounded_memory(door, monkeypatch):
    monkeypatch.setattr("nastavnik.live.ingest.rtmp.door._MOST_REMEMBERED", 100)

    for number in range(1000):
        for _ in range(5):
            door.note_wrong_key(f"10.0.{number // 256}.{number % 256}")

    assert len(door._wrong_keys) == 100
    assert {len(times) for times in door._wrong_keys.values()} == {2}
