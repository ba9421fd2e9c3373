"""What the hub and its feeds do when things go wrong, and how several processes share a Redis."""

import asyncio
import shutil
import subprocess
import time
from functools import partial

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from redis import Redis
from tests.live.room.factories import MemberFactory
from tests.live.room.listening import Ear, in_thread, listen, texts

from nastavnik.config.asgi import application
from nastavnik.config.env import read_env
from nastavnik.core import clock
from nastavnik.live.asgi import feed as feeds
from nastavnik.live.asgi import hub as hubs
from nastavnik.live.asgi.feed import Backlog, Client, Feed, Listener, Piece
from nastavnik.live.models import Broadcast, RoomEvent
from nastavnik.live.services.room import bell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_of_threads")]


@pytest.fixture
def redis_url(settings, tmp_path):
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here")
    path = tmp_path / "redis"
    words = ["--port", "0", "--unixsocket", str(path), "--save", ""]
    with subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, cwd=tmp_path) as process:
        while not path.exists():
            time.sleep(0.02)
        yield use_redis(settings, tmp_path, f"unix://{path}")
        bell._redis(f"unix://{path}").close()
        process.terminate()


def use_redis(settings, tmp_path, url):
    settings.ENV = read_env({"NASTAVNIK_DATA": str(tmp_path), "SECRET_KEY": "x", "REDIS_URL": url})
    return url


@pytest.fixture
def address(room):
    return f"/live/events/{room.token}/"


def write_past_the_bell(room, number, text):
    words = {"room": room, "kind": "said", "subject": f"s{number}", "member": MemberFactory(room=room)}
    RoomEvent.objects.create(number=number, payload={"text": text}, at=clock.now(), **words)


def test_ring_is_heard_here_and_elsewhere_after_the_commit(room, redis_url):
    heard = []
    bell.listen(heard.append)
    with Redis.from_url(redis_url) as redis, redis.pubsub(ignore_subscribe_messages=True) as elsewhere:
        elsewhere.subscribe(bell.CHANNEL)
        elsewhere.get_message(timeout=5)
        with transaction.atomic():
            bell.ring_after_commit(room.pk)
            assert heard == []
        message = elsewhere.get_message(timeout=5)
    bell.stop_listening(heard.append)
    bell.ring(room.pk)

    assert heard == [room.pk]
    assert int(message["data"]) == room.pk


def test_ring_without_its_redis_harms_nobody(room, settings, tmp_path):
    use_redis(settings, tmp_path, f"unix://{tmp_path}/nothing")

    bell.ring(room.pk)


def test_room_hears_other_processes_by_redis(room, address, redis_url, monkeypatch):
    monkeypatch.setattr(hubs, "LOOK_SECONDS_WITH_REDIS", 60)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        await asyncio.sleep(0.3)
        with Redis.from_url(redis_url) as elsewhere:
            for number in (1, 2):
                await in_thread(partial(write_past_the_bell, room, number, f"Слово {number}"))
                await in_thread(elsewhere.publish, channel=bell.CHANNEL, message=room.pk)
                await ear.until(lambda ear: len(ear.events()) >= 1)
            await in_thread(elsewhere.publish, channel=bell.CHANNEL, message=0)
        await ear.until(lambda ear: len(ear.events()) == 2)
        await ear.leave()
        assert texts(ear) == ["Слово 1", "Слово 2"]

    listen(scenario)


def test_room_looks_for_itself_while_redis_is_away(room, address, settings, tmp_path, monkeypatch):
    use_redis(settings, tmp_path, f"unix://{tmp_path}/nothing")
    monkeypatch.setattr(hubs, "LOOK_SECONDS_WITH_REDIS", 0.1)
    monkeypatch.setattr(hubs, "REDIS_PAUSE_SECONDS", 0.01)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        await in_thread(partial(write_past_the_bell, room, 1, "Слово"))
        await ear.until(lambda ear: ear.events())
        await ear.leave()

    listen(scenario)


def test_room_goes_on_after_the_database_failed(room, address, monkeypatch):
    failures = [DatabaseError("it is busy")]
    monkeypatch.setattr(feeds, "counts_of", partial(failing_first, feeds.counts_of, failures))
    monkeypatch.setattr(feeds, "COUNTS_SECONDS", 0.05)

    async def scenario():
        failures.clear()
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        failures.append(DatabaseError("it is busy"))
        await asyncio.sleep(0.6)
        await in_thread(partial(write_past_the_bell, room, 1, "Слово"))
        await ear.until(lambda ear: ear.events())
        await ear.leave()
        assert not failures

    listen(scenario)


