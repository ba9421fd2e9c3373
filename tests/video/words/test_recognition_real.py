"""An English film made by a machine's voice, recognised by pocketsphinx: from its file to its phrases, killed in between.

What such a voice is taken for depends on its surroundings, so some words are looked for, and not the text.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from tests.ready_database import put_tables_into
from tests.video import films
from tests.video.real_servers import environ_of

SOUND = Path(__file__).with_name("english.ogg")
SECONDS = 47.0
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def film() -> Path:
    """The sound with a still picture, as a phone would give it."""
    picture = films.lavfi("color=c=navy:s=320x180:r=5:d=47")
    return films.made("talk.mp4", *picture, "-i", str(SOUND), *films.H264, *films.AAC, "-shortest")


@pytest.fixture
def school(tmp_path, film):
    """Run what `a_film` offers in a process of its own that has this data folder."""
    environ = environ_of(tmp_path, DJANGO_SETTINGS_MODULE="nastavnik.config.settings")
    put_tables_into(tmp_path)

    def start(call: str) -> subprocess.Popen[bytes]:
        code = f"import django; django.setup(); from tests.video.words import a_film; a_film.{call}"
        return subprocess.Popen([sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE, cwd=tmp_path)

    return start


def rows(data: Path, query: str) -> list[tuple]:
    with sqlite3.connect(data / "school.sqlite3", timeout=20) as connection:
        return list(connection.execute(query))


def wait_for_a_window(data: Path, process: subprocess.Popen[bytes]) -> float:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        done = rows(data, "SELECT done_seconds FROM video_transcript")[0][0]
        if done:
            return float(done)
        time.sleep(0.1)
    raise AssertionError("nothing was heard")


@pytest.mark.own_database
def test_recognition_that_is_killed_goes_on_and_finds_the_words(school, film, tmp_path):
    made = school(f"make({str(film)!r})")
    transcript = int(made.communicate(timeout=PATIENCE_SECONDS)[0].splitlines()[-1])

    first = school(f"recognise({transcript})")
    heard_until = wait_for_a_window(tmp_path, first)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    kept = rows(tmp_path, "SELECT id, seconds, text FROM video_cue ORDER BY seconds")
    assert 0 < heard_until < SECONDS - 5
    assert kept

    second = school(f"recognise({transcript})")
    second.communicate(timeout=PATIENCE_SECONDS)

    state, done = rows(tmp_path, "SELECT state, done_seconds FROM video_transcript")[0]
    cues = rows(tmp_path, "SELECT id, seconds, end_seconds, text FROM video_cue ORDER BY seconds, id")
    assert (state, second.returncode) == ("ready", 0)
    assert done == pytest.approx(SECONDS, abs=0.7)
    assert [(pk, begin, text) for pk, begin, _end, text in cues[: len(kept)]] == kept
    assert all(begin <= end <= following[1] for (_, begin, end, _), following in pairwise(cues))
    assert cues[-1][2] <= SECONDS
    said = " ".join(text for *_, text in cues).split()
    assert {"library", "tomorrow", "morning"} <= set(said)
    assert said.count("tomorrow") == 1
