"""What a piece shows: black and one colour are told from a picture, silence from a voice."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from tests.live.packaging import streams
from tests.live.packaging.sending import Sent
from tests.video.films import AAC, lavfi, made

from nastavnik.live.ingest.packaging import process
from nastavnik.live.ingest.packaging.look import SILENCE_DB, Look, look_at

TONE = "sine=frequency=440:duration=3,volume=-12dB"


def film(name: str, picture: str, sound: str) -> Path:
    return made(f"look-{name}.flv", *lavfi(f"{picture}:s=320x180:r=25:d=3", sound), *streams.H264, "-g", "25", *AAC)


def look(source: Path, folder: Path) -> Look:
    sent = Sent(source, folder)
    sent.whole()
    return asyncio.run(look_at(*sent.made_pieces[1]))


def test_lively_picture_and_voice_are_seen_and_heard(tmp_path):
    seen = look(film("lively", "testsrc2=alpha=255", TONE), tmp_path)

    assert (seen.is_black, seen.is_flat) == (False, False)
    assert seen.peak_db == pytest.approx(-30.1, abs=1)  # ffmpeg's sine has an eighth of the loudest
    assert seen.peak_db - 6 < seen.mean_db < seen.peak_db


def test_black_and_silence_are_told(tmp_path):
    seen = look(film("black", "color=c=black", "anullsrc=d=3"), tmp_path)

    assert (seen.is_black, seen.is_flat) == (True, True)
    assert seen.peak_db == seen.mean_db == SILENCE_DB


def test_covered_camera_is_flat(tmp_path):
    seen = look(film("covered", "color=c=gray", TONE), tmp_path)

    assert (seen.is_black, seen.is_flat) == (False, True)


def test_what_is_not_there_is_not_told(tmp_path):
    silent = look(streams.silent(), tmp_path / "silent")
    unseen = look(streams.microphone(), tmp_path / "unseen")

    assert (silent.is_black, silent.peak_db, silent.mean_db) == (False, None, None)
    assert (unseen.is_black, unseen.is_flat) == (None, None)
    assert unseen.peak_db < 0


def test_piece_that_cannot_be_decoded_is_not_told(tmp_path):
    sent = Sent(streams.obs(), tmp_path)
    sent.whole()
    init, piece = sent.made_pieces[0]

    seen = asyncio.run(look_at(init, replace(piece, content=b"", sound_content=b"\0\0\0\x08mdat")))

    assert seen == Look(None, None, None, None)


def test_look_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "ANSWER_SECONDS", 0.01)
    sent = Sent(streams.obs(), tmp_path)
    sent.whole()

    assert asyncio.run(look_at(*sent.made_pieces[0])) == Look(None, None, None, None)
