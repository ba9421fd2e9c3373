"""Models that `nastavnik models add` knows by name. Nothing is fetched unless an operator gives that command."""

from dataclasses import dataclass

from nastavnik.video.speech.engines import Engine

VOSK = "https://alphacephei.com/vosk/models"
WHISPER = "https://huggingface.co/Systran"
WHISPER_FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")


@dataclass(frozen=True, slots=True)
class Known:
    """A model that can be fetched: files, or one archive; `about` says for whom it is."""

    name: str
    engine: Engine
    language: str  # empty: many
    addresses: tuple[str, ...]
    megabytes: int
    about: str


def _whisper(size: str, megabytes: int, about: str) -> Known:
    base = f"{WHISPER}/faster-whisper-{size}/resolve/main"
    files = tuple(f"{base}/{name}" for name in WHISPER_FILES)
    return Known(f"whisper-{size}", Engine.WHISPER, "", files, megabytes, about)


KNOWN = {
    known.name: known
    for known in (
        Known("vosk-small-ru", Engine.VOSK, "ru", (f"{VOSK}/vosk-model-small-ru-0.22.zip",), 45, "Russian, quick"),
        Known(
            "vosk-ru",
            Engine.VOSK,
            "ru",
            (f"{VOSK}/vosk-model-ru-0.42.zip",),
            1800,
            "Russian, good; needs 6 GB of memory",
        ),
        Known("vosk-small-en", Engine.VOSK, "en", (f"{VOSK}/vosk-model-small-en-us-0.15.zip",), 40, "English, quick"),
        _whisper("small", 480, "many languages, slow without a graphics card"),
        _whisper("medium", 1530, "many languages, better and slower"),
    )
}
