"""The parts of a broadcast become one file: copied when they agree, encoded when they do not."""

from pathlib import Path

import pytest
from tests.live.packaging import streams
from tests.live.packaging.sending import Sent

from nastavnik.live.ingest.packaging import assemble as assembles
from nastavnik.live.ingest.packaging.assemble import assemble
from nastavnik.video.ffmpeg.probe import probe
from nastavnik.video.ffmpeg.run import FfmpegFailed


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def broadcast(folder: Path, *sources: Path) -> Path:
    """Send one source after the other; return the folder of the build."""
    for part, source in enumerate(sources, 1):
        Sent(source, folder, part=part).whole()
    return folder / "build"


def test_one_part_is_copied(tmp_path, work):
    build = broadcast(tmp_path, streams.obs())

    made = assemble(build, tmp_path / "original.mp4", work)

    assert (made.path, made.is_encoded) == (tmp_path / "original.mp4", False)
    assert made.seconds == pytest.approx(streams.SECONDS, abs=0.1)
    assert streams.picture_frames(made.path) == streams.picture_frames(streams.obs())
    assert streams.sound_frames(made.path) == streams.sound_frames(streams.obs())
    assert streams.decodes_whole(made.path)
    assert list(work.iterdir()) == []


def test_parts_of_the_same_sender_are_copied_behind_each_other(tmp_path, work):
    build = broadcast(tmp_path, streams.obs(), streams.obs())

    made = assemble(build, tmp_path / "original.mp4", work)

    assert made.is_encoded is False
    assert streams.picture_frames(made.path) == streams.picture_frames(streams.obs()) * 2
    assert streams.sound_frames(made.path) == streams.sound_frames(streams.obs()) * 2
    assert made.seconds == pytest.approx(2 * streams.SECONDS, abs=0.2)


def test_parts_of_different_senders_are_encoded_in_the_first_size(tmp_path, work):
    build = broadcast(tmp_path, streams.obs(), streams.large(), streams.silent(), streams.microphone())

    made = assemble(build, tmp_path / "original.mp4", work)

    source = probe(made.path, work_dir=work)
    assert made.is_encoded is True
    assert (source.picture.width, source.picture.height) == (320, 180)
    assert source.sound is not None
    assert made.seconds == pytest.approx(3 * streams.SECONDS + 8, abs=0.5)
    assert streams.decodes_whole(made.path)


def test_sounds_of_different_senders_are_encoded_without_a_picture(tmp_path, work):
    build = broadcast(tmp_path, streams.microphone(), streams.other_microphone())

    made = assemble(build, tmp_path / "original.mp4", work)

    source = probe(made.path, work_dir=work)
    assert (made.is_encoded, source.picture) == (True, None)
    assert made.seconds == pytest.approx(2 * streams.SECONDS, abs=0.3)


def test_only_the_wished_pieces_are_assembled(tmp_path, work):
    build = broadcast(tmp_path, streams.obs())

    made = assemble(build, tmp_path / "original.mp4", work, first=3, last=9)

    assert made.seconds == pytest.approx(6, abs=0.1)
    assert streams.picture_frames(made.path) == streams.picture_frames(streams.obs())[75:225]


def test_result_that_is_too_short_is_refused(tmp_path, work, monkeypatch):
    build = broadcast(tmp_path, streams.obs())
    whole = (build / "main-000005.m4s").read_bytes()
    for number in range(6, 15):  # a damaged disk: the playlist promises more than there is
        (build / f"main-{number:06}.m4s").write_bytes(whole)

    with pytest.raises(FfmpegFailed, match="seconds came out"):
        assemble(build, tmp_path / "original.mp4", work)

    assert list(work.iterdir()) == []
    assert not (tmp_path / "original.mp4").exists()


def test_nothing_is_not_assembled(tmp_path, work):
    build = broadcast(tmp_path, streams.obs())

    with pytest.raises(FileNotFoundError):
        assemble(build, tmp_path / "original.mp4", work, first=99)
    with pytest.raises(FileNotFoundError):
        assembles.assemble(tmp_path, tmp_path / "original.mp4", work)
