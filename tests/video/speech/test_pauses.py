import numpy as np
import pytest

from nastavnik.video.speech.pauses import RATE, Stretch, levels_of, stretches_of, windows_of

DICE = np.random.default_rng(7)


def noise(seconds: float, level: float) -> np.ndarray:
    return DICE.normal(0, level, int(seconds * RATE))


def made(*parts: tuple[float, float], room: float = 10.0) -> np.ndarray:
    """A sound of stretches (seconds, how loud) in a room with noise of its own."""
    whole = np.concatenate([noise(seconds, loud) for seconds, loud in parts])
    return (whole + noise(whole.size / RATE, room)[: whole.size]).clip(-32768, 32767).astype(np.int16)


@pytest.mark.parametrize("room", [0.5, 30.0, 150.0], ids=["studio", "room", "hall"])
def test_stretches_of_are_found_whatever_the_room(room):
    sound = made((1, 0), (2, 2000), (0.5, 0), (3, 1500), (1, 0), (1, 2500), (1, 0), room=room)

    found = stretches_of(levels_of(sound))

    assert [round(one.seconds, 1) for one in found] == pytest.approx([1.0, 3.5, 7.5], abs=0.11)
    assert [round(one.end_seconds, 1) for one in found] == pytest.approx([3.0, 6.5, 8.5], abs=0.11)


def test_stretches_of_follow_a_room_that_grows_louder():
    quiet, loud = made((5, 0), *[(1, 1500), (1, 0)] * 30, room=5.0), made((5, 0), *[(1, 6000), (1, 0)] * 30, room=300.0)

    found = stretches_of(levels_of(np.concatenate([quiet, loud])))

    assert len([one for one in found if one.seconds < 64]) == 30
    assert len([one for one in found if one.seconds > 80]) == 24


def test_stretches_of_pass_over_clicks_and_holes():
    sound = made((1, 0), (0.04, 9000), (1, 0), (1, 2000), (0.08, 0), (1, 2000), (1, 0))

    assert len(stretches_of(levels_of(sound))) == 1


def test_stretches_of_begin_where_the_sound_begins():
    assert stretches_of(levels_of(made((2, 2000), (1, 0))), from_seconds=100.0)[0].seconds == 100.0


def test_stretches_of_silence_and_of_nothing_are_none():
    assert stretches_of(levels_of(np.zeros(RATE * 3, dtype=np.int16))) == []
    assert stretches_of(levels_of(np.zeros(0, dtype=np.int16))) == []


def test_stretches_of_speech_without_a_pause_is_one():
    assert stretches_of(levels_of(made((3, 2000)))) == [Stretch(0.0, 3.0)]


def test_windows_of_are_cut_at_pauses_and_lose_nothing():
    sound = made(*[(4, 2000), (0.3, 0), (5, 2000), (1.0, 0)] * 8)
    blocks = [sound[begin : begin + RATE] for begin in range(0, sound.size, RATE)]

    windows = list(windows_of(blocks))

    assert np.array_equal(np.concatenate(windows), sound)
    ends = np.cumsum([one.size for one in windows])[:-1] / RATE
    assert all(end % 10.3 == pytest.approx(9.8, abs=0.3) for end in ends)
    assert all(6 <= one.size / RATE <= 26 for one in windows[:-1])


def test_windows_of_sound_without_a_pause_are_cut_somewhere():
    windows = list(windows_of([made((60, 2000), room=0)]))

    assert sum(one.size for one in windows) == 60 * RATE
    assert max(one.size for one in windows) <= 26 * RATE
    assert list(windows_of([])) == []
