"""One broadcast at its node: who is shown, where it is written, when it is over, and how it goes on after a crash."""

import asyncio
import json
from dataclasses import asdict
from time import monotonic

import pytest
from django.db import OperationalError
from django.utils import timezone
from tests.live.factories import SenderFactory
from tests.live.node.here import airing_of, ran, until, wish_of
from tests.live.node.lines import Quiet, chunks
from tests.live.packaging import streams

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, SenderState
from nastavnik.live.ingest import airing as airings
from nastavnik.live.ingest import places, preview
from nastavnik.live.ingest.airing import FORGOTTEN_SECONDS, GRACE_SECONDS, RELIEF_SECONDS, Airing
from nastavnik.live.ingest.feed import BrowserFeed, Kept, RtmpFeed
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.models import Broadcast, DeskNote, Part, Sender
from nastavnik.live.services import broadcasts
from nastavnik.people.permissions import SYSTEM
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.services import begin_recording

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def now():
    return timezone.now()


class Stage:
    """A broadcast with its node, and whoever sends to it."""

    def __init__(self, broadcast) -> None:
        self.broadcast = broadcast
        self.airing: Airing = airing_of(broadcast)
        self.lines: dict[str, Quiet] = {}

    async def browser(self, session: str) -> BrowserFeed:
        sender = SenderFactory(broadcast=self.broadcast, label=session)
        feed = BrowserFeed(
            session=session,
            sender_id=sender.pk,
            token=sender.token,
            label=session,
            on_lost=self.airing.on_lost,
            on_unusable=self.airing.on_unusable,
        )
        self.lines[session] = Quiet()
        await feed.join(self.lines[session])
        await self.airing.welcome(feed)
        return feed

    async def program(self, label: str = "OBS") -> RtmpFeed:
        sender = SenderFactory(broadcast=self.broadcast, label=label)
        feed = RtmpFeed(
            sender_id=sender.pk,
            token=sender.token,
            label=label,
            on_end=self.airing.on_end,
            on_unusable=self.airing.on_unusable,
        )
        await self.airing.welcome(feed)
        return feed

    async def send(self, feed: BrowserFeed, pieces: list[bytes], first: int = 0) -> None:
        for number, content in enumerate(pieces, first):
            await feed.take_chunk(number, content, self.lines[feed.session])

    async def lose(self, feed: BrowserFeed, seconds_ago: float = 0.0) -> None:
        await feed.lose(self.lines[feed.session])
        feed.lost_at = monotonic() - seconds_ago

    async def look(self, **changes) -> None:
        """Let the airing follow what the desk wishes now."""
        await self.airing.follow(wish_of(self.broadcast, **changes))

    def go_live(self) -> None:
        Broadcast.objects.filter(pk=self.broadcast.pk).update(health_at=clock.now())
        broadcasts.go_live(actor=SYSTEM, broadcast_id=self.broadcast.pk, now=clock.now())

    def end(self) -> None:
        broadcasts.end_broadcast(actor=SYSTEM, broadcast_id=self.broadcast.pk, now=clock.now())


@pytest.fixture
def stage(broadcast):
    return Stage(broadcast)


def states() -> dict[str, str]:
    return dict(Sender.objects.values_list("label", "state"))


def codes() -> list[str]:
    return list(DeskNote.objects.order_by("pk").values_list("code", flat=True))


# --- who is shown -----------------------------------------------------------------------------------------------------


def test_first_sender_is_shown_and_the_second_waits(stage):
    async def come():
        await stage.browser("1-first")
        await stage.browser("1-second")

    ran(come())

    assert states() == {"1-first": SenderState.ON_AIR, "1-second": SenderState.WAITING}
    assert [said["state"] for said in stage.lines["1-second"].told] == ["waiting"]
    assert codes() == []


def test_sender_whom_the_desk_wants_is_shown(stage):
    async def hand_over():
        await stage.browser("1-first")
        second = await stage.browser("1-second")
        await stage.look(wanted_sender=second.token)
        await stage.look(wanted_sender=second.token)
        await asyncio.sleep(0)

    ran(hand_over())

    assert states() == {"1-first": SenderState.WAITING, "1-second": SenderState.ON_AIR}
    assert codes() == [NoteCode.TAKEN_OVER]


