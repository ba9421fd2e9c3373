"""Every frame that was sent is in the pieces exactly once, whatever dies on the way."""

import asyncio
import contextlib
import os
import random
import signal
from pathlib import Path

import pytest
from tests.live.packaging import streams, strict
from tests.live.packaging.sending import BEGAN_AT, PORTIONS, Sent

from nastavnik.live.ingest.packaging import packager as packagers
from nastavnik.live.ingest.packaging import session as sessions
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.packaging.session import Packaging
from nastavnik.live.ingest.rtmp.flv import Kind, Tag, flv_header, flv_tag, stored_tags

FRAME = 1 / 25
AAC_FRAME = 1024 / 48_000


def kill(packaging: Packaging) -> bool:
    """Kill the packager as the kernel does when there is no memory; tell whether there was one."""
    pid = packaging.packager.pid if packaging.packager else 0
    with contextlib.suppress(ProcessLookupError):
        if pid:
            os.kill(pid, signal.SIGKILL)
            return True
    return False


def test_every_frame_of_obs_is_in_the_pieces_once(tmp_path):
    sent = Sent(streams.obs(), tmp_path)

    sent.whole()

    sent.check_copied()
    assert sent.numbers == list(range(1, streams.SECONDS + 1))
    assert sent.deaths == []
    assert sent.packaging.longest_key_gap_seconds == pytest.approx(1)
    assert sent.packaging.behind_bytes == 0
    first = strict.check((sent.build.path / "live-main.m3u8").read_bytes()).segments[0]
    assert first[3] == ("EXT-X-PROGRAM-DATE-TIME:2026-12-01T12:00:00.000Z",)


def test_rare_key_frames_are_told_and_their_pieces_are_cut(tmp_path):
    sent = Sent(streams.rare_keys(), tmp_path)
    sent.build = LiveBuild(tmp_path / "build", target_seconds=4)
    sent.whole()

    sent.check_copied()
    assert sent.packaging.longest_key_gap_seconds == pytest.approx(7)
    assert sent.build.longest_seconds > 7


