"""A sender's signal inside a node: what is written down of it, and what its sender hears."""

import asyncio
import json
from pathlib import Path
from time import time

import pytest
from tests.live.node.lines import Quiet, chunks
from tests.live.packaging import streams

from nastavnik.live.ingest.feed import BrowserFeed, Cut, RtmpFeed, kept_beside
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.rtmp import amf0
from nastavnik.live.ingest.rtmp.flv import Kind, Tag, flv_header, flv_tag, stored_tags
from nastavnik.live.ingest.rtmp.gate import End, Turned
from nastavnik.live.ingest.words import OVER, STOPPED, State


class Owner:
    """What hears of a feed; a cut that begins is kept."""

    def __init__(self) -> None:
        self.heard: list[tuple] = []
        self.begun: list[tuple[Journal, float]] = []

    async def on_lost(self, feed) -> None:
        self.heard.append(("lost",))

    async def on_end(self, feed) -> None:
        self.heard.append(("end",))

    async def on_unusable(self, feed, what) -> None:
        self.heard.append(("unusable", what))

    def on_begun(self, feed, journal, first_at) -> None:
        self.begun.append((journal, first_at))


@pytest.fixture
def owner():
    return Owner()


def browser_of(owner) -> BrowserFeed:
    return BrowserFeed(
        session="1-session1",
        sender_id=5,
        token="sender",
        label="Камера",
        on_lost=owner.on_lost,
        on_unusable=owner.on_unusable,
    )


def program_of(owner) -> RtmpFeed:
    return RtmpFeed(
        sender_id=5, token="sender", label="OBS", key_id=2, on_end=owner.on_end, on_unusable=owner.on_unusable
    )


def tags_of(film: Path) -> list[Tag]:
    with film.open("rb") as file:
        content = film.read_bytes()
        return [
            Tag(stored.kind, stored.timestamp_ms, content[stored.body_offset : stored.end - 4])
            for stored in stored_tags(file)
        ]


# --- browsers ---------------------------------------------------------------------------------------------------------


def sent(feed: BrowserFeed, line: Quiet, pieces: list[bytes], first: int = 0) -> None:
    async def send() -> None:
        if feed.line is not line:
            await feed.join(line)
        for number, content in enumerate(pieces, first):
            await feed.take_chunk(number, content, line)

    asyncio.run(send())


def test_signal_that_nobody_wants_goes_by_and_is_understood(owner, tmp_path):
    feed, line = browser_of(owner), Quiet()

    sent(feed, line, chunks())

    assert feed.facts == {"video": "h264", "audio": "opus"}
    assert feed.next_chunk == len(chunks())
    assert line.told[-1] == {"type": "ack", "next": len(chunks())}
    assert list(tmp_path.iterdir()) == []


def test_cut_begins_with_the_next_key_frame_and_holds_all_that_follows(owner, tmp_path):
    feed, line, pieces = browser_of(owner), Quiet(), chunks()
    half = len(pieces) // 2
    sent(feed, line, pieces[:half])
    before = feed.stream.total

    feed.write_to(Cut(tmp_path / "part-1.webm", before, owner.on_begun))
    sent(feed, line, pieces[half:], half)

    ((journal, first_at),) = owner.begun
    film = streams.browser().read_bytes()
    point = next(point for point in feed.stream.scanner.points if point.offset >= before)
    kept = (tmp_path / "part-1.webm").read_bytes()
    assert kept.endswith(film[point.offset :])
    assert len(kept) < len(film) - point.offset + 2000, "and the header before it"
    assert abs(first_at - time()) < 10, "it has just come"
    assert feed.journal is journal


def test_chunk_again_is_acknowledged_and_not_written_twice(owner, tmp_path):
    feed, line, pieces = browser_of(owner), Quiet(), chunks()
    feed.write_to(Cut(tmp_path / "part-1.webm", 0, owner.on_begun))
    sent(feed, line, pieces[:10])

    sent(feed, line, pieces[5:8], 5)

    assert line.told[-1] == {"type": "ack", "next": 10}
    assert (tmp_path / "part-1.webm").read_bytes() == b"".join(pieces[:10])


def test_chunk_too_early_is_refused(owner):
    feed, line = browser_of(owner), Quiet()

    with pytest.raises(ValueError, match="missing"):
        sent(feed, line, chunks()[1:2], 1)

    assert feed.next_chunk == 0


