import json
from pathlib import Path

import numpy as np
import pytest
from tests.video import films

from nastavnik.video.ffmpeg.run import Watch
from nastavnik.video.speech import asking
from nastavnik.video.speech.align import aligned
from nastavnik.video.speech.pauses import Stretch, stretches_of
from nastavnik.video.speech.wave import read_wave

# The films that lie beside the project where it is made; elsewhere the made ones must do.
LECTURE = Path(__file__).parents[4] / "shared" / "media"
SENTENCES = [
    "Добрый день, коллеги.",
    "Сегодня мы поговорим о том, как превратить идею в социокультурный проект.",
    "Начнём.",
    "Проект начинается не с гранта, а с проблемы жителей.",
    "Опишите, кому сейчас плохо, где именно и почему.",
    "Посчитайте людей.",
]


def spoken(sentences, *, commas=(), speed=14.0, pauses=0.5):
    """Return the stretches of speech of sentences said evenly, with a breath at some, and when each was said."""
    at, stretches, truth = 1.0, [], []
    for number, sentence in enumerate(sentences):
        length = len(sentence) / speed
        truth.append((at, at + length))
        if number in commas:
            middle = at + length * 0.4
            stretches += [Stretch(at, middle), Stretch(middle + 0.25, at + length)]
        else:
            stretches.append(Stretch(at, at + length))
        at += length + pauses
    return stretches, truth


def mistakes(found, truth):
    return [abs(one.seconds - begin) for one, (begin, _end) in zip(found, truth, strict=True)]


def test_aligned_finds_sentences_between_pauses():
    stretches, truth = spoken(SENTENCES)

    found = aligned(SENTENCES, stretches)

    assert max(mistakes(found, truth)) < 0.01
    assert max(abs(one.end_seconds - end) for one, (_begin, end) in zip(found, truth, strict=True)) < 0.01


def test_aligned_tells_a_breath_from_the_end_of_a_sentence():
    stretches, truth = spoken(SENTENCES * 5, commas=(1, 3, 7, 9, 10, 21, 28))

    assert max(mistakes(aligned(SENTENCES * 5, stretches), truth)) < 0.01


def test_aligned_goes_on_where_nobody_drew_breath():
    stretches, truth = spoken(SENTENCES)
    joined = [stretches[0], Stretch(stretches[1].seconds, stretches[3].end_seconds), *stretches[4:]]

    found = aligned(SENTENCES, joined)

    assert max(mistakes(found, truth)) < 1.5
    assert mistakes(found, truth)[4] < 0.01


def test_aligned_leaves_out_what_is_said_before_the_text_begins():
    stretches, truth = spoken(["Проверка связи, раз-два.", *SENTENCES])

    assert max(mistakes(aligned(SENTENCES, stretches), truth[1:])) < 1.0


def test_aligned_gives_a_moment_to_every_sentence_even_when_there_is_too_little_speech():
    found = aligned(SENTENCES, [Stretch(1.0, 2.0)])

    assert len(found) == len(SENTENCES)
    assert all(one.end_seconds > one.seconds for one in found)
    assert [one.seconds for one in found] == sorted(one.seconds for one in found)


def test_aligned_of_nothing_is_nothing():
    assert aligned([], [Stretch(0, 1)]) == []
    assert aligned(SENTENCES, []) == []


def heard(path, folder):
    target = folder / "levels.wave"
    asking.write_levels(path, target, duration_seconds=180.0, watch=Watch())
    return read_wave(target.read_bytes())


def test_write_levels_hears_where_a_made_sound_is_loud(tmp_path):
    wave = heard(films.lecture(), tmp_path)

    found = stretches_of(wave.levels)
    assert [round(one.seconds) for one in found] == [0, 2, 4, 6, 8]
    assert len(wave.peaks) == 10 * len(wave.levels) // 50
    assert max(wave.peaks) > 10
    assert wave.peaks[16] <= 1


def test_write_levels_of_a_film_without_sound_is_empty(tmp_path):
    assert heard(films.silent(), tmp_path).peaks == b""


@pytest.mark.parametrize("content", [b"", b"NWAV1 and", b"something else"])
def test_read_wave_refuses_what_is_none(content):
    with pytest.raises(ValueError, match="no wave"):
        read_wave(content)


def test_lecture_is_aligned_to_its_pauses(tmp_path):
    """Where the lecture lies beside the project, its sentences are found; elsewhere a made one is, above."""
    path, truth = LECTURE / "lecture.mp4", LECTURE / "lecture.truth.json"
    if not truth.exists():
        return
    sentences = json.loads(truth.read_text(encoding="utf-8"))["sentences"]

    found = aligned([one["text"] for one in sentences], stretches_of(heard(path, tmp_path).levels))

    off = np.array(mistakes(found, [(one["start"], one["end"]) for one in sentences]))
    assert (off < 0.5).mean() >= 0.9
    assert off.max() < 3.0