def test_pieces_come_out_while_it_is_sent(tmp_path):
    sent = Sent(streams.obs(), tmp_path)

    async def run() -> int:
        sent.open()
        task = asyncio.create_task(sent.packaging.run())
        await sent.send(PORTIONS // 2)
        await sent.pieces(streams.SECONDS // 2 - 2)
        sent.journal.close()
        await task
        return sent.build.pieces

    assert asyncio.run(run()) >= streams.SECONDS // 2 - 1
    sent.finish()


@pytest.mark.parametrize(
    ("stream", "names"), [(streams.silent, ["source"]), (streams.microphone, ["sound"])], ids=["silent", "microphone"]
)
def test_stream_without_sound_or_picture_is_packaged(tmp_path, stream, names):
    sent = Sent(stream(), tmp_path)

    sent.whole()

    track = "v" if names == ["source"] else "a"
    assert [each.name for each in sent.made] == names
    assert streams.frames(sent.recording, track) == streams.frames(sent.source, track)
    sent.check_lists()


def test_picture_of_a_browser_is_copied_and_its_sound_encoded(tmp_path):
    sent = Sent(streams.browser(), tmp_path)

    sent.whole()

    assert streams.picture_frames(sent.recording) == streams.picture_frames(sent.source)
    sent.check_steady("a", AAC_FRAME)
    sent.check_lists()
    assert streams.decodes_whole(sent.recording)


def test_old_browser_is_encoded_with_a_key_frame_each_second(tmp_path):
    sent = Sent(streams.old_browser(), tmp_path)

    sent.whole()

    sent.check_steady("v", 1 / 30)
    seen = strict.check((sent.build.path / "source.m3u8").read_bytes()).segments
    assert [seconds for _name, seconds, *_ in seen[:-1]] == pytest.approx([1.0] * (len(seen) - 1))
    assert streams.decodes_whole(sent.recording)


def test_picture_that_may_not_be_copied_is_encoded(tmp_path):
    sent = Sent(streams.rare_keys(), tmp_path, options={"may_copy_picture": False})

    sent.whole()

    assert sent.build.pieces == streams.SECONDS
    assert streams.sound_frames(sent.recording) == streams.sound_frames(sent.source)


def test_microphone_of_a_browser_is_packaged(tmp_path):
    sent = Sent(streams.browser_microphone(), tmp_path)

    sent.whole()

    assert [each.name for each in sent.made] == ["sound"]
    sent.check_steady("a", AAC_FRAME)


# --- what dies ------------------------------------------------------------------------------------------------------


async def kill_now_and_then(sent: Sent, portions: list[int]) -> int:
    """Send everything, killing the packager after some of the portions; return how often it was killed."""
    sent.open()
    task = asyncio.create_task(sent.packaging.run())
    killed = 0
    for portion in range(PORTIONS):
        await sent.send(1)
        if portion in portions:
            await sent.pieces(max(0, portion * streams.SECONDS // PORTIONS - 3))
            killed += kill(sent.packaging)
    sent.journal.close()
    async with asyncio.timeout(60):
        await task
    return killed


@pytest.mark.parametrize("portions", [[2], [31], [20, 45], [58]])
def test_killed_packager_loses_and_repeats_nothing(tmp_path, portions):
    sent = Sent(streams.obs(), tmp_path)

    killed = asyncio.run(kill_now_and_then(sent, portions))

    sent.finish()
    sent.check_copied()
    assert killed == len(sent.deaths) == sent.packaging.deaths == len(portions)
    seen = strict.check((sent.build.path / "source.m3u8").read_bytes()).segments
    assert all("DISCONTINUITY" not in tag for *_, tags in seen for tag in tags)
    assert {init for _name, _seconds, init, _tags in seen} == {"main-init-1.mp4"}


@pytest.mark.parametrize("stream", [streams.browser, streams.old_browser], ids=["copied", "encoded"])
def test_killed_packager_of_a_browser_loses_and_repeats_nothing(tmp_path, stream):
    sent = Sent(stream(), tmp_path)

    killed = asyncio.run(kill_now_and_then(sent, [25, 40]))

    sent.finish()
    assert killed == 2
    if stream is streams.browser:
        assert streams.picture_frames(sent.recording) == streams.picture_frames(sent.source)
    else:
        sent.check_steady("v", 1 / 30)
    sent.check_steady("a", AAC_FRAME)
    sent.check_lists()


@pytest.mark.parametrize("seed", range(4))
def test_journal_cut_anywhere_is_gone_on_with(tmp_path, seed):
    """The whole process dies, the last bytes are torn, the next process finds the rest and the sender sends on."""
    dice = random.Random(seed)
    sent = Sent(streams.obs(), tmp_path)

    async def die() -> None:
        sent.open()
        task = asyncio.create_task(sent.packaging.run())
        await sent.send(dice.randrange(5, PORTIONS - 5), pause=0.02)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(die())
    size = sent.journal.size
    sent.journal.forget()
    os.truncate(sent.journal.path, dice.randrange(size // 2, size))

    sent.whole()

    sent.check_copied()
    assert sent.deaths == []


def test_cancelled_packaging_leaves_no_process(tmp_path):
    sent = Sent(streams.obs(), tmp_path)

    async def run() -> int:
        sent.open()
        task = asyncio.create_task(sent.packaging.run())
        await sent.send(20)
        await sent.pieces(1)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return sent.packaging.packager.pid

    pid = asyncio.run(run())
    sent.journal.forget()

    assert not Path(f"/proc/{pid}").exists()


def test_frozen_packager_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(packagers, "STUCK_SECONDS", 1.0)
    sent = Sent(streams.obs(), tmp_path)

    async def run() -> None:
        sent.open()
        task = asyncio.create_task(sent.packaging.run())
        await sent.send(20)
        await sent.pieces(2)
        os.kill(sent.packaging.packager.pid, signal.SIGSTOP)
        await sent.send(PORTIONS - 20)
        sent.journal.close()
        await task

    asyncio.run(run())

    sent.finish()
    sent.check_copied()
    assert len(sent.deaths) == 1
    assert "it " in sent.deaths[0]


def test_picture_that_comes_late_is_taken_in(tmp_path):
    """A sender speaks for five seconds before it shows anything."""
    late = tmp_path / "late.flv"
    tags = [tag for tag in tags_of(streams.obs()) if tag.kind != Kind.PICTURE or tag.timestamp_ms >= 5000]
    configuration = next(tag for tag in tags_of(streams.obs()) if tag.kind == Kind.PICTURE)
    first = next(number for number, tag in enumerate(tags) if tag.kind == Kind.PICTURE)
    tags.insert(first, Tag(Kind.PICTURE, tags[first].timestamp_ms, configuration.body))
    late.write_bytes(flv_header() + b"".join(map(flv_tag, tags)))
    spoken = len(flv_header() + b"".join(map(flv_tag, tags[:first])))
    sent = Sent(late, tmp_path)

    async def run() -> None:
        sent.open()
        task = asyncio.create_task(sent.packaging.run())
        sent.journal.append(sent.content[:spoken])
        await sent.pieces(3)
        await sent.send()
        sent.journal.close()
        await task

    asyncio.run(run())
    sent.finish()

    assert sent.deaths == []
    seen = strict.check((sent.build.path / "live-main.m3u8").read_bytes()).segments
    shown = [name for name, _seconds, init, _tags in seen if init == "main-init-1-2.mp4"]
    whole = tmp_path / "shown.mp4"
    whole.write_bytes(b"".join((sent.build.path / name).read_bytes() for name in ["main-init-1-2.mp4", *shown]))
    frames = streams.picture_frames(whole)
    assert frames == streams.picture_frames(streams.obs())[-len(frames) :]
    assert len(frames) >= 25 * 8
    sounds = strict.check((sent.build.path / "live-sound.m3u8").read_bytes()).segments
    assert sum(seconds for _name, seconds, *_ in sounds) == pytest.approx(streams.SECONDS, abs=1.1)
    jumps = [init for *_, init, tags in sounds if "EXT-X-DISCONTINUITY:" in tags]
    assert len(jumps) == 1


def test_hole_in_the_stream_is_jumped_over(tmp_path):
    """A sender stands still for twenty seconds; its clock goes on."""
    source = tmp_path / "hole.flv"
    tags = [
        Tag(tag.kind, tag.timestamp_ms + (20_000 if tag.timestamp_ms >= 6000 else 0), tag.body)
        for tag in tags_of(streams.obs())
    ]
    source.write_bytes(flv_header() + b"".join(map(flv_tag, tags)))
    sent = Sent(source, tmp_path)

    sent.whole()

    sent.check_copied()
    seen = strict.check((sent.build.path / "source.m3u8").read_bytes()).segments
    (after,) = [tags for *_, tags in seen[1:] if tags]
    assert after == ("EXT-X-DISCONTINUITY:", "EXT-X-PROGRAM-DATE-TIME:2026-12-01T12:00:26.000Z")
    assert len(seen) == streams.SECONDS


def tags_of(source: Path) -> list[Tag]:
    with source.open("rb") as file:
        found = list(stored_tags(file))
        content = source.read_bytes()
    return [
        Tag(tag.kind, tag.timestamp_ms, content[tag.body_offset : tag.body_offset + tag.body_bytes]) for tag in found
    ]


def test_packaging_that_nobody_listens_to_goes_on(tmp_path):
    async def run() -> int:
        build, journal = LiveBuild(tmp_path / "build"), Journal(tmp_path / "part-1.flv")
        packaging = Packaging(journal, build, part=1, began_at=BEGAN_AT)
        task = asyncio.create_task(packaging.run())
        journal.append(streams.obs().read_bytes()[:60_000])
        await asyncio.sleep(0.3)
        kill(packaging)
        journal.append(streams.obs().read_bytes()[60_000:])
        journal.close()
        await task
        journal.forget()
        return build.pieces

    assert asyncio.run(run()) == streams.SECONDS


def test_second_part_of_another_sender_follows_the_first(tmp_path):
    Sent(streams.obs(), tmp_path).whole()
    second = Sent(streams.browser(), tmp_path, part=2)

    second.whole()

    seen = strict.check((second.build.path / "source.m3u8").read_bytes()).segments
    assert len(seen) == 2 * streams.SECONDS
    assert seen[streams.SECONDS][3][0] == "EXT-X-DISCONTINUITY:"
    assert seen[streams.SECONDS][2] == "main-init-2.mp4"
    assert streams.picture_frames(second.recording) == [
        *streams.picture_frames(streams.obs()),
        *streams.picture_frames(streams.browser()),
    ]


def test_nonsense_from_a_sender_ends_without_a_piece(tmp_path):
    sent = Sent(streams.obs(), tmp_path)
    sent.content = b"GET / HTTP/1.1\r\n" * 100

    sent.whole()

    assert (sent.build.pieces, sent.made, sent.deaths) == (0, [], [])


def test_stream_that_kills_every_packager_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "FIRST_PAUSE_SECONDS", 0.01)
    sent = Sent(streams.obs(), tmp_path)
    real, poisoned = sessions.Packager.feed, set()

    async def feed(packager, content):
        # whoever reads the stream from its beginning dies
        if packager is not sent.packaging.packager or sent.packaging._passed_over is None:
            poisoned.add(packager)
            raise packagers.PackagerDied("poison")
        await real(packager, content)

    monkeypatch.setattr(sessions.Packager, "feed", feed)
    sent.whole()

    assert len(poisoned) == len(sent.deaths) == 3
    assert sent.build.pieces == 1
    frames = streams.picture_frames(sent.recording)
    assert frames == streams.picture_frames(sent.source)[-len(frames) :]


def test_stream_that_kills_every_packager_to_its_end_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "FIRST_PAUSE_SECONDS", 0.01)
    sent = Sent(streams.obs(), tmp_path)

    async def feed(_packager, _content):
        raise packagers.PackagerDied("poison")

    monkeypatch.setattr(sessions.Packager, "feed", feed)
    sent.whole()

    assert (sent.build.pieces, len(sent.deaths)) == (0, 4)


def test_full_disk_is_told_and_gone_on_with_when_there_is_room(tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "FIRST_PAUSE_SECONDS", 0.01)
    sent = Sent(streams.obs(), tmp_path)
    real, refusals = LiveBuild.add, []

    def add(build, *arguments, **options):
        if build.pieces == 4 and len(refusals) < 2:
            refusals.append(1)
            raise OSError(28, "No space left on device")
        return real(build, *arguments, **options)

    monkeypatch.setattr(LiveBuild, "add", add)
    sent.whole()

    sent.check_copied()
    assert ["No space left" in death for death in sent.deaths] == [True, True]