def test_sender_who_is_lost_is_relieved_by_who_waits_but_not_at_once(stage):
    async def lose():
        first = await stage.browser("1-first")
        await stage.browser("1-second")
        await stage.lose(first)
        await stage.look()
        before = states()
        await stage.lose(first, RELIEF_SECONDS + 1)
        await stage.look()
        return before

    assert ran(lose())["1-first"] == SenderState.LOST
    assert states() == {"1-first": SenderState.LOST, "1-second": SenderState.ON_AIR}


def test_sender_who_is_wanted_but_lost_does_not_take_the_picture_away(stage):
    async def lose():
        await stage.browser("1-first")
        second = await stage.browser("1-second")
        await stage.lose(second)
        await stage.look(wanted_sender=second.token)

    ran(lose())

    assert states() == {"1-first": SenderState.ON_AIR, "1-second": SenderState.LOST}


def test_recorder_that_does_not_come_back_is_forgotten(stage):
    async def lose():
        feed = await stage.browser("1-first")
        await stage.lose(feed, FORGOTTEN_SECONDS + 1)
        await stage.look()
        return stage.airing.feeds, stage.airing.browser("1-first")

    assert ran(lose()) == ([], None)
    assert states() == {"1-first": SenderState.GONE}


def test_sender_who_is_cut_off_hears_why(stage):
    async def cut_off():
        feed = await stage.browser("1-first")
        program = await stage.program()
        await stage.look(cut_off=frozenset({feed.token, program.token}))
        with pytest.raises(Turned):
            await program.take(None)

    ran(cut_off())

    assert stage.lines["1-first"].told[-1]["code"] == "stopped"
    assert set(states().values()) == {SenderState.GONE}
    assert codes() == [NoteCode.KEY_REVOKED] * 2


def test_signal_that_cannot_be_shown_is_told_and_its_page_is_sent_away(stage):
    async def send():
        feed = await stage.browser("1-first")
        await stage.send(feed, [b"\0" * 64])
        await stage.lose(feed)
        return stage.airing.feeds

    assert ran(send()) == []
    assert stage.lines["1-first"].told[-1]["code"] == "unusable"
    assert codes() == [NoteCode.WRONG_CODEC, NoteCode.SENDER_GONE]


def test_program_with_a_wrong_codec_hears_of_it_itself(stage):
    async def tell():
        program = await stage.program()
        await stage.airing.on_unusable(program, "")

    ran(tell())

    assert list(DeskNote.objects.values_list("details", flat=True)) == [{"label": "OBS", "codec": "?"}]


@pytest.mark.parametrize(("is_live", "code"), [(True, NoteCode.SENDER_LOST), (False, NoteCode.SENDER_GONE)])
def test_program_that_goes_is_told(is_live, code, stage):
    async def go():
        program = await stage.program()
        await stage.airing.on_end(program)
        await stage.airing.on_end(program)
        return stage.airing.shown

    if is_live:
        put_on_air(stage)
        stage.airing = airing_of(stage.broadcast)

    assert ran(go()) is None
    assert codes() == [code]


def put_on_air(stage) -> None:
    """Go on air whoever sends; the airing hears of it with its next look."""
    lesson = stage.broadcast.lesson
    video = begin_recording(actor=SYSTEM, lesson=lesson, title="Эфир", access=Access.OPEN, now=clock.now())
    changes = {"state": BroadcastState.LIVE, "live_at": clock.now(), "video": video}
    Broadcast.objects.filter(pk=stage.broadcast.pk).update(**changes)


@pytest.mark.parametrize(("is_live", "told"), [(True, [NoteCode.SENDER_LOST]), (False, [])])
def test_browser_that_is_lost_on_air_is_told(is_live, told, stage):
    if is_live:
        put_on_air(stage)
        stage.airing = airing_of(stage.broadcast)

    async def lose():
        feed = await stage.browser("1-first")
        await stage.lose(feed)

    ran(lose())

    assert codes() == told
    assert states() == {"1-first": SenderState.LOST}


