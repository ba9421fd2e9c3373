"""A node: whose broadcasts it looks after, and that none waits for another."""

import asyncio
import os
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from tests.live.factories import BroadcastFactory, IngestNodeFactory, SenderFactory
from tests.live.ingest.a_school import free_port
from tests.live.node.broadcasting import admitted, leased_to, put_on_air
from tests.live.node.here import node_of, ran, started, until
from tests.live.node.lines import Quiet, chunks, ticket
from tests.programme.factories import LessonFactory

from nastavnik.core import clock
from nastavnik.live.enums import NoteCode, SenderState
from nastavnik.live.ingest import airing as airings
from nastavnik.live.ingest import node as nodes
from nastavnik.live.models import Broadcast, DeskNote, IngestNode, StreamKey
from nastavnik.live.services import air, keys
from nastavnik.people.permissions import SYSTEM

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


# --- its broadcasts ---------------------------------------------------------------------------------------------------


def test_look_follows_every_broadcast_and_none_waits_for_another(broadcast, another, monkeypatch):
    slow, quick = broadcast.pk, another().pk

    async def look():
        async with started(node_of()) as node:
            for broadcast_id in (slow, quick):
                await node.airing_of(broadcast_id)
            followed, may_go_on = [], asyncio.Event()

            async def wait(_wish):
                followed.append("slow")
                await may_go_on.wait()

            async def note(_wish):
                followed.append("quick")

            monkeypatch.setattr(node.airings[slow], "follow", wait)
            monkeypatch.setattr(node.airings[quick], "follow", note)
            for _time in range(3):
                await node.look()
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            before = list(leased_to())
            Broadcast.objects.update(leased_until=clock.now() + timedelta(seconds=1))
            await node.beat()
            until = Broadcast.objects.get(pk=slow).leased_until
            may_go_on.set()
            return followed, before, until - clock.now()

    followed, leased, left = ran(look())

    assert followed.count("slow") == 1
    assert followed.count("quick") == 3
    assert leased == ["here", "here"]
    assert left > timedelta(seconds=5), "leases are kept whatever takes long"


def test_broadcast_that_cannot_be_followed_is_followed_again(broadcast, monkeypatch):
    async def look():
        async with started(node_of()) as node:
            airing = await node.airing_of(broadcast.pk)
            troubles = [ValueError("odd"), OperationalError("gone")]

            async def fail(_wish):
                if troubles:
                    raise troubles.pop()

            monkeypatch.setattr(airing, "follow", fail)
            await until(lambda: not troubles, step=node.look)
            return broadcast.pk in node.airings

    assert ran(look())


def test_broadcast_that_was_deleted_is_left(broadcast):
    async def look():
        async with started(node_of()) as node:
            airing = await node.airing_of(broadcast.pk)
            Broadcast.objects.all().delete()
            await node.look()
            await until(lambda: airing.is_finished)
            await node.look()
            return node.airings

    assert ran(look()) == {}


def test_broadcast_before_air_without_senders_gives_its_place_up(broadcast, methodist, monkeypatch):
    async def look():
        async with started(node_of()) as node:
            line = Quiet()
            feed = await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), line)
            for number, content in enumerate(chunks()):
                await feed.take_chunk(number, content, line)
            airing = node.airings[broadcast.pk]
            assert list(airing.home.iterdir())
            monkeypatch.setattr(airings, "IDLE_SECONDS", 0.0)
            await node.look()
            await asyncio.sleep(0.1)
            assert node.airings, "somebody sends"
            feed.is_leaving = True
            await feed.lose(line)
            await until(lambda: not node.airings, step=node.look)
            return airing.home.exists(), leased_to()

    assert ran(look()) == (False, [])


def test_broadcast_of_a_dead_node_is_taken_over(broadcast, now):
    put_on_air(broadcast)
    dead = IngestNodeFactory(beat_at=now - timedelta(minutes=1))
    air.claim(broadcast_id=broadcast.pk, node_id=dead.pk, now=now - timedelta(minutes=1))

    async def take_over():
        async with started(node_of()) as node:
            await until(lambda: broadcast.pk in node.airings, step=node.beat)
            return leased_to()

    assert ran(take_over()) == ["here"]
    assert list(DeskNote.objects.values_list("code", "details")) == [(NoteCode.NODE_TOOK_OVER, {"node": "here"})]


def test_broadcast_that_cannot_be_taken_over_now_is_tried_again(broadcast, monkeypatch):
    put_on_air(broadcast)
    tries = []

    async def fail(self):
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk is away")

    monkeypatch.setattr(airings.Airing, "recover", fail)

    async def take_over():
        async with started(node_of()) as node:
            await until(lambda: broadcast.pk in node.airings, step=node.beat)

    ran(take_over())

    assert len(tries) == 2


