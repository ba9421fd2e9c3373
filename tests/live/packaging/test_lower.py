"""The smaller picture: the same pieces, the same sound, and nobody waits for it."""

import asyncio
import contextlib
import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from tests.live.packaging import streams, strict
from tests.live.packaging.sending import Sent

from nastavnik.live.ingest.packaging import lower as lowers
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.lower import LowerPicture, can_encode_live, is_worth
from nastavnik.live.ingest.packaging.pieces import Piece

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@cache
def film(tmp: Path) -> list[tuple[Init, Piece]]:
    """The pieces of a film that is large enough."""
    sent = Sent(streams.large(), tmp)
    sent.whole()
    return sent.made_pieces


@pytest.fixture
def pieces(tmp_path_factory):
    return film(tmp_path_factory.getbasetemp() / "large")


def broadcast(
    build: LiveBuild, lower: LowerPicture, parts: list[list[tuple[Init, Piece]]], pause: float = 0.01
) -> None:
    """Add pieces to a build, one part after the other, and offer them."""

    async def run() -> None:
        task = asyncio.create_task(lower.run())
        for part, pieces in enumerate(parts, 1):
            for init, piece in pieces:
                lower.offer(await asyncio.to_thread(build.add, init, piece, part=part, at=NOW), init, piece)
                await asyncio.sleep(pause)
        lower.close()
        async with asyncio.timeout(60):
            await task

    asyncio.run(run())
    build.finish()


def low_names(build: LiveBuild) -> list[str]:
    return [name for name, *_ in strict.check((build.path / "live-low.m3u8").read_bytes()).segments]


def test_smaller_picture_shows_the_same_frames_with_the_same_sound(tmp_path, pieces):
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build)

    broadcast(build, lower, [pieces])

    assert lower.trouble == ""
    assert low_names(build) == [f"low-{number:06}.m4s" for number in range(1, 9)]
    assert streams.shown_times(tmp_path / "v360.m3u8") == streams.shown_times(tmp_path / "source.m3u8")
    assert streams.sound_frames(tmp_path / "v360.m3u8") == streams.sound_frames(tmp_path / "source.m3u8")
    assert streams.decodes_whole(tmp_path / "v360.m3u8")
    variants = strict.check_master((tmp_path / "master.m3u8").read_bytes())
    assert [(name, words.get("RESOLUTION")) for name, words in variants] == [
        ("source.m3u8", "854x480"),
        ("v360.m3u8", "640x360"),
        ("sound.m3u8", None),
    ]


def test_each_smaller_piece_is_the_same_stretch_of_time(tmp_path, pieces):
    build = LiveBuild(tmp_path)
    broadcast(build, LowerPicture(build), [pieces])

    for number in (1, 4, 8):
        for name in ("low", "main"):
            one = (tmp_path / f"{name}-init-1.mp4").read_bytes() + (tmp_path / f"{name}-{number:06}.m4s").read_bytes()
            (tmp_path / f"one-{name}.mp4").write_bytes(one)
        assert streams.shown_times(tmp_path / "one-low.mp4") == streams.shown_times(tmp_path / "one-main.mp4")
        assert streams.sound_frames(tmp_path / "one-low.mp4") == streams.sound_frames(tmp_path / "one-main.mp4")


def test_new_part_and_hole_get_an_encoder_of_their_own(tmp_path, pieces):
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build)
    after_hole = [(pieces[0][0], replace(pieces[6][1], follows_a_hole=True)), pieces[7]]

    broadcast(build, lower, [[*pieces[:3], *after_hole], pieces[:3]], pause=0.5)

    assert lower.trouble == ""
    assert len(low_names(build)) == 8
    assert sum(name.startswith("low") for name in low_names(build)) >= 6


def test_part_that_is_not_worth_it_is_shown_as_it_is(tmp_path, pieces):
    build = LiveBuild(tmp_path)
    sounds = [(init.of_sound(), replace(piece, content=piece.sound_content)) for init, piece in pieces[:2]]

    broadcast(build, LowerPicture(build), [sounds, pieces[:3], sounds], pause=0.5)

    assert low_names(build)[:2] == ["main-000001.m4s", "main-000002.m4s"]
    assert low_names(build)[2].startswith("low")
    assert low_names(build)[-2:] == ["main-000006.m4s", "main-000007.m4s"]