def test_second_connection_takes_the_place_of_the_first(owner):
    feed, old, new, pieces = browser_of(owner), Quiet(), Quiet(), chunks()
    sent(feed, old, pieces[:4])

    async def come_back() -> None:
        await feed.join(new)
        await feed.take_chunk(4, pieces[4], old)  # what the dead line still held
        await feed.lose(old)
        await feed.take_chunk(4, pieces[4], new)

    asyncio.run(come_back())

    assert not old.is_open
    assert feed.is_connected
    assert feed.next_chunk == 5
    assert [said["next"] for said in old.told] == [1, 2, 3, 4]
    assert owner.heard == []


def test_lost_line_is_told_and_the_feed_waits(owner):
    feed, line = browser_of(owner), Quiet()
    sent(feed, line, chunks()[:2])

    asyncio.run(feed.lose(line))

    assert owner.heard == [("lost",)]
    assert not feed.is_connected
    asyncio.run(feed.end(STOPPED))
    asyncio.run(feed.hang_up())
    asyncio.run(feed.tell_state(State("waiting", is_live=False)))
    assert len(line.told) == 2, "who is gone hears nothing"


def test_end_tells_why_and_hangs_up(owner):
    feed, line = browser_of(owner), Quiet()
    asyncio.run(feed.join(line))

    asyncio.run(feed.end(OVER))

    assert line.told[-1]["code"] == OVER
    assert not line.is_open


def test_state_is_told_when_it_changes_and_again_to_a_new_line(owner):
    feed, line = browser_of(owner), Quiet()
    on_air, waiting = State("on_air", is_live=True), State("waiting", is_live=False)

    async def tell() -> None:
        await feed.join(line)
        for state in (waiting, waiting, on_air):
            await feed.tell_state(state)
        await feed.join(line_two)
        await feed.tell_state(on_air)

    line_two = Quiet()
    asyncio.run(tell())

    assert [said["state"] for said in line.told] == ["waiting", "on_air"]
    assert [said["state"] for said in line_two.told] == ["on_air"]


def test_what_is_no_film_is_unusable(owner):
    feed, line = browser_of(owner), Quiet()

    sent(feed, line, [b"\0" * 64])

    assert [heard[0] for heard in owner.heard] == ["unusable"]
    assert feed.next_chunk == 0


def test_codec_that_browsers_cannot_play_is_told(owner):
    feed, line = browser_of(owner), Quiet()

    sent(feed, line, [chunks()[0].replace(b"A_OPUS", b"A_OTTO")])

    assert owner.heard[0] == ("unusable", "unknown")


def test_full_disk_keeps_nothing_of_a_chunk_and_takes_it_when_there_is_room(owner, tmp_path, monkeypatch):
    feed, line, pieces = browser_of(owner), Quiet(), chunks()
    feed.write_to(Cut(tmp_path / "part-1.webm", 0, owner.on_begun))
    sent(feed, line, pieces[:6])
    append = Journal.append_chunk

    def refuse(journal, number, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Journal, "append_chunk", refuse)
    sent(feed, line, pieces[6:7], 6)
    assert not line.is_open
    assert feed.next_chunk == 6

    monkeypatch.setattr(Journal, "append_chunk", append)
    again = Quiet()
    sent(feed, again, pieces[6:], 6)

    assert (tmp_path / "part-1.webm").read_bytes() == b"".join(pieces)
    assert owner.heard == []


@pytest.mark.parametrize("what", ["append_chunk", "_keep"])
def test_disk_that_is_full_when_a_part_begins_loses_nothing_of_its_beginning(what, owner, tmp_path, monkeypatch):
    feed, line, pieces = browser_of(owner), Quiet(), chunks()
    feed.write_to(Cut(tmp_path / "part-1.webm", 0, owner.on_begun))
    place = Journal if what == "append_chunk" else BrowserFeed
    working, tries = getattr(place, what), []

    def refuse_once(self, *words):
        tries.append(words)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        return working(self, *words)

    monkeypatch.setattr(place, what, refuse_once)
    number = 0
    while number < len(pieces):
        sent(feed, line if line.is_open else Quiet(), pieces[number : number + 1], number)
        number = feed.next_chunk

    assert (tmp_path / "part-1.webm").read_bytes() == b"".join(pieces)
    assert len(owner.begun) == 1


# --- after a crash ----------------------------------------------------------------------------------------------------