def test_lost_lease_is_noticed_and_nothing_more_is_done(broadcast, methodist, now):
    async def lose():
        async with started(node_of()) as node:
            line = Quiet()
            await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), line)
            airing = node.airings[broadcast.pk]
            Broadcast.objects.update(node=IngestNodeFactory(), leased_until=now + timedelta(minutes=1))
            await node.beat()
            await until(lambda: airing.is_finished)
            return line.is_open, node.airings

    assert ran(lose()) == (False, {})


def test_node_is_sure_of_its_lease_while_it_is_renewed(broadcast, another, monkeypatch):
    IngestNodeFactory(name="rival")

    async def keep():
        async with started(node_of()) as node:
            airing = await node.airing_of(broadcast.pk)
            assert node.has_rivals
            airing.lease.renewed(-1000.0)
            before = airing.lease.is_sure
            await node.beat()
            return before, airing.lease.is_sure

    assert ran(keep()) == (False, True)


def test_senders_of_a_killed_node_are_forgotten_when_it_comes_back(broadcast, stream_key, now):
    node = air.beat(name="here", address="ws://1", encoding_speed=0, now=now)
    air.claim(broadcast_id=broadcast.pk, node_id=node, now=now)
    SenderFactory(broadcast=broadcast, key=StreamKey.objects.get(), state=SenderState.ON_AIR)

    async def come(node):
        return await node.admit(app="live", key=stream_key, peer="::1")

    assert admitted(come) is not None


def test_stop_leaves_everything_to_whoever_comes_next(broadcast, methodist):
    async def stop():
        line = Quiet()
        async with started(node_of()) as node:
            await node.join(ticket(broadcast_id=broadcast.pk, user_id=methodist.pk), line)
            before = leased_to()
        return before, line.is_open, leased_to()

    assert ran(stop()) == (["here"], False, [])


# --- its life ---------------------------------------------------------------------------------------------------------


def test_run_goes_on_while_the_database_does_not_answer(broadcast, monkeypatch):
    monkeypatch.setattr(nodes, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(nodes, "LOOK_SECONDS", 0.02)

    async def live():
        node, stopping = node_of(), asyncio.Event()
        async with started(node):
            node.records.troubles = [OperationalError("gone"), InterfaceError("closed"), OperationalError("gone")]
            running = asyncio.create_task(node.run(stopping))
            beats = node.records.asked.count("beat")
            await until(lambda: node.records.asked.count("beat") > beats + 4)
            stopping.set()
            await running

    ran(live())


def test_run_ends_with_an_error_that_nobody_expected(broadcast):
    async def live():
        async with started(node_of()) as node:
            node.records.troubles = [ValueError("odd")]
            await node.run(asyncio.Event())

    with pytest.raises(ValueError, match="odd"):
        ran(live())


@pytest.mark.parametrize(("address", "told"), [("", "ws://127.0.0.1:"), ("ws://10.0.0.5:8765", "ws://10.0.0.5:8765")])
def test_node_tells_where_it_is_reached(address, told):
    async def start():
        async with started(node_of(address=address)) as node:
            return IngestNode.objects.get().address, node.link.port

    found, port = ran(start())

    assert found == (told if address else f"{told}{port}")


def test_node_without_its_port_takes_browsers_in_all_the_same():
    async def start():
        async with started(node_of(rtmp_port=0)):
            taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
            port = taken.sockets[0].getsockname()[1]
            async with started(node_of("second", rtmp_port=port)) as node:
                rtmp = node.rtmp
            taken.close()
            await taken.wait_closed()
            return rtmp

    assert ran(start()) is None


def test_node_begins_by_deleting_what_a_killed_one_left(broadcast, settings):
    left = settings.DATA_DIR / "live" / broadcast.token
    left.mkdir(parents=True)
    (left / "preview.webm").write_text("tried before air")
    os.utime(left, (0, 0))

    async def start():
        async with started(node_of()):
            pass

    ran(start())

    assert not left.exists()


def test_node_listens_for_programs():
    async def start():
        port = free_port()
        async with started(node_of(rtmp_port=port)) as node:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return node.rtmp.port == port

    assert ran(start())


@pytest.mark.parametrize(("speed", "can"), [(0.0, None), (0.5, False), (9.0, True)])
def test_smaller_picture_is_made_where_it_was_measured(speed, can):
    node = node_of()
    node.encoding_speed = speed

    assert node.can_encode() is can
    assert nodes.usual_name()


def test_keys_of_the_school_open_its_own_broadcasts(broadcast, another, stream_key):
    other = another()
    _row, key = keys.make_key(actor=SYSTEM, broadcast_id=other.pk, label="Второй", now=clock.now())

    async def come(node):
        await node.admit(app="live", key=stream_key, peer="::1")
        await node.admit(app="live", key=key, peer="::1")
        return {broadcast_id: [feed.label for feed in airing.feeds] for broadcast_id, airing in node.airings.items()}

    assert admitted(come) == {broadcast.pk: ["Ноутбук"], other.pk: ["Второй"]}
