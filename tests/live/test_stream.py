"""A stream that is remembered back to its last key frame."""

import subprocess

import imageio_ffmpeg
import pytest

from nastavnik.live.ingest.packaging.flv_marks import FlvScanner
from nastavnik.live.ingest.packaging.webm import WebmScanner
from nastavnik.live.ingest.stream import Stream

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
PICTURE = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=8", "-f", "lavfi", "-i", "sine=duration=8"]
CODED = ["-c:v", "libx264", "-g", "10", "-preset", "ultrafast"]


def made(tmp_path, name, *words):
    path = tmp_path / name
    command = [FFMPEG, "-v", "error", *PICTURE, *CODED, *words, str(path)]
    subprocess.run(command, check=True, timeout=60)
    return path.read_bytes()


@pytest.fixture
def flv(tmp_path):
    return made(tmp_path, "a.flv", "-c:a", "aac")


@pytest.fixture
def webm(tmp_path):
    live = ("-live", "1", "-cluster_time_limit", "1000", "-f", "matroska")
    return made(tmp_path, "a.webm", "-c:a", "libopus", *live)


def pieces_of(content, size=700):
    return [content[begin : begin + size] for begin in range(0, len(content), size)]


def seconds_in(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    words = ["-v", "error", "-i", str(path), "-map", "0:v", "-c", "copy", "-f", "framecrc", "-"]
    answer = subprocess.run([FFMPEG, *words], capture_output=True, text=True, check=True, timeout=60)
    return sum(not line.startswith("#") for line in answer.stdout.splitlines()) / 10


@pytest.mark.parametrize(("kind", "scanner"), [("flv", FlvScanner), ("webm", WebmScanner)])
def test_cut_in_the_middle_plays_from_the_next_key_frame(kind, scanner, tmp_path, request):
    content = request.getfixturevalue(kind)
    stream, whole = Stream(scanner()), None
    half = len(content) // 2
    for piece in pieces_of(content):
        stream.add(piece)
        if whole is not None:
            whole += piece
        elif stream.total >= half and (found := stream.cut(half)) is not None:
            whole = found[1]

    seconds = seconds_in(tmp_path, f"cut.{kind}", whole)

    assert 2 <= seconds <= 5


@pytest.mark.parametrize(("kind", "scanner"), [("flv", FlvScanner), ("webm", WebmScanner)])
def test_cut_before_a_key_frame_came_is_refused(kind, scanner, request):
    content = request.getfixturevalue(kind)
    stream = Stream(scanner())
    stream.add(content[: len(content) // 2])

    assert stream.cut(stream.total) is None


def test_add_keeps_little_of_a_long_stream(flv):
    stream = Stream(FlvScanner())
    most = 0
    for piece in pieces_of(flv):
        stream.add(piece)
        most = max(most, len(stream._tail))

    assert most < len(flv) / 2
