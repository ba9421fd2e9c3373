"""How a stream arrives: told from its frames and a clock that the test turns."""

import pytest

from nastavnik.live.ingest.packaging.health import Health
from nastavnik.live.ingest.packaging.marks import Frame

RATE = 25


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def health(clock):
    return Health(clock)


def picture(health, clock, seconds: float, *, key_every: float = 1.0, size: int = 5000) -> None:
    clock.now = max(clock.now, 1000 + seconds)
    health.saw(Frame(seconds, is_picture=True, is_key=round(seconds * RATE) % round(key_every * RATE) == 0, bytes=size))


def send(health, clock, begin: float, end: float, **options) -> None:
    for number in range(round(begin * RATE), round(end * RATE)):
        picture(health, clock, number / RATE, **options)


def test_signal_before_anything_came_is_silence(health, clock):
    clock.now += 3

    signal = health.signal()

    assert (signal.bits_per_second, signal.silent_seconds, signal.late_seconds) == (0, 3, 0)
    assert (signal.picture_silent_seconds, signal.sound_silent_seconds) == (None, None)


def test_signal_of_a_steady_stream(health, clock):
    send(health, clock, 0, 30)

    signal = health.signal()

    assert signal.bits_per_second == pytest.approx(RATE * 5000 * 8, rel=0.01)
    assert signal.frames_per_second == pytest.approx(RATE, abs=0.2)
    assert signal.key_gap_seconds == signal.longest_key_gap_seconds == pytest.approx(1)
    assert (signal.dropped_frames, signal.late_seconds) == (0, pytest.approx(0, abs=0.001))


def test_rate_at_the_beginning_counts_only_the_time_so_far(health, clock):
    send(health, clock, 0, 2)

    assert health.signal().frames_per_second == pytest.approx(RATE, abs=1)


def test_stream_that_stops_is_silent(health, clock):
    send(health, clock, 0, 5)
    health.saw(Frame(5, is_picture=False, is_key=True, bytes=100))
    clock.now += 12

    signal = health.signal()

    assert signal.bits_per_second == 0
    assert signal.silent_seconds == signal.sound_silent_seconds == 12
    assert signal.picture_silent_seconds == pytest.approx(12)


def test_rare_key_frames_are_told(health, clock):
    send(health, clock, 0, 30, key_every=8)
    send(health, clock, 30, 34)

    signal = health.signal()

    assert signal.longest_key_gap_seconds == pytest.approx(8)
    assert signal.key_gap_seconds == pytest.approx(1)


def test_pictures_that_are_missing_are_counted(health, clock):
    send(health, clock, 0, 5)
    send(health, clock, 5.4, 6)

    assert health.signal().dropped_frames == 10


def test_slow_line_is_late_and_catches_up(health, clock):
    send(health, clock, 0, 5)
    clock.now += 3  # everything waits, then comes three seconds late
    picture(health, clock, 5.0)
    late = health.signal().late_seconds

    send(health, clock, 5.04, 9)

    assert late == pytest.approx(3, abs=0.1)
    assert health.signal().late_seconds == pytest.approx(0, abs=0.1)


def test_clock_that_drifts_is_not_a_slow_line(health, clock):
    for number in range(6000):  # a sender's clock that loses a second in four minutes
        clock.now = 1000 + number / RATE * (1 + 1 / 240)
        health.saw(Frame(number / RATE, is_picture=True, is_key=False, bytes=1))

    assert health.signal().late_seconds == pytest.approx(0.5, abs=0.05)


def test_pictures_that_come_in_bursts_are_not_counted_as_lost():
    health = Health()
    for burst in range(50):
        for number in range(4):
            health.saw(Frame(burst * 0.16 + number * 0.001, is_picture=True, is_key=False, bytes=1000))

    assert health.signal().dropped_frames == 0
