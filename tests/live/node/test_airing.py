"""One broadcast at its node: who is shown, and what is seen of it before air."""

import asyncio

import pytest
from django.db import OperationalError
from tests.live.node.here import airing_of, ran, until
from tests.live.node.lines import chunks
from tests.live.node.staging import Stage, codes, preview_pieces, put_on_air, states

from nastavnik.live.enums import NoteCode, SenderState
from nastavnik.live.ingest import places, preview
from nastavnik.live.ingest.airing import FORGOTTEN_SECONDS, RELIEF_SECONDS
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.models import DeskNote

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def stage(broadcast):
    return Stage(broadcast)


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
