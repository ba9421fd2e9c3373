"""The process that hears a stranger's film: `python -I child.py '<question as JSON>'`, under `ffmpeg.launcher`.

A hostile file may crash or fool the libraries that decode it, and then only this process falls. The question names what is
to be done: `levels` writes how loud the film is into a file, `words` prints a line of JSON for each window of speech.
Progress is printed as ffmpeg prints it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# beside the installed package, if it is not installed at all
sys.path.insert(0, str(Path(__file__).parents[3]))

from nastavnik.video.speech.engines import MAKERS, Engine, recognised
from nastavnik.video.speech.heard import Heard
from nastavnik.video.speech.pauses import RATE, Samples
from nastavnik.video.speech.sound import blocks_of
from nastavnik.video.speech.wave import WaveWriter


def say(line: str) -> None:
    """Print a line at once: it is waited for."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell_progress(seconds: float) -> None:
    """Say how far we came, as ffmpeg does."""
    say(f"out_time_us={int(seconds * 1e6)}")


def heard_blocks(question: dict[str, Any], from_seconds: float) -> Iterator[Samples]:
    """Yield the sound, and refuse a film that is longer than any may be."""
    most = int(question["max_seconds"] * RATE)
    done = 0
    for block in blocks_of(question["path"], question["options"], from_seconds):
        done += block.size
        if done > most:
            return
        yield block


def write_levels(question: dict[str, Any]) -> None:
    """Write how loud the film is to the file `target`."""
    done = 0
    with Path(question["target"]).open("wb") as file:
        writer = WaveWriter(file)
        for block in heard_blocks(question, 0.0):
            writer.hear(block)
            done += block.size
            tell_progress(done / RATE)
        writer.close()


def print_words(question: dict[str, Any]) -> None:
    """Print what is said from `from_seconds` on."""
    make = MAKERS[Engine(question["engine"])]
    recogniser = make(Path(question["model"]), question["language"])
    # loading a large model takes its time: it is not standing still
    begin = question["from_seconds"]
    tell_progress(begin + 0.001)
    for heard in recognised(recogniser, heard_blocks(question, begin), begin):
        say(json.dumps(as_json(heard)))
        tell_progress(heard.until_seconds)


def as_json(heard: Heard) -> dict[str, Any]:
    """Return a window as JSON carries it."""
    words = [
        [[word.text, word.seconds, word.end_seconds, word.confidence] for word in phrase.words]
        for phrase in heard.phrases
    ]
    return {"until": heard.until_seconds, "phrases": words}


def main() -> None:
    """Do what the question on the command line says."""
    question = json.loads(sys.argv[1])
    {"levels": write_levels, "words": print_words}[question["task"]](question)


if __name__ == "__main__":
    main()
