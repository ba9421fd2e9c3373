"""A node: who may come in."""

import asyncio

import pytest
from django.utils import timezone
from tests.live.factories import BroadcastFactory, IngestNodeFactory
from tests.live.node.broadcasting import admitted, refusal_of, turned_away
from tests.live.node.here import node_of, ran, started, until
from tests.live.node.lines import Quiet, browser_at, chunks, ticket
from tests.programme.factories import LessonFactory

from nastavnik.live.enums import NoteCode, SenderState
from nastavnik.live.ingest import airing as airings
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.ingest.rtmp.words import Code
from nastavnik.live.ingest.words import BUSY, CROWDED, OVER, STOPPED
from nastavnik.live.models import DeskNote, Sender, StreamKey
from nastavnik.live.services import air

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def another(school):
    """Makes more broadcasts of the school."""

    def make(**fields):
        lesson = LessonFactory(announced=True, cycle__programme__school=school)
        return BroadcastFactory(lesson=lesson, **fields)

    return make


# --- browsers ---------------------------------------------------------------------------------------------------------


def test_browser_is_taken_in_and_goes_on_where_it_was(broadcast, methodist):
    found = {"broadcast_id": broadcast.pk, "user_id": methodist.pk}

    async def send():
        async with started(node_of()) as node:
            async with browser_at(node.link.port, ticket(**found)) as browser:
                first = await browser.hear("ready")
                for number, content in enumerate(chunks()[:5]):
                    await browser.send(number, content)
            async with browser_at(node.link.port, ticket(**found)) as browser:
                return first, await browser.hear("ready"), await browser.send(4, b"again"), Sender.objects.get().state

    first, again, ack, state = ran(send())

    sender = Sender.objects.get()
    assert (first["next"], again["next"], ack["next"]) == (0, 5, 5)
    assert first["sender"] == again["sender"] == sender.token
    assert (sender.user, sender.label) == (methodist, "Камера")
    assert (first["state"], first["is_live"], state) == ("on_air", False, SenderState.ON_AIR)


def test_browser_that_says_bye_is_gone_at_once(broadcast, methodist):
    async def send():
        async with started(node_of()) as node:
            async with browser_at(node.link.port, ticket(broadcast_id=broadcast.pk, user_id=methodist.pk)) as browser:
                await browser.hear("ready")
                await browser.line.send('{"type": "bye"}')
                await until(lambda: Sender.objects.get().state == SenderState.GONE)
            return [len(airing.feeds) for airing in node.airings.values()]

    assert ran(send()) == [0]
    assert NoteCode.SENDER_GONE in DeskNote.objects.values_list("code", flat=True)


def test_two_connections_of_one_recorder_at_once_are_one_sender(broadcast, methodist):
    async def send():
        async with started(node_of()) as node:
            lines = [Quiet(), Quiet()]
            tickets = [ticket(broadcast_id=broadcast.pk, user_id=methodist.pk) for _line in lines]
            feeds = await asyncio.gather(*(node.join(*pair) for pair in zip(tickets, lines, strict=True)))
            return feeds, lines

    feeds, lines = ran(send())

    assert feeds[0] is feeds[1]
    assert Sender.objects.count() == 1
    assert [line.is_open for line in lines].count(True) <= 1


def test_browser_is_refused_when_the_school_takes_in_enough(broadcast, another, methodist):
    async def come():
        async with started(node_of(most_broadcasts=1)) as node:
            assert await node.join(ticket(broadcast_id=another().pk, user_id=methodist.pk), Quiet()) is not None
            line = Quiet()
            assert await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), line) is None
            return line.told[-1]["code"]

    assert ran(come()) == BUSY


def test_browser_is_refused_when_another_node_has_the_broadcast(broadcast, methodist, now):
    air.claim(broadcast_id=broadcast.pk, node_id=IngestNodeFactory().pk, now=now)

    assert ran(refusal_of(node_of(), broadcast_id=broadcast.pk, user_id=methodist.pk)) == BUSY
    assert not Sender.objects.exists()


