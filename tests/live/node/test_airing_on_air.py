"""One broadcast at its node: where it is written, how it goes on after a crash, when it is over."""

import asyncio
import os
import signal
from time import monotonic

import pytest
from django.db import OperationalError
from tests.fakes.bucket import Bucket
from tests.live.factories import SenderFactory
from tests.live.node.here import airing_of, ran, until
from tests.live.node.lines import Quiet, chunks
from tests.live.node.staging import Stage, codes, left_behind, put_on_air, states
from tests.live.packaging import streams

from nastavnik.live.enums import EndReason, NoteCode, SenderState
from nastavnik.live.ingest import airing as airings
from nastavnik.live.ingest.airing import GRACE_SECONDS
from nastavnik.live.models import Broadcast, Part
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Video

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def stage(broadcast):
    return Stage(broadcast)


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


def test_packager_that_dies_is_told_and_followed_by_another(stage):
    async def broadcast():
        feed, pieces = await stage.browser("1-first"), chunks()
        put_on_air(stage)
        await stage.look()
        await stage.send(feed, pieces[:100])
        await until(lambda: stage.airing.build.pieces > 2)
        os.kill(stage.airing.stretch.packaging.packager.pid, signal.SIGKILL)
        await stage.send(feed, pieces[100:], 100)
        await until(lambda: codes() == [NoteCode.PACKAGER_DIED])
        stage.end()
        await stage.look()

    ran(broadcast())

    assert abs(Part.objects.get().duration_seconds - streams.SECONDS) < 0.3


def test_broadcast_with_a_bucket_is_in_it_when_it_is_handed_over(stage, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.fakes.bucket.Bucket"}}
    Bucket.contents = {}

    async def broadcast():
        feed, pieces = await stage.browser("1-first"), chunks()
        await stage.send(feed, pieces[:100])
        put_on_air(stage)
        await stage.look()
        await stage.send(feed, pieces[100:], 100)
        await until(lambda: stage.airing.build.pieces > 2)
        stage.end()
        await stage.look()

    ran(broadcast())

    names = {name.rpartition("/")[2] for name in Bucket.contents}
    assert Video.objects.get().state == VideoState.PLAYABLE
    assert {"master.m3u8", "source.m3u8", "main-000001.m4s"} <= names
    assert not list((settings.DATA_DIR / "live").iterdir())
    Bucket.contents = {}


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