def test_feed_goes_on_where_a_killed_node_was(owner, tmp_path):
    feed, line, pieces = browser_of(owner), Quiet(), chunks()
    path = tmp_path / "part-3.webm"
    sent(feed, line, pieces[:4])
    feed.write_to(Cut(path, feed.stream.total, owner.on_begun))
    sent(feed, line, pieces[4:-3], 4)
    kept = kept_beside(path)
    assert kept is not None
    assert (kept.session, kept.sender_id, kept.sender_token, kept.label) == ("1-session1", 5, "sender", "Камера")

    other = browser_of(owner)
    other.go_on(Journal(path), kept)

    assert not other.is_connected
    assert other.next_chunk == feed.next_chunk == len(pieces) - 3
    sent(other, Quiet(), pieces[-3:], len(pieces) - 3)
    assert path.read_bytes().endswith(b"".join(pieces[-3:]))


@pytest.mark.parametrize("text", [None, "{", "[]", '{"session": "1-a"}', '"a"'])
def test_nothing_is_kept_beside_a_journal_of_a_program(text, tmp_path):
    if text is not None:
        (tmp_path / "part-1.session").write_text(text)

    assert kept_beside(tmp_path / "part-1.webm") is None


# --- programs ---------------------------------------------------------------------------------------------------------


def taken(feed: RtmpFeed, tags: list[Tag]) -> None:
    async def take() -> None:
        for tag in tags:
            await feed.take(tag)

    asyncio.run(take())


def test_program_is_written_down_from_a_key_frame_on(owner, tmp_path):
    feed, tags = program_of(owner), tags_of(streams.obs())
    taken(feed, tags[:40])
    feed.write_to(Cut(tmp_path / "part-1.flv", feed.stream.total, owner.on_begun))

    taken(feed, tags[40:])

    ((journal, _first_at),) = owner.begun
    whole = flv_header() + b"".join(map(flv_tag, tags))
    point = next(point for point in feed.stream.scanner.points if point.offset >= len(flv_header()) + 1)
    kept = (tmp_path / "part-1.flv").read_bytes()
    assert journal.picture_codec == "h264"
    assert kept.startswith(b"FLV")
    assert whole.endswith(kept[-2000:])
    assert len(kept) < len(whole) - point.offset
    assert (feed.facts["video"], feed.facts["audio"]) == ("h264", "aac")


def test_stop_writing_ends_the_journal(owner, tmp_path):
    feed, tags = program_of(owner), tags_of(streams.obs())
    feed.write_to(Cut(tmp_path / "part-1.flv", 0, owner.on_begun))
    taken(feed, tags[:60])

    feed.stop_writing()
    taken(feed, tags[60:])

    ((journal, _first_at),) = owner.begun
    assert journal.is_closed
    assert feed.journal is None
    feed.stop_writing()


def said_by(**words) -> Tag:
    return Tag(Kind.SCRIPT, 0, amf0.encode("@setDataFrame", "onMetaData", words))


def test_program_says_what_it_is_and_cannot_write_into_the_desk(owner):
    feed = program_of(owner)

    taken(feed, [said_by(encoder="obs\n\x00\u202e\x1b 30" + "x" * 200, width=1280.0, height=720.0, framerate=30.0)])

    assert feed.facts["program"].startswith("obs 30")
    assert feed.facts["program"].isprintable()
    assert len(feed.facts["program"]) <= 100
    assert (feed.facts["width"], feed.facts["height"], feed.facts["rate"]) == (1280, 720, 30.0)
    assert json.dumps(feed.facts)


def test_program_with_another_codec_is_turned_away_with_its_name(owner):
    feed = program_of(owner)

    with pytest.raises(Turned, match="hevc"):
        taken(feed, [Tag(Kind.PICTURE, 0, b"\x1c\x01\0\0\0rest")])

    assert owner.heard == [("unusable", "hevc")]


def test_program_that_is_sent_away_hears_why_with_its_next_tag(owner):
    feed, tags = program_of(owner), tags_of(streams.obs())
    taken(feed, tags[:5])
    asyncio.run(feed.end(OVER))

    with pytest.raises(Turned, match="over"):
        taken(feed, tags[5:6])

    asyncio.run(feed.hang_up())
    with pytest.raises(Turned, match="restarting"):
        taken(feed, tags[5:6])


def test_program_that_goes_ends_its_journal(owner, tmp_path):
    feed, tags = program_of(owner), tags_of(streams.obs())
    feed.write_to(Cut(tmp_path / "part-1.flv", 0, owner.on_begun))
    taken(feed, tags[:60])

    asyncio.run(feed.close(End.GONE))

    assert not feed.is_connected
    assert owner.begun[0][0].is_closed
    assert owner.heard == [("end",)]