def test_browser_is_refused_when_the_broadcast_is_over(broadcast, methodist):
    async def come():
        async with started(node_of()) as node:
            await node.airing_of(broadcast.pk)
            node.airings[broadcast.pk].is_finished = True
            line = Quiet()
            assert await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), line) is None
            return line.told[-1]["code"]

    assert ran(come()) == OVER


def test_browser_that_was_cut_off_does_not_come_back(broadcast, methodist):
    async def come():
        async with started(node_of()) as node:
            feed = await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), Quiet())
            airing = node.airings[broadcast.pk]
            known = {name: getattr(airing.wish, name) for name in air.Wish.__slots__}
            airing.wish = air.Wish(**known | {"cut_off": frozenset({feed.token})})
            line = Quiet()
            assert await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), line) is None
            return line.told[-1]["code"]

    assert ran(come()) == STOPPED


def test_crowd_of_recorders_is_refused_but_lost_ones_give_their_places_up(broadcast, methodist, monkeypatch):
    monkeypatch.setattr(airings, "MOST_FEEDS", 2)

    async def come():
        async with started(node_of()) as node:

            async def join(session, line):
                found = ticket(broadcast_id=broadcast.pk, user_id=methodist.pk, session=session)
                return await node.join(found, line)

            first, second, third = Quiet(), Quiet(), Quiet()
            shown, waiting = await join("1-a", first), await join("1-b", second)
            assert await join("1-c", third) is None
            await waiting.lose(second)
            assert await join("1-c", third) is not None
            await shown.lose(first)
            return (
                third.told[0]["code"],
                await join("1-d", Quiet()),
                [feed.session for feed in node.airings[broadcast.pk].feeds],
            )

    code, refused, sessions = ran(come())

    assert code == CROWDED
    assert refused is None, "the one who is shown may come back"
    assert sessions == ["1-a", "1-c"]


# --- programs ---------------------------------------------------------------------------------------------------------


def test_program_with_a_key_is_taken_in(broadcast, stream_key):
    async def come(node):
        feed = await node.admit(app="live", key=f"{stream_key}?token=x", peer="198.51.100.7")
        return feed.key_id, feed.label, [found.state for found in Sender.objects.all()]

    key = StreamKey.objects.get()
    assert admitted(come) == (key.pk, "Ноутбук", [SenderState.ON_AIR])
    key.refresh_from_db()
    assert key.used_at is not None


def test_program_with_a_wrong_key_counts_as_a_guess(broadcast, stream_key):
    assert turned_away("of-nobody") == [Code.BAD_NAME]


def test_second_program_with_one_key_is_turned_away(broadcast, stream_key):
    assert turned_away(stream_key, stream_key) == [Code.DENIED]


def test_programs_with_one_key_at_the_same_moment_are_one(broadcast, stream_key):
    async def come(node):
        both = (node.admit(app="live", key=stream_key, peer=peer) for peer in ("::1", "::2"))
        return [type(came) for came in await asyncio.gather(*both, return_exceptions=True)]

    assert sorted(kind.__name__ for kind in admitted(come)) == ["RtmpFeed", "Turned"]
    assert Sender.objects.count() == 1


def test_program_is_turned_away_when_the_school_takes_in_enough(broadcast, stream_key):
    assert turned_away(stream_key, most_broadcasts=0) == [Code.DENIED]


def test_program_is_turned_away_from_a_crowd(broadcast, stream_key, monkeypatch):
    monkeypatch.setattr(airings, "MOST_FEEDS", 0)

    assert turned_away(stream_key) == [Code.DENIED]
    assert not Sender.objects.exists()


@pytest.mark.parametrize("when", ["before", "while"])
def test_program_is_turned_away_when_the_broadcast_ends_meanwhile(when, broadcast, stream_key, monkeypatch):
    async def come(node):
        airing = await node.airing_of(broadcast.pk)
        welcome = airing.welcome

        async def end_meanwhile(feed):
            await welcome(feed)
            airing.is_finished = True

        if when == "before":
            airing.is_finished = True
        else:
            monkeypatch.setattr(airing, "welcome", end_meanwhile)
        with pytest.raises(Turned) as turned:
            await node.admit(app="live", key=stream_key, peer="::1")
        return turned.value.description

    assert "over" in admitted(come)