def failing_first(call, failures, *words):
    if failures:
        raise failures.pop()
    return call(*words)


def test_room_that_is_deleted_lets_everybody_go(room, address, monkeypatch):
    monkeypatch.setattr(feeds, "COUNTS_SECONDS", 0.05)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        await in_thread(Broadcast.objects.all().delete)
        await ear.until(lambda ear: ear.is_over)
        late = Ear(address)
        await late.until(lambda ear: ear.status)
        assert late.status == 404
        await late.leave()

    listen(scenario)


def test_room_deleted_before_its_feed_began_is_not_found(room):
    async def scenario():
        await in_thread(Broadcast.objects.all().delete)
        hub = hubs.hub()
        for _time in range(2):
            with pytest.raises(ObjectDoesNotExist):
                await hub.join(Listener(room.pk), None)
        assert hub.client_count() == 0

    listen(scenario)


def test_browser_whose_beginning_failed_is_forgotten(room, monkeypatch):
    def fail(*_words):
        raise DatabaseError("it is busy")

    async def scenario():
        feed = Feed(room.pk, process="web-1", look_seconds=1)
        feed.number = feed.backlog.floor = 9
        monkeypatch.setattr(feeds, "events_after", fail)
        with pytest.raises(DatabaseError):
            await feed.join(Listener(room.pk), 3)
        assert not feed.clients

    listen(scenario)


def test_silence_is_broken_by_comments(room, address, monkeypatch):
    monkeypatch.setattr(feeds, "COMMENT_SECONDS", 0.1)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: "\n\n:\n\n" in ear.text)
        await ear.leave()

    listen(scenario)


def test_long_log_is_read_piece_by_piece(room, address, monkeypatch):
    monkeypatch.setattr(feeds, "READ_AT_ONCE", 2)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        for number in range(1, 6):
            await in_thread(partial(write_past_the_bell, room, number, f"Слово {number}"))
        await ear.until(lambda ear: len(ear.events()) == 5)
        await ear.leave()

    listen(scenario)


def test_listener_that_came_as_the_feed_ended_gets_another(room, monkeypatch):
    async def scenario():
        hub = hubs.hub()
        feed, _client = await hub.join(Listener(room.pk), None)

        async def join_as_it_ends(listener, _after):
            feed.end()
            hub._feeds.pop(room.pk)
            return Client(listener)

        monkeypatch.setattr(feed, "join", join_as_it_ends)
        other, client = await hub.join(Listener(room.pk), None)
        assert other is not feed
        assert client in other.clients

    listen(scenario)


def test_everybody_is_let_go_when_the_server_is_gone(room, address, monkeypatch):
    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        monkeypatch.setattr(feeds.os, "getppid", lambda: 1)
        await ear.until(lambda ear: ear.is_over)

    listen(scenario)


def test_process_whose_feeds_end_at_once_takes_nobody(room, address, monkeypatch):
    async def end_at_once(feed):
        feed.end()

    monkeypatch.setattr(Feed, "begin", end_at_once)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.status)
        assert ear.status == 503
        await ear.leave()

    listen(scenario)


def test_websocket_is_closed():
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(application({"type": "websocket", "path": "/live/events/abc/", "headers": []}, None, send))

    assert [message["type"] for message in sent] == ["websocket.close"]


def test_backlog_gives_from_each_place_what_follows(monkeypatch):
    monkeypatch.setattr(feeds, "KEPT_PIECES", 3)
    backlog = Backlog()
    for number in range(1, 6):
        backlog.add(Piece(number, f"s{number}", b"all%d " % number, b"led%d " % number))
    backlog.blank("s4")

    assert (backlog.begin, backlog.end, backlog.floor) == (2, 5, 2)
    assert backlog.since(2, is_leader=False) == b"all3 all5 "
    assert backlog.since(4, is_leader=True) == b"led5 "
    assert backlog.since(4, is_leader=False) == b"all5 "
    assert backlog.events_above(4, is_leader=True) == b"led5 "


def test_client_that_has_left_is_woken_once():
    async def scenario():
        client = Client(Listener(1))
        client.wake()
        waiting = asyncio.create_task(client.wait())
        await asyncio.sleep(0)
        client.leave()
        client.leave()
        await waiting
        assert client.is_gone

    asyncio.run(scenario())