def test_state_that_could_not_be_written_down_is_written_at_the_next_look(stage):
    async def come():
        stage.airing.records.troubles = [OperationalError("gone")]
        await stage.browser("1-first")
        before = states()
        await stage.look()
        return before

    assert ran(come()) == {"1-first": SenderState.WAITING}
    assert states() == {"1-first": SenderState.ON_AIR}


def test_sender_who_goes_while_the_database_is_away_is_gone_in_the_end(stage, monkeypatch):
    monkeypatch.setattr("nastavnik.live.ingest.records.PAUSE_SECONDS", 0.01)

    async def go():
        program = await stage.program()
        stage.airing.records.troubles = [OperationalError("gone"), OperationalError("gone")]
        await stage.airing.on_end(program)

    ran(go())

    assert states() == {"OBS": SenderState.GONE}


# --- before air -------------------------------------------------------------------------------------------------------


def preview_pieces(stage) -> int:
    return len(list(places.preview_of(stage.broadcast.token).glob("main-0*.m4s")))


def test_desk_sees_the_signal_before_air_until_it_begins(stage):
    async def see():
        feed = await stage.browser("1-first")
        await stage.send(feed, chunks())
        await until(lambda: preview_pieces(stage) > 2)
        stage.go_live()
        await stage.look()
        return preview_pieces(stage)

    assert ran(see()) == 0


