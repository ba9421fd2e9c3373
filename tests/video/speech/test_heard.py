import json
import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.speech import asking
from nastavnik.video.speech.asking import read_heard
from nastavnik.video.speech.child import as_json
from nastavnik.video.speech.engines import MAKERS, Engine, recognised
from nastavnik.video.speech.heard import Heard, Word, phrases_of
from nastavnik.video.speech.pauses import RATE


def word(text: str, seconds: float, length: float = 0.4) -> Word:
    return Word(text, seconds, seconds + length, 0.5)


def texts(*words: Word) -> list[str]:
    return [phrase.text for phrase in phrases_of(words)]


def test_phrases_of_are_parted_at_pauses_and_sentences():
    said = [word("раз", 0), word("два.", 0.5), word("три", 1.0), word("четыре", 3.0)]

    assert texts(*said) == ["раз два.", "три", "четыре"]


def test_phrases_of_are_parted_at_a_breath_once_they_are_long():
    said = [word("слово", number * 0.5, 0.45) for number in range(8)]
    after_breath = word("дальше", said[-1].end_seconds + 0.35)

    assert texts(*said, after_breath) == [" ".join(["слово"] * 8), "дальше"]
    assert texts(*said[:3], word("дальше", said[2].end_seconds + 0.35)) == ["слово слово слово дальше"]


def test_phrases_of_are_no_longer_than_can_be_read():
    many = [word("слово", number * 0.3, 0.3) for number in range(60)]
    slow = [word("ну", number * 1.0, 0.9) for number in range(20)]

    assert max(map(len, texts(*many))) <= 84
    assert all(phrase.end_seconds - phrase.seconds <= 8 for phrase in phrases_of(slow))
    assert " ".join(texts(*many)) == " ".join(["слово"] * 60)


class Parrot:
    """Says what it was told, window by window."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def words_in(self, samples):
        return self.answers.pop(0)


def loud(seconds: float) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 3000, int(seconds * RATE)).astype(np.int16)


def test_recognised_gives_seconds_of_the_film():
    heard = list(recognised(Parrot([Word("раз", 1.0, 2.0, 0.5)]), [loud(4)], 100.0))

    assert [(one.until_seconds, one.phrases[0].seconds, one.phrases[0].end_seconds) for one in heard] == [
        (104.0, 101.0, 102.0)
    ]


def test_recognised_mends_what_recognisers_say_of_their_words():
    words = [Word(" раз  два ", -1.0, 2.0, 1.5), Word("", 2.0, 2.1, 1.0), Word("три", 1.5, 99.0, -0.1)]

    phrase = next(recognised(Parrot(words), [loud(4)], 0.0)).phrases[0]

    assert [(one.text, one.seconds, one.end_seconds, one.confidence) for one in phrase.words] == [
        ("раз\u00a0два", 0.0, 2.0, 1.0),
        ("три", 2.0, 4.0, 0.0),
    ]


def test_recognised_does_not_ask_about_silence():
    heard = list(recognised(Parrot(), [np.zeros(4 * RATE, dtype=np.int16)], 0.0))

    assert [(one.until_seconds, one.phrases) for one in heard] == [(4.0, ())]


def test_heard_goes_through_json_unchanged():
    heard = next(recognised(Parrot([word("раз", 0), word("два", 3)]), [loud(4)], 0.0))

    assert read_heard(json.dumps(as_json(heard)).encode()) == heard


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'{"until": 1}',
        b'{"until": "soon", "phrases": []}',
        b'{"until": Infinity, "phrases": []}',
        b'{"until": NaN, "phrases": []}',
        b'{"until": -1, "phrases": []}',
        b'{"until": 9, "phrases": [[["a", 1]]]}',
        b'{"until": 9, "phrases": [[["a", 5, 4, 1]]]}',
        b'{"until": 9, "phrases": [[["a", 4, 5, NaN]]]}',
        b'{"until": 9, "phrases": [[["a", NaN, 5, 1]]]}',
        b'{"until": 9, "phrases": [[["a", 8, 10, 1]]]}',
        b'{"until": 9, "phrases": [[["a", 5, 6, 1]], [["b", 1, 2, 1]]]}',
    ],
)
def test_read_heard_believes_no_nonsense(line):
    with pytest.raises(FfmpegFailed):
        read_heard(line)


def test_lines_are_put_together_and_have_an_end(monkeypatch):
    found = []
    lines = asking._Lines(found.append)
    for piece in (b'out_time_us=1\n{"until": 1, ', b'"phrases": [[]', b"]}\nout_"):
        lines.take(piece)
    lines.end()

    assert found == [Heard(1.0, ())]
    monkeypatch.setattr(asking, "LONGEST_LINE", 3)
    with pytest.raises(FfmpegFailed):
        lines.take(b"aaaa")


class FakeKaldi:
    def __init__(self, model, rate):
        self.pieces = 0

    def SetWords(self, is_wanted):  # noqa: N802 -- the names of vosk
        assert is_wanted

    def AcceptWaveform(self, content):  # noqa: N802 -- the names of vosk
        self.pieces += 1
        return self.pieces == 1

    def Result(self):  # noqa: N802 -- the names of vosk
        return '{"text": "раз", "result": [{"word": "раз", "start": 0.1, "end": 0.5, "conf": 0.9}]}'

    def FinalResult(self):  # noqa: N802 -- the names of vosk
        return '{"text": ""}'

    def Reset(self):  # noqa: N802 -- the names of vosk
        self.pieces = 0


class FakeWhisper:
    def __init__(self, path, **options):
        assert options["local_files_only"] is True

    def transcribe(self, sound, **options):
        assert (sound.dtype, options["language"], options["word_timestamps"]) == (np.float32, "ru", True)
        words = [SimpleNamespace(word=" Раз,", start=0.1, end=0.5, probability=0.9)]
        return [SimpleNamespace(words=words), SimpleNamespace(words=None)], None


@pytest.mark.parametrize("engine", [Engine.VOSK, Engine.WHISPER])
def test_engines_speak_to_their_programs_as_these_want(engine, monkeypatch, tmp_path):
    vosk, whisper = ModuleType("vosk"), ModuleType("faster_whisper")
    vosk.SetLogLevel, vosk.Model, vosk.KaldiRecognizer = lambda _level: None, lambda model_path: model_path, FakeKaldi
    whisper.WhisperModel = FakeWhisper
    monkeypatch.setitem(sys.modules, "vosk", vosk)
    monkeypatch.setitem(sys.modules, "faster_whisper", whisper)

    said = MAKERS[engine](tmp_path, "ru-RU").words_in(loud(3))

    assert [(one.text.strip(" ,").lower(), one.seconds, one.end_seconds, one.confidence) for one in said] == [
        ("раз", 0.1, 0.5, 0.9)
    ]
