"""The recognisers behind one interface. Their packages are extras: imported only when a model of theirs is used.

Each hears a window of sound (16 kHz, one channel) and returns its words, with seconds from the window's beginning.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np

from nastavnik.video.speech.heard import Heard, Word, phrases_of
from nastavnik.video.speech.pauses import RATE, Samples, levels_of, stretches_of, windows_of


class Engine(StrEnum):
    """A recogniser's program."""

    VOSK = "vosk"
    WHISPER = "whisper"
    SPHINX = "sphinx"


# Which package a program is, as Python imports it, and how it is installed.
MODULES = {Engine.VOSK: "vosk", Engine.WHISPER: "faster_whisper", Engine.SPHINX: "pocketsphinx"}
PACKAGES = {Engine.VOSK: "nastavnik[vosk]", Engine.WHISPER: "nastavnik[whisper]", Engine.SPHINX: "pocketsphinx"}


class Recogniser(Protocol):
    """Hears words in a window of sound."""

    def words_in(self, samples: Samples) -> list[Word]:
        """Return the words, with seconds from the window's beginning."""


def recognised(recogniser: Recogniser, blocks: Iterable[Samples], from_seconds: float) -> Iterator[Heard]:
    """Yield what is said from `from_seconds` on, window by window, with seconds of the film.

    `blocks` begin at `from_seconds`. A window without speech is not given to the recogniser: it would invent some.
    """
    done = 0
    for window in windows_of(blocks):
        begin = from_seconds + done / RATE
        done += window.size
        words = recogniser.words_in(window) if stretches_of(levels_of(window)) else []
        yield Heard(from_seconds + done / RATE, phrases_of(list(_placed(words, begin, window.size / RATE))))


def _placed(words: Iterable[Word], begin: float, length: float) -> Iterator[Word]:
    """Yield the words in seconds of the film, in their order, inside the window and none ending before it begins."""
    last = 0.0
    for word in words:
        text = " ".join(word.text.split())
        if not text:
            continue
        start = min(max(word.seconds, last), length)
        last = min(max(word.end_seconds, start), length)
        sure = min(max(word.confidence, 0.0), 1.0)
        yield Word(text.replace(" ", "\u00a0"), round(begin + start, 3), round(begin + last, 3), round(sure, 3))


class Vosk:
    """https://alphacephei.com/vosk: small, quick, runs everywhere; writes no capitals and no commas."""

    def __init__(self, folder: Path, language: str) -> None:
        import vosk  # noqa: PLC0415 -- an extra

        vosk.SetLogLevel(-1)
        self._recogniser = vosk.KaldiRecognizer(vosk.Model(model_path=str(folder)), RATE)
        self._recogniser.SetWords(True)  # noqa: FBT003 -- the signature of vosk

    def words_in(self, samples: Samples) -> list[Word]:
        """Return the words of a window. Parts that the recogniser ends by itself are put together."""
        answers = [
            self._recogniser.Result()
            for begin in range(0, samples.size, RATE)
            if self._recogniser.AcceptWaveform(samples[begin : begin + RATE].tobytes())
        ]
        answers.append(self._recogniser.FinalResult())
        # its clock goes on from window to window until it is reset
        self._recogniser.Reset()
        return [
            Word(word["word"], word["start"], word["end"], word["conf"])
            for answer in answers
            for word in json.loads(answer).get("result", [])
        ]


class Whisper:
    """https://github.com/SYSTRAN/faster-whisper: slow and good; writes sentences."""

    def __init__(self, folder: Path, language: str) -> None:
        import faster_whisper  # noqa: PLC0415 -- an extra

        self._model = faster_whisper.WhisperModel(
            str(folder), device="auto", compute_type="int8", local_files_only=True
        )
        self._language = language.partition("-")[0]

    def words_in(self, samples: Samples) -> list[Word]:
        """Return the words of a window, each window for itself: what was wrong before must not be repeated."""
        sound = samples.astype(np.float32) / 2**15
        segments, _about = self._model.transcribe(
            sound, language=self._language, word_timestamps=True, condition_on_previous_text=False, beam_size=5
        )
        return [
            Word(word.word, float(word.start), float(word.end), float(word.probability))
            for segment in segments
            for word in segment.words or []
        ]


class Sphinx:
    """https://github.com/cmusphinx/pocketsphinx: brings an English model in its package; old, and good for trying out."""

    def __init__(self, folder: Path, language: str) -> None:
        import pocketsphinx  # noqa: PLC0415 -- only where it is installed

        found = find_sphinx_parts(folder)
        self._decoder = pocketsphinx.Decoder(
            hmm=str(found["hmm"]), lm=str(found["lm"]), dict=str(found["dict"]), samprate=RATE, loglevel="FATAL"
        )

    def words_in(self, samples: Samples) -> list[Word]:
        """Return the words of a window, without the marks of silence and noise and the numbers of pronunciations."""
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), no_search=False, full_utt=True)
        self._decoder.end_utt()
        frames = self._decoder.config["frate"]
        return [
            Word(
                said.word.partition("(")[0], said.start_frame / frames, (said.end_frame + 1) / frames, float(said.prob)
            )
            for said in self._decoder.seg() or []
            if not said.word.startswith(("<", "["))
        ]


def find_sphinx_parts(folder: Path) -> dict[str, Path]:
    """Return where the acoustic model, the language model and the dictionary lie. Raises `FileNotFoundError`."""
    parts = {
        "hmm": next((path.parent for path in sorted(folder.rglob("mdef"))), None),
        # beside the model of words there may be one of sounds, with a longer name
        "lm": min(folder.rglob("*.lm.bin"), key=lambda path: (len(path.name), path.name), default=None),
        "dict": next(iter(sorted(folder.rglob("*.dict"))), None),
    }
    if missing := [name for name, path in parts.items() if path is None]:
        raise FileNotFoundError(f"{folder}: {', '.join(missing)}")
    return {name: path for name, path in parts.items() if path is not None}


MAKERS: dict[Engine, Callable[[Path, str], Recogniser]] = {
    Engine.VOSK: Vosk,
    Engine.WHISPER: Whisper,
    Engine.SPHINX: Sphinx,
}
