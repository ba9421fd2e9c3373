"""The folder of a broadcast: whole at every moment, goes on after a crash, becomes the recording."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from tests.live.packaging import streams, strict

from nastavnik.live.ingest.packaging import folder as folders
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.fragments import FragmentReader
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.pieces import Piece, PieceMaker

BEGAN_AT = datetime(2026, 12, 1, 12, tzinfo=UTC)


@cache
def film() -> tuple[Init, list[Piece]]:
    """A header and fourteen pieces of a second."""
    init, *fragments = FragmentReader().feed(streams.fragmented().read_bytes())
    maker = PieceMaker(lambda: 4.49, has_picture=True)
    pieces = [piece for piece in map(maker.add, fragments) if piece is not None]
    return init, [*pieces, maker.finish()]


def add_all(build: LiveBuild, pieces: list[Piece], *, part: int = 1, init: Init | None = None) -> None:
    for piece in pieces:
        at = BEGAN_AT + timedelta(hours=part, seconds=piece.begin_seconds)
        build.add(init or film()[0], piece, part=part, at=at)


def listed(build: LiveBuild, name: str) -> strict.Seen:
    return strict.check((build.path / name).read_bytes())


def sounds_only() -> tuple[Init, list[Piece]]:
    init, pieces = film()
    return init.of_sound(), [replace(piece, content=piece.sound_content) for piece in pieces]


def test_add_piece_publishes_it_in_every_playlist(tmp_path):
    build = LiveBuild(tmp_path / "build")
    pieces = film()[1]

    add_all(build, pieces[:2])

    assert [name for name, *_ in listed(build, "live-main.m3u8").segments] == ["main-000001.m4s", "main-000002.m4s"]
    assert [name for name, *_ in listed(build, "live-sound.m3u8").segments] == ["sound-000001.m4s", "sound-000002.m4s"]
    assert (tmp_path / "build" / "main-000002.m4s").read_bytes() == pieces[1].content
    master = strict.check_master((tmp_path / "build" / "live-master.m3u8").read_bytes())
    assert [name for name, _words in master] == ["live-main.m3u8", "live-sound.m3u8"]
    assert master[0][1]["RESOLUTION"] == "320x180"


def test_files_are_told_before_the_playlists_that_name_them(tmp_path):
    told: list[tuple[str, bytes]] = []
    build = LiveBuild(tmp_path, on_file=lambda name, content: told.append((name, content)))

    add_all(build, film()[1][:5])
    build.finish()

    known = set()
    for name, content in told:
        assert (tmp_path / name).exists()
        if name.endswith(".m3u8"):
            names = strict.check(content).segments if "master" not in name else strict.check_master(content)
            assert {each[0] for each in names} <= known
        known.add(name)
    assert {path.name for path in tmp_path.iterdir()} == known
    assert dict(told)["live-main.m3u8"] == (tmp_path / "live-main.m3u8").read_bytes()


def test_recording_plays_every_frame_once(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1])

    made = build.finish()

    assert streams.picture_frames(tmp_path / "source.m3u8") == streams.picture_frames(streams.obs())
    assert streams.sound_frames(tmp_path / "source.m3u8") == streams.sound_frames(streams.obs())
    assert streams.sound_frames(tmp_path / "sound.m3u8") == streams.sound_frames(streams.obs())
    assert streams.decodes_whole(tmp_path / "master.m3u8")
    assert [(each.name, each.width, each.is_picture) for each in made] == [
        ("source", 320, True),
        ("sound", None, False),
    ]
    assert made[0].duration_seconds == pytest.approx(streams.SECONDS, abs=0.05)
    assert made[0].bytes == sum(path.stat().st_size for path in tmp_path.glob("main-0*.m4s"))
    assert listed(build, "live-main.m3u8").is_over


def test_new_part_and_hole_are_told_with_the_wall_clock(tmp_path):
    build = LiveBuild(tmp_path)
    pieces = film()[1]
    add_all(build, pieces[:2])

    add_all(build, [*pieces[:1], replace(pieces[5], follows_a_hole=True), pieces[6]], part=2)

    clock, jump = "EXT-X-PROGRAM-DATE-TIME:2026-12-01T1", "EXT-X-DISCONTINUITY:"
    seen = listed(build, "live-main.m3u8").segments
    assert [[tag[: len(clock)] for tag in tags] for _name, _seconds, _init, tags in seen] == [
        [clock], [], [jump, clock], [jump, clock], [],
    ]  # fmt: skip
    assert [init for _name, _seconds, init, _tags in seen] == ["main-init-1.mp4"] * 2 + ["main-init-2.mp4"] * 3
    assert build.part == 2
    assert build.done(1) is None


def test_header_that_changes_within_a_part_gets_a_file_of_its_own(tmp_path):
    build = LiveBuild(tmp_path)
    init, pieces = film()
    add_all(build, pieces[:1])

    add_all(build, pieces[1:2], init=replace(init, content=init.content + b"\0\0\0\x08free"))
    add_all(build, pieces[2:3])

    seen = listed(build, "live-main.m3u8").segments
    assert [each[2] for each in seen] == ["main-init-1.mp4", "main-init-1-2.mp4", "main-init-1.mp4"]
    assert all("DISCONTINUITY" not in tag for each in seen for tag in each[3])
    assert build.part == 1


def test_sound_alone_is_one_quality(tmp_path):
    init, pieces = sounds_only()
    build = LiveBuild(tmp_path)

    add_all(build, pieces, init=init)
    made = build.finish()

    assert [each.name for each in made] == ["sound"]
    assert streams.sound_frames(tmp_path / "master.m3u8") == streams.sound_frames(streams.obs())
    assert not list(tmp_path.glob("sound-0*.m4s"))
    assert LiveBuild(tmp_path).finish() == made


def test_part_without_sound_is_a_gap_in_the_sound(tmp_path):
    build = LiveBuild(tmp_path)
    init, pieces = film()
    mute = replace(init, sound=None)
    add_all(build, [replace(piece, sound_content=b"") for piece in pieces[:2]], init=mute)
    without_sound = sorted(path.name for path in tmp_path.glob("*.m3u8"))

    add_all(build, pieces[:2], part=2)

    assert without_sound == ["live-main-delta.m3u8", "live-main.m3u8", "live-master.m3u8"]
    seen = listed(build, "live-sound.m3u8").segments
    assert ["EXT-X-GAP:" in tags for *_, tags in seen] == [True, True, False, False]
    assert [seconds for _name, seconds, *_ in seen] == [
        seconds for _name, seconds, *_ in listed(build, "live-main.m3u8").segments
    ]
    strict.check_master((tmp_path / "live-master.m3u8").read_bytes())


def test_first_piece_decides_how_long_pieces_may_be(tmp_path):
    build = LiveBuild(tmp_path / "a")
    before = build.longest_seconds

    add_all(build, [replace(film()[1][0], seconds=8.3)])

    assert (before, build.longest_seconds) == (10.49, 10.49)
    wished = LiveBuild(tmp_path / "b", target_seconds=6)
    add_all(wished, film()[1][:1])
    assert wished.longest_seconds == 6.49


def test_finish_of_an_empty_broadcast_makes_nothing(tmp_path):
    build = LiveBuild(tmp_path)

    assert (build.finish(), build.pieces, build.part, build.seconds) == ([], 0, 0, 0.0)
    assert list(tmp_path.iterdir()) == []


# --- after a crash --------------------------------------------------------------------------------------------------


def test_build_goes_on_with_what_is_there(tmp_path):
    pieces = film()[1]
    whole, first = LiveBuild(tmp_path / "whole"), LiveBuild(tmp_path / "build")
    add_all(whole, pieces)
    add_all(first, pieces[:6])

    second = LiveBuild(tmp_path / "build")
    done = second.done(1)
    add_all(second, pieces[6:])

    assert second.finish() == whole.finish()
    assert done.seconds == pytest.approx(pieces[6].begin_seconds, abs=0.001)
    assert done.sound_seconds == pytest.approx(done.seconds, abs=0.05)
    for path in (tmp_path / "whole").glob("[!l]*"):  # the live master tells the weight so far
        assert (tmp_path / "build" / path.name).read_bytes() == path.read_bytes()


def test_done_of_the_last_piece_is_where_the_next_begins(tmp_path):
    build = LiveBuild(tmp_path)

    for piece in film()[1]:
        add_all(build, [piece])
        done = build.done(1)
        assert done.seconds == done.picture_seconds == pytest.approx(piece.end_seconds, abs=0.001)


@pytest.mark.parametrize(
    ("lost", "left"),
    [
        ("main-000004.m4s", 3),
        ("main-init-1.mp4", 0),
        ("sound-init-1.mp4", 0),
        ("live-main.m3u8", 0),
        ("live-sound.m3u8", 0),
        ("live-main-delta.m3u8", 6),
    ],
)
def test_what_a_crash_left_empty_is_left_out(tmp_path, lost, left):
    add_all(LiveBuild(tmp_path), film()[1][:6])
    (tmp_path / lost).write_bytes(b"")

    build = LiveBuild(tmp_path)
    add_all(build, film()[1][left:6])

    assert build.pieces == 6
    assert len(listed(build, "live-main.m3u8").segments) == len(listed(build, "live-sound.m3u8").segments) == 6


def test_piece_that_is_gone_is_left_out(tmp_path):
    add_all(LiveBuild(tmp_path), film()[1][:6])
    (tmp_path / "sound-000003.m4s").unlink()

    assert LiveBuild(tmp_path).pieces == 2


def test_silent_broadcast_goes_on_after_a_crash(tmp_path):
    init, pieces = film()
    mute = replace(init, sound=None)
    silent = [replace(piece, sound_content=b"") for piece in pieces[:6]]
    add_all(LiveBuild(tmp_path), silent[:4], init=mute)

    again = LiveBuild(tmp_path)
    add_all(again, silent[4:], init=mute)

    assert again.pieces == 6
    assert [each.name for each in again.finish()] == ["source"]


def test_torn_playlist_loses_only_its_last_pieces(tmp_path):
    add_all(LiveBuild(tmp_path), film()[1][:6])
    path = tmp_path / "live-main.m3u8"
    path.write_bytes(path.read_bytes()[:-3])

    assert LiveBuild(tmp_path).pieces == 5


def test_playlists_reach_the_disk_every_so_often(tmp_path, monkeypatch):
    synced: list[int] = []
    monkeypatch.setattr(folders.os, "fsync", synced.append)
    monkeypatch.setattr(folders, "SYNC_SECONDS", 0.0)
    build = LiveBuild(tmp_path)

    add_all(build, film()[1][:1])

    assert len(synced) == 5  # two playlists, two short ones, the master


# --- the smaller picture --------------------------------------------------------------------------------------------


def add_low(build: LiveBuild, *numbers: int) -> None:
    init, pieces = film()
    for number in numbers:
        build.add_low(number, init, pieces[number - 1].content)


def test_smaller_picture_has_the_same_pieces(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1][:1])
    build.begin_low(2)
    add_all(build, film()[1][1:4])

    add_low(build, 2, 3)

    names = [name for name, *_ in listed(build, "live-low.m3u8").segments]
    assert names == ["main-000001.m4s", "low-000002.m4s", "low-000003.m4s"]
    made = build.finish()
    assert [each.name for each in made] == ["source", "v360", "sound"]
    assert streams.picture_frames(tmp_path / "v360.m3u8") == streams.picture_frames(tmp_path / "source.m3u8")


def test_smaller_picture_that_ends_goes_on_as_the_whole_one(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1][:4])
    build.begin_low(1)
    add_low(build, 1, 2)

    build.end_low()
    add_all(build, film()[1][4:6])
    add_low(build, 3)

    names = [name for name, *_ in listed(build, "live-low.m3u8").segments]
    assert names == ["low-000001.m4s", "low-000002.m4s", *(f"main-00000{number}.m4s" for number in range(3, 7))]


def test_smaller_picture_with_a_hole_is_filled(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1][:4])
    build.begin_low(5)
    add_all(build, film()[1][4:8])

    add_low(build, 5, 7, 6, 9)

    names = [name for name, *_ in listed(build, "live-low.m3u8").segments]
    assert names == [
        *(f"main-00000{number}.m4s" for number in range(1, 5)),
        "low-000005.m4s", "main-000006.m4s", "low-000007.m4s",
    ]  # fmt: skip


def test_smaller_picture_goes_on_after_a_crash(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1][:3])
    build.begin_low(1)
    add_low(build, 1, 2)

    again = LiveBuild(tmp_path)
    add_all(again, film()[1][3:4])

    names = [name for name, *_ in listed(again, "live-low.m3u8").segments]
    assert names == ["low-000001.m4s", "low-000002.m4s", "main-000003.m4s", "main-000004.m4s"]
    assert [each.name for each in again.finish()] == ["source", "v360", "sound"]


# --- trimming -------------------------------------------------------------------------------------------------------


def test_trimmed_recording_begins_and_ends_at_the_nearest_pieces(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1])
    build.finish()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    recording = LiveBuild(tmp_path).trimmed(head_seconds=2.4, tail_seconds=3.6)

    names = [name for name, *_ in strict.check(recording.files["source.m3u8"]).segments]
    assert names == [f"main-{number:06}.m4s" for number in range(3, 11)]
    assert recording.seconds == pytest.approx(8, abs=0.01)
    assert recording.made[0].bytes == sum((tmp_path / name).stat().st_size for name in names)
    assert list(recording.files) == ["source.m3u8", "sound.m3u8", "master.m3u8"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(("head", "tail"), [(100, 0), (0, 100), (7, 7), (100, 100)])
def test_trimmed_recording_has_at_least_one_piece(tmp_path, head, tail):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1])

    recording = build.trimmed(head_seconds=head, tail_seconds=tail)

    assert len(strict.check(recording.files["source.m3u8"]).segments) == 1


def test_trimmed_recording_begins_without_a_jump(tmp_path):
    build = LiveBuild(tmp_path)
    add_all(build, film()[1][:2])
    add_all(build, film()[1][:2], part=2)

    recording = build.trimmed(head_seconds=2, tail_seconds=0)

    first = strict.check(recording.files["source.m3u8"]).segments[0]
    assert first[2] == "main-init-2.mp4"
    assert all("DISCONTINUITY" not in tag for tag in first[3])
