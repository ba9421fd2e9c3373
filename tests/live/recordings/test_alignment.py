import numpy as np
import pytest

from nastavnik.live.services import alignment
from nastavnik.live.services.alignment import SAMPLE_RATE, STEPS_A_SECOND, loudness_curve, place_of


def talk(seconds, seed=7):
    """Loudness as of speech: syllables of random length and strength."""
    chance = np.random.default_rng(seed)
    steps = np.repeat(chance.normal(size=seconds * 10), STEPS_A_SECOND // 10)
    return steps - steps.mean()


def piece(curve, begin, end):
    return curve[int(begin * STEPS_A_SECOND) : int(end * STEPS_A_SECOND)]


@pytest.mark.parametrize(("begin", "end"), [(0, 100), (37.5, 180), (200, 300)])
def test_place_of_a_piece_is_found_to_a_step(begin, end):
    whole = talk(300)

    place = place_of(piece(whole, begin, end), whole)

    assert place.seconds == pytest.approx(begin, abs=0.02)
    assert place.likeness > 0.99


def test_place_of_a_piece_in_another_coding_is_found():
    whole = talk(300)
    noisy = piece(whole, 50, 200) * 0.5 + np.random.default_rng(1).normal(scale=0.2, size=150 * STEPS_A_SECOND)

    assert place_of(noisy, whole).seconds == pytest.approx(50, abs=0.04)


def test_place_of_what_began_earlier_is_negative():
    whole = talk(300)

    assert place_of(whole, piece(whole, 60, 300)).seconds == pytest.approx(-60, abs=0.02)


def test_place_of_another_talk_is_none():
    assert place_of(talk(200, seed=1), talk(300, seed=2)) is None


def test_place_in_what_repeats_itself_is_none():
    beeps = np.tile(np.repeat([1.0, -1.0], STEPS_A_SECOND), 60)

    assert place_of(piece(beeps, 0, 30), beeps) is None


@pytest.mark.parametrize(
    ("one", "other"), [(np.zeros(500), talk(20)), (talk(20), np.zeros(500)), (np.zeros(0), talk(20))]
)
def test_place_of_silence_is_none(one, other):
    assert place_of(one, other) is None


def test_place_of_what_fills_the_whole_has_no_rival():
    word = talk(1)

    assert place_of(word, word).seconds == 0.0


def write(path, samples):
    path.write_bytes((samples * 2**15).astype("<i2").tobytes())
    return path


def test_loudness_curve_hears_when_it_grows_loud_and_not_how_loud_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(alignment, "CHUNK_STEPS", 70)  # more than one portion
    times = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    voice = 0.4 * np.sin(2 * np.pi * 300 * times) * (times % 1.1 < 0.4)

    loud, quiet = (loudness_curve(write(tmp_path / f"{gain}.raw", voice * gain)) for gain in (1.0, 0.25))

    assert loud.size == 20 * STEPS_A_SECOND
    assert np.corrcoef(loud, quiet)[0, 1] > 0.99
    assert abs(float(loud.mean())) < 0.2


def test_loudness_curve_of_nothing_is_empty(tmp_path):
    assert loudness_curve(write(tmp_path / "empty.raw", np.zeros(3))).size == 0
