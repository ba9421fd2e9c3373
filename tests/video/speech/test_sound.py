import io

import numpy as np
import pytest
from tests.video import films

from nastavnik.video.speech.pauses import RATE, levels_of, stretches_of
from nastavnik.video.speech.sound import blocks_of
from nastavnik.video.speech.wave import WaveWriter, read_wave


def sound(path, from_seconds=0.0):
    blocks = list(blocks_of(str(path), {}, from_seconds))
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int16)


def with_hole():
    """A recorder that heard nothing from the third second to the sixth, and whose clock went on."""
    words = ("-af", "aselect='not(between(t,3,6))'", "-c:a", "pcm_s16le")
    return films.made("hole.mkv", "-i", str(films.lecture()), "-vn", *words)


@pytest.mark.parametrize("film", [films.lecture, films.stereo, films.voice, films.old_camera, films.varying_rate])
def test_blocks_of_are_the_sound_of_any_film(film):
    whole = sound(film())

    assert whole.dtype == np.int16
    assert whole.size / RATE == pytest.approx(films.SECONDS, abs=0.2)
    assert [round(one.seconds) for one in stretches_of(levels_of(whole))] == [0, 2, 4, 6, 8]


@pytest.mark.parametrize("film", [films.lecture, films.voice, films.varying_rate])
@pytest.mark.parametrize("begin", [1.5, 6.25, 7.9])
def test_blocks_of_from_a_second_on_are_the_same_sound(film, begin):
    whole, rest = sound(film()), sound(film(), begin)

    assert rest.size == pytest.approx(whole.size - begin * RATE, abs=RATE * 0.03)
    was = [one.seconds for one in stretches_of(levels_of(whole)) if one.seconds > begin + 0.1]
    found = [one.seconds for one in stretches_of(levels_of(rest), begin) if one.seconds > begin + 0.1]
    assert found == pytest.approx(was, abs=0.05)


def test_blocks_of_keep_the_length_of_a_hole():
    found = stretches_of(levels_of(sound(with_hole())))

    assert [round(one.seconds) for one in found] == [0, 2, 6, 8]


def test_blocks_of_begin_inside_a_hole():
    rest = sound(with_hole(), 4.0)

    assert rest.size / RATE == pytest.approx(5.0, abs=0.1)
    assert not rest[: RATE * 3 // 2].any()


def test_blocks_of_pass_over_what_is_damaged():
    assert sound(films.silent()).size == 0
    assert 0 < sound(films.cut_short()).size / RATE < films.SECONDS
    assert not sound(films.damaged()).any()


def test_wave_writer_writes_whole_seconds_whatever_the_blocks():
    noise = np.random.default_rng(3).normal(0, 3000, RATE * 2 + 500).astype(np.int16)
    files = []
    for size in (77, 5000, RATE * 4):
        file = io.BytesIO()
        writer = WaveWriter(file)
        for begin in range(0, noise.size, size):
            writer.hear(noise[begin : begin + size])
        writer.close()
        files.append(file.getvalue())

    assert files[0] == files[1] == files[2]
    wave = read_wave(files[0])
    assert (len(wave.peaks), wave.levels.size) == (30, 150)
    assert wave.levels[:100] == pytest.approx(levels_of(noise)[:100], abs=0.5)