@pytest.mark.parametrize("what", ["MOST_SECONDS", "MOST_BYTES"])
def test_preview_is_begun_anew_before_it_fills_the_disk(what, stage, monkeypatch):
    async def see():
        feed, pieces = await stage.browser("1-first"), chunks()
        await stage.send(feed, pieces[: len(pieces) // 2])
        first, path = feed.journal, feed.journal.path
        monkeypatch.setattr(preview, what, 0)
        await stage.look()
        monkeypatch.setattr(preview, what, 10**12)
        await stage.look()
        await stage.send(feed, pieces[len(pieces) // 2 :], len(pieces) // 2)
        await until(lambda: preview_pieces(stage) > 0)
        size = path.stat().st_size
        await stage.airing.leave()
        return first.is_closed, size

    is_closed, size = ran(see())

    assert is_closed
    assert size < sum(map(len, chunks())) * 2 / 3


def test_nothing_is_written_before_air_when_the_disk_is_full(stage):
    async def see():
        feed, pieces = await stage.browser("1-first"), chunks()
        await stage.send(feed, pieces[:60])
        size = feed.journal.size
        stage.airing.watcher.is_disk_full = True
        await stage.look()
        await stage.send(feed, pieces[60:], 60)
        await stage.airing.leave()
        return size, feed.journal

    size, journal = ran(see())

    assert size > 0
    assert journal is None
    path = places.home_of(stage.broadcast.token) / "preview.webm"
    assert path.stat().st_size == size


def test_second_preview_takes_the_place_of_the_first(stage):
    async def see():
        first = await stage.browser("1-first")
        await stage.send(first, chunks())
        await until(lambda: preview_pieces(stage) > 2)
        second = await stage.browser("1-second")
        await stage.look(wanted_sender=second.token)
        await stage.send(second, chunks())
        await until(lambda: first.journal is None and preview_pieces(stage) > 2)
        await stage.send(first, [b"", *chunks()[1:3]], len(chunks()))
        is_open = stage.lines["1-first"].is_open
        await stage.airing.put_away()
        return is_open, preview_pieces(stage), stage.airing.home.exists()

    assert ran(see()) == (True, 0, False)


# --- on air -----------------------------------------------------------------------------------------------------------


def test_broadcast_from_a_browser_becomes_its_recording(stage):
    async def broadcast():
        feed, pieces = await stage.browser("1-first"), chunks()
        await stage.send(feed, pieces[:40])
        stage.go_live()
        await stage.look()
        await stage.send(feed, pieces[40:], 40)
        await until(lambda: stage.airing.build.pieces > 3)
        await stage.look()
        stage.end()
        await stage.look()
        return stage.airing.build.pieces

    pieces = ran(broadcast())

    video, (part,) = Video.objects.get(), Part.objects.all()
    assert video.state == VideoState.PLAYABLE
    assert pieces > 3
    assert abs(part.duration_seconds - video.duration_seconds) < 0.1
    assert part.sender.label == "1-first"
    assert stage.airing.is_finished
    assert not stage.airing.home.exists()
    assert stage.lines["1-first"].told[-1]["code"] == "over"
    assert [said["is_live"] for said in stage.lines["1-first"].told if said["type"] == "state"] == [False, True]
    assert Broadcast.objects.get().finished_at is not None


def test_second_sender_begins_a_part_of_its_own_without_a_break(stage):
    async def broadcast():
        first, second, pieces = await stage.browser("1-first"), await stage.browser("1-second"), chunks()
        half = len(pieces) // 2
        put_on_air(stage)
        await stage.look()
        await stage.send(first, pieces[:half])
        await stage.look(wanted_sender=second.token)
        assert first.journal is not None, "it is shown until the other's key frame is there"
        await stage.send(second, pieces)
        assert first.journal is None
        await until(lambda: Part.objects.count() == 2 and stage.airing.build.part == 2)
        stage.end()
        await stage.look()

    ran(broadcast())

    parts = list(Part.objects.order_by("number").values_list("number", "sender__label", "offset_seconds"))
    assert [part[:2] for part in parts] == [(1, "1-first"), (2, "1-second")]
    assert parts[1][2] > 2


def test_recorder_that_is_lost_too_long_goes_on_in_another_part(stage):
    async def broadcast():
        feed, pieces = await stage.browser("1-first"), chunks()
        half = len(pieces) // 2
        put_on_air(stage)
        await stage.look()
        await stage.send(feed, pieces[:half])
        await stage.lose(feed, GRACE_SECONDS - 5)
        await stage.look()
        assert feed.journal is not None
        await stage.lose(feed, GRACE_SECONDS + 5)
        await stage.look()
        assert feed.journal is None
        await feed.join(stage.lines["1-first"])
        await stage.airing.welcome(feed)
        await stage.send(feed, pieces[half:], half)
        await until(lambda: stage.airing.build.part == 2)
        stage.end()
        await stage.look()

    ran(broadcast())

    assert list(Part.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_part_begins_although_the_database_was_away(stage, monkeypatch):
    monkeypatch.setattr("nastavnik.live.ingest.records.PAUSE_SECONDS", 0.01)

    async def broadcast():
        feed = await stage.browser("1-first")
        put_on_air(stage)
        await stage.look()
        stage.airing.records.troubles = [OperationalError("gone")]
        await stage.send(feed, chunks())
        await until(lambda: stage.airing.build.pieces > 3)
        stage.end()
        await stage.look()

    ran(broadcast())

    assert Part.objects.get().duration_seconds > 3


def test_broadcast_that_was_never_sent_to_has_no_recording(stage):
    async def broadcast():
        put_on_air(stage)
        await stage.look()
        stage.end()
        await stage.look()
        await stage.look()

    ran(broadcast())

    broadcast = Broadcast.objects.get()
    assert broadcast.finished_at is not None
    assert broadcast.video is None or broadcast.video.state != VideoState.PLAYABLE


def test_no_piece_is_made_while_another_node_may_have_the_broadcast(stage):
    async def broadcast():
        feed = await stage.browser("1-first")
        put_on_air(stage)
        stage.airing.lease._has_rivals = lambda: True
        stage.airing.lease.renewed(monotonic() - 60)
        await stage.look()
        await stage.send(feed, chunks())
        await asyncio.sleep(1.5)
        before = stage.airing.build.pieces
        stage.airing.lease.renewed(monotonic())
        await until(lambda: stage.airing.build.pieces > 3)
        await stage.airing.leave()
        return before

    assert ran(broadcast()) == 0


def test_broadcast_that_another_node_has_is_left_at_once(stage):
    async def broadcast():
        feed = await stage.browser("1-first")
        put_on_air(stage)
        stage.airing.lease._has_rivals = lambda: True
        stage.airing.lease.renewed(monotonic() - 60)
        await stage.look()
        await stage.send(feed, chunks())
        await asyncio.sleep(1.5)
        await asyncio.wait_for(stage.airing.leave(), 10)
        return stage.airing.build.pieces

    assert ran(broadcast()) == 0


def test_sender_who_comes_when_it_ends_is_sent_away(stage):
    async def come():
        put_on_air(stage)
        stage.end()
        await stage.look()
        feed = await stage.browser("1-first")
        return feed in stage.airing.feeds

    ran(come())

    assert stage.airing.is_finished


# --- after a crash ----------------------------------------------------------------------------------------------------


def left_behind(stage, content: bytes, **kept) -> None:
    """Leave a journal as a killed node does."""
    path = places.home_of(stage.broadcast.token) / "part-1.webm"
    journal = Journal(path)
    for number in range(0, len(content), 4000):
        journal.append_chunk(number // 4000, content[number : number + 4000])
    journal.forget()
    if kept:
        words = {"session": "1-first", "sender_id": 0, "sender_token": "t", "label": "1-first", "first_chunk": 0}
        text = json.dumps(asdict(Kept(**words | {"zero_at": clock.now().timestamp() - 60} | kept)))
        path.with_suffix(".session").write_text(text)


def test_browser_goes_on_in_the_same_part_after_a_crash(stage):
    sender = SenderFactory(broadcast=stage.broadcast, label="1-first", state=SenderState.ON_AIR)
    put_on_air(stage)
    pieces = chunks()

    async def leave():
        left_behind(stage, b"".join(pieces[:-20]), sender_id=sender.pk, sender_token=sender.token)

    async def go_on():
        await leave()
        stage.airing = airing_of(stage.broadcast)
        await stage.airing.recover()
        feed = stage.airing.browser("1-first")
        assert feed is not None
        gone, first = states(), feed.next_chunk
        stage.lines["1-first"] = Quiet()
        await feed.join(stage.lines["1-first"])
        await stage.airing.welcome(feed)
        await stage.send(feed, pieces[first:], first)
        stage.end()
        await stage.look()
        return gone, first

    gone, first = ran(go_on())

    assert gone == {"1-first": SenderState.GONE}
    assert first == len(pieces) - 20
    (part,) = Part.objects.all()
    assert abs(part.duration_seconds - streams.SECONDS) < 0.3


@pytest.mark.parametrize("is_over", [True, False])
def test_journal_of_a_program_is_brought_in_after_a_crash(is_over, stage):
    put_on_air(stage)

    async def go_on():
        left_behind(stage, b"".join(chunks()))
        if is_over:
            stage.end()
        stage.airing = airing_of(stage.broadcast)
        await stage.airing.recover()
        await stage.airing.stretch.wait()
        if not is_over:
            assert stage.airing.feeds == []
            stage.end()
        await stage.look()

    ran(go_on())

    assert Video.objects.get().state == VideoState.PLAYABLE
    assert abs(Part.objects.get().duration_seconds - streams.SECONDS) < 0.3


def test_nothing_is_recovered_before_air(stage):
    async def recover():
        left_behind(stage, b"".join(chunks()[:3]))
        await stage.airing.recover()
        return stage.airing.build, stage.airing.stretch

    assert ran(recover()) == (None, None)


def test_recorded_parts_are_not_brought_in_again(stage):
    put_on_air(stage)

    async def broadcast():
        stage.airing = airing_of(stage.broadcast)
        feed = await stage.browser("1-first")
        await stage.look()
        await stage.send(feed, chunks())
        await until(lambda: stage.airing.build.pieces > 5)
        await stage.airing.leave()
        before = stage.airing.build.pieces
        (stage.airing.home / "part-1.webm").rename(stage.airing.home / "part-0.webm")
        again = airing_of(stage.broadcast)
        await again.recover()
        await again.leave()
        return before, again.build.pieces, again.last_number

    before, after, number = ran(broadcast())

    assert before == after
    assert number == 1


# --- the end without the desk -----------------------------------------------------------------------------------------


def test_end_by_itself_is_followed_at_the_next_look(stage):
    async def end():
        put_on_air(stage)
        await stage.look()
        await stage.airing.end_by_itself(EndReason.ABANDONED)
        await stage.look()
        return stage.airing.is_finished

    assert ran(end())
    assert Broadcast.objects.get().ended_because == EndReason.ABANDONED
    assert airings.IDLE_SECONDS > 0
