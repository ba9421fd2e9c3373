"""The journal keeps what was sent, finds places to go on, and comes back whole after being cut anywhere."""

import asyncio
import errno

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.packaging import streams

from nastavnik.live.ingest.packaging import journal as journals
from nastavnik.live.ingest.packaging.journal import ChunkMissing, Journal
from nastavnik.live.ingest.packaging.marks import Point


@pytest.fixture
def opened(tmp_path):
    """Open journals, and close them all at the end."""
    journals_open = []

    def open_journal(name: str = "part-1.flv", **options) -> Journal:
        journals_open.append(Journal(tmp_path / "work" / name, **options))
        return journals_open[-1]

    yield open_journal
    for each in journals_open:
        each.forget()


def test_journal_holds_exactly_what_was_sent(opened):
    content = streams.obs().read_bytes()
    journal = opened()

    for start in range(0, len(content), 9000):
        journal.append(content[start : start + 9000])
    journal.close()

    assert journal.path.read_bytes() == content
    assert journal.read(0) + journal.read(2**20) == content[: 2**20] + content[2**20 :]
    assert (journal.picture_codec, journal.sound_codec) == ("h264", "aac")
    assert journal.first_seconds < 0.2


def test_start_before_gives_a_stream_that_can_be_read(opened, tmp_path):
    journal = opened()
    journal.append(streams.obs().read_bytes())

    start = journal.start_before(6.5)

    rest = tmp_path / "rest.flv"
    rest.write_bytes(journal.header(start) + streams.obs().read_bytes()[start.offset :])
    frames = streams.picture_frames(rest)
    assert start.seconds == pytest.approx(6, abs=0.1)
    assert frames == streams.picture_frames(streams.obs())[-len(frames) :]
    assert journal.start_before(-1) == Point(0, 0.0)
    assert journal.header(Point(0, 0.0)) == b""


def test_frames_are_told_while_they_are_written(opened):
    seen = []
    journal = opened("part-1.webm", on_frame=seen.append)

    journal.append(streams.browser().read_bytes())

    assert len(seen) > streams.SECONDS * 25
    assert [frame.seconds for frame in seen if frame.is_key and frame.is_picture] == pytest.approx(
        [point.seconds for point in journal.points]
    )


def test_nonsense_is_kept_and_told(opened):
    journal = opened("part-1.webm")

    journal.append(b"this is no film")
    journal.append(b", not at all")

    assert journal.trouble
    assert journal.path.read_bytes() == b"this is no film, not at all"
    assert not journal.is_ready


def test_append_to_a_full_disk_keeps_nothing_of_it(opened, monkeypatch):
    journal = opened()
    journal.append(streams.obs().read_bytes()[:1000])
    real = journals.os.write

    def full(descriptor, content):
        if len(content) > 100:
            return real(descriptor, content[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journals.os, "write", full)
    with pytest.raises(OSError, match="space"):
        journal.append(b"x" * 150)

    assert journal.size == journal.path.stat().st_size == 1000


@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_flv_cut_anywhere_comes_back_whole(tmp_path_factory, data):
    content = streams.obs().read_bytes()
    path = tmp_path_factory.mktemp("cut") / "part-1.flv"
    cut = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:cut] + data.draw(st.sampled_from([b"", bytes(300)])))  # a power cut leaves noughts

    journal = Journal(path)

    assert content.startswith(path.read_bytes())
    assert max(0, cut - 30_000) <= journal.size <= cut
    journal.append(content[journal.size :])
    assert (journal.trouble, path.read_bytes()) == ("", content)
    assert len(journal.points) == streams.SECONDS
    journal.forget()


def test_chunks_are_taken_in_order_and_once(opened):
    journal = opened("part-1.webm")

    answers = [
        journal.append_chunk(0, b"\x1aE"),
        journal.append_chunk(0, b"\x1aE"),
        journal.append_chunk(1, b"\xdf\xa3"),
    ]

    assert answers == [True, False, True]
    assert journal.path.read_bytes() == b"\x1aE\xdf\xa3"
    with pytest.raises(ChunkMissing):
        journal.append_chunk(3, b"later")
    assert journal.next_chunk == 2


@pytest.mark.parametrize("fails_at", [1, 2])
def test_chunk_that_finds_the_disk_full_is_kept_once_when_it_comes_again(fails_at, opened, monkeypatch):
    journal = opened("part-1.webm")
    journal.append_chunk(0, b"first")
    writing, writes = journals.os.write, []

    def write(descriptor, content):
        writes.append(content)
        if len(writes) == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return writing(descriptor, content)

    monkeypatch.setattr(journals.os, "write", write)
    with pytest.raises(OSError, match="No space"):
        journal.append_chunk(1, b"second")
    assert journal.append_chunk(1, b"second")

    journal.forget()
    again = opened("part-1.webm")
    assert (again.next_chunk, again.read(0)) == (2, b"firstsecond")


@pytest.mark.parametrize("torn", [b"", b"half a chu"])
@pytest.mark.parametrize("torn_record", [b"", b"\0\0\0"])
def test_chunks_go_on_after_a_crash(opened, torn, torn_record):
    content = streams.browser().read_bytes()
    chunks = [content[start : start + 10_000] for start in range(0, len(content), 10_000)]
    journal = opened("part-1.webm")
    for number, chunk in enumerate(chunks[:5]):
        journal.append_chunk(number, chunk)
    with journal.path.open("ab") as file:
        file.write(torn)
    with journal.path.with_suffix(".chunks").open("ab") as file:
        file.write(torn_record)

    again = opened("part-1.webm")

    assert again.next_chunk == 5
    for number, chunk in enumerate(chunks[5:], 5):
        again.append_chunk(number, chunk)
    assert again.path.read_bytes() == content
    assert len(again.points) == streams.SECONDS
    assert opened("part-1.webm").next_chunk == len(chunks)


def test_chunks_whose_bytes_are_lost_are_asked_for_again(opened):
    journal = opened("part-1.webm")
    for number in range(4):
        journal.append_chunk(number, b"\x1a" * 100)
    with journal.path.open("r+b") as file:
        file.truncate(250)

    again = opened("part-1.webm")

    assert again.next_chunk == 2
    assert again.size == 200


def test_wait_ends_with_new_bytes_and_with_the_end(opened):
    async def follow() -> list[bool]:
        journal = opened()
        asyncio.get_running_loop().call_later(0.01, journal.append, b"FLV\x01")
        first = await journal.wait(0)
        asyncio.get_running_loop().call_later(0.01, journal.close)
        return [first, await journal.wait(4), await journal.wait(0)]

    assert asyncio.run(follow()) == [True, False, True]


def test_bytes_reach_the_disk_every_so_often(opened, monkeypatch):
    synced = []
    monkeypatch.setattr(journals, "SYNC_SECONDS", 0.0)
    monkeypatch.setattr(journals.os, "fdatasync", synced.append)

    async def write() -> None:
        opened().append(b"FLV\x01")

    asyncio.run(write())
    opened("part-2.flv").append(b"FLV\x01")

    assert len(synced) == 2


def test_close_and_forget_can_be_repeated(opened):
    journal = opened()

    journal.close()
    journal.close()
    journal.forget()
    journal.forget()

    assert journal.is_closed
