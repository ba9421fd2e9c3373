"""Playlists: valid at every moment, only added to, read back, and the short form adds up to the long one."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.live.packaging import strict

from nastavnik.live.ingest.packaging.playlist import Entry, Playlist, read_playlist, recorded, target_for

BEGAN_AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
LENGTHS = st.lists(st.tuples(st.floats(0.1, 4.49), st.booleans(), st.booleans()), min_size=1, max_size=80)


def entry(number: int, seconds: float = 1.0, part: int = 1, *, is_first: bool = False, is_gap: bool = False) -> Entry:
    return Entry(
        name=f"main-{number:06}.m4s",
        seconds=seconds,
        init=f"main-init-{part}.mp4",
        at=BEGAN_AT if is_first else None,
        is_discontinuous=is_first and number > 1,
        is_gap=is_gap,
    )


def entries_of(lengths: list[tuple[float, bool, bool]]) -> list[Entry]:
    entries, part = [], 1
    for number, (seconds, is_first, is_gap) in enumerate(lengths, 1):
        part += is_first
        entries.append(entry(number, round(seconds, 5), part, is_first=is_first or number == 1, is_gap=is_gap))
    return entries


def test_first_playlist_says_everything_a_player_needs():
    playlist = Playlist(4)

    playlist.add(entry(1, is_first=True))

    assert playlist.full() == (
        b"#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n"
        b"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24.0\n"
        b'#EXT-X-MAP:URI="main-init-1.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-12-01T12:00:00.000Z\n'
        b"#EXTINF:1.00000,\nmain-000001.m4s\n"
    )


@given(lengths=LENGTHS)
def test_playlists_are_valid_only_added_to_and_add_up(lengths):
    playlist, known, before = Playlist(4), strict.Seen(), b""
    for each in entries_of(lengths):
        playlist.add(each)
        full = playlist.full()

        assert full.startswith(before), "nothing said may change"
        seen = strict.check(full)
        known.segments = strict.merge(known, strict.check(playlist.delta()))
        assert known.segments == seen.segments
        before = full
    assert strict.check(playlist.full(is_over=True)).is_over


@given(lengths=LENGTHS)
def test_playlist_read_back_is_the_same(lengths):
    playlist = Playlist(4, is_independent=True)
    for each in entries_of(lengths):
        playlist.add(each)

    again = read_playlist(playlist.full())

    assert again.entries == playlist.entries
    assert (again.full(), again.delta()) == (playlist.full(), playlist.delta())


@given(lengths=LENGTHS, data=st.data())
def test_torn_playlist_is_read_up_to_the_last_whole_piece(lengths, data):
    playlist = Playlist(4)
    for each in entries_of(lengths):
        playlist.add(each)
    content = playlist.full()
    torn = content[: data.draw(st.integers(0, len(content)))]

    again = read_playlist(torn)

    whole = torn[: torn.rfind(b"\n") + 1].count(b".m4s\n")
    assert again is None or again.entries == playlist.entries[:whole]
    assert again is not None or whole == 0


@given(content=st.binary(max_size=200))
def test_nonsense_is_no_playlist(content):
    assert read_playlist(content) is None


def test_piece_longer_than_promised_is_refused():
    with pytest.raises(ValueError, match=r"4\.5"):
        Playlist(4).add(entry(1, 4.5))


@pytest.mark.parametrize(("first_seconds", "target"), [(1.0, 4), (4.4, 4), (4.5, 10), (8.3, 10), (10.49, 10)])
def test_target_leaves_room_for_the_pieces_to_come(first_seconds, target):
    assert target_for(first_seconds) == target


@given(lengths=LENGTHS)
def test_recording_is_valid_and_whole(lengths):
    entries = entries_of(lengths)

    seen = strict.check(recorded(entries, is_independent=True))

    assert [name for name, *_ in seen.segments] == [each.name for each in entries]
    assert seen.head["EXT-X-PLAYLIST-TYPE"] == "VOD"


def test_three_hours_of_pieces_stay_cheap():
    playlist = Playlist(4)
    for number in range(1, 10_800):
        playlist.add(entry(number, is_first=number == 1))
    began = time.thread_time()

    for number in range(10_800, 10_900):
        playlist.add(entry(number))
        playlist.full()
        playlist.delta()

    assert (time.thread_time() - began) / 100 < 0.005  # seconds of work for each piece; 0.0001 is usual
    assert len(playlist.full()) < 500_000
    assert len(playlist.delta()) < 1500