def test_small_picture_is_never_made_smaller(tmp_path, pieces):
    init = pieces[0][0]
    small = replace(init, picture=replace(init.picture, height=400))
    build = LiveBuild(tmp_path)

    broadcast(build, LowerPicture(build), [[(small, piece) for _init, piece in pieces[:2]]])

    assert (is_worth(init), is_worth(small), is_worth(init.of_sound())) == (True, False, False)
    assert not (tmp_path / "live-low.m3u8").exists()


def test_smaller_picture_that_falls_behind_is_given_up(tmp_path, pieces, monkeypatch):
    monkeypatch.setattr(lowers, "MOST_BEHIND_SECONDS", 2.5)
    told: list[str] = []
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build, on_stop=told.append)

    broadcast(build, lower, [pieces], pause=0)

    assert told == [lower.trouble]
    assert "behind" in lower.trouble
    assert build.pieces == 8
    if (tmp_path / "live-low.m3u8").exists():  # with at least one smaller piece it is a quality, to its end
        assert len(low_names(build)) == 8


def test_smaller_picture_that_dies_is_given_up(tmp_path, pieces):
    told: list[str] = []
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build, on_stop=told.append)

    async def run() -> None:
        task = asyncio.create_task(lower.run())
        for number, (init, piece) in enumerate(pieces, 1):
            build.add(init, piece, part=1, at=NOW)
            lower.offer(number, init, piece)
            if number == 4:
                await asyncio.sleep(1)
                os.kill(lower._encoder._ffmpeg.process.pid, signal.SIGKILL)
            await asyncio.sleep(0.05)
        lower.close()
        await task

    asyncio.run(run())
    build.finish()

    assert told == [lower.trouble]
    assert lower.trouble
    assert low_names(build)[-1] == "main-000008.m4s"


def test_cancelled_smaller_picture_leaves_no_process(tmp_path, pieces):
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build)

    async def run() -> int:
        task = asyncio.create_task(lower.run())
        init, piece = pieces[0]
        lower.offer(build.add(init, piece, part=1, at=NOW), init, piece)
        await asyncio.sleep(0.3)
        pid = lower._encoder._ffmpeg.process.pid
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return pid

    assert not Path(f"/proc/{asyncio.run(run())}").exists()


def test_pieces_that_came_before_it_could_begin_are_too_many(tmp_path, pieces, monkeypatch):
    monkeypatch.setattr(lowers, "MOST_BEHIND_SECONDS", 2.5)
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build)
    for number, (init, piece) in enumerate(pieces, 1):
        build.add(init, piece, part=1, at=NOW)
        lower.offer(number, init, piece)

    asyncio.run(lower.run())

    assert "behind" in lower.trouble
    assert lower.behind_seconds == 0


def test_frozen_encoder_is_ended(tmp_path, pieces, monkeypatch):
    monkeypatch.setattr(lowers, "STUCK_SECONDS", 0.5)
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build)

    async def run() -> None:
        task = asyncio.create_task(lower.run())
        for number, (init, piece) in enumerate(pieces[:2], 1):
            build.add(init, piece, part=1, at=NOW)
            lower.offer(number, init, piece)
        await asyncio.sleep(0.3)
        os.kill(lower._encoder._ffmpeg.process.pid, signal.SIGSTOP)
        lower.close()
        await task

    asyncio.run(run())

    assert lower.trouble


def test_encoder_that_speaks_nonsense_is_given_up(tmp_path, pieces, monkeypatch):
    monkeypatch.setattr(lowers, "_words", lambda: ["-f", "mov", "-i", "pipe:0", "-c", "copy", "-f", "flv", "pipe:1"])
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build)

    broadcast(build, lower, [pieces], pause=0.1)

    assert lower.trouble
    assert build.pieces == 8


def test_missing_ffmpeg_is_told(tmp_path, pieces):
    build = LiveBuild(tmp_path)
    lower = LowerPicture(build, ffmpeg="/bin/false")

    broadcast(build, lower, [pieces[:1]])

    assert lower.trouble == "/bin/false"


def test_speed_is_measured():
    is_enough, speed = asyncio.run(can_encode_live())

    assert speed > 0
    assert is_enough == (speed >= lowers.ENOUGH_SPEED)


def test_machine_that_gets_nothing_done_is_too_slow(monkeypatch):
    monkeypatch.setattr(lowers, "MOST_MEASURING_SECONDS", 0.001)

    assert asyncio.run(can_encode_live())[0] is False
