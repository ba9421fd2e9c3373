"""All rooms that browsers of this process listen to. News of other processes come through Redis, where there is one.

Without Redis the log of a room is looked at a few times a second, and only while somebody listens.
"""

import asyncio
import os
import socket
from weakref import WeakKeyDictionary

import structlog
from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from nastavnik.live.asgi.feed import Client, Feed, Listener
from nastavnik.live.services.room import bell

log = structlog.get_logger("nastavnik.live.room")

LOOK_SECONDS = 0.25
# With Redis a look is for what it has lost.
LOOK_SECONDS_WITH_REDIS = 2.0
REDIS_PAUSE_SECONDS = 1.0
# A process that holds more connections than this would serve all of them badly.
MOST_CLIENTS = 10_000
MOST_TRIES = 3


class Full(Exception):
    """This process has as many listeners as it can serve, or is about to end."""


class Hub:
    """The rooms of one process, by their ids."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._feeds: dict[int, asyncio.Task[Feed]] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._ear: asyncio.Task[None] | None = None

    async def join(self, listener: Listener, after: int | None) -> tuple[Feed, Client]:
        """Let a browser listen to a room. Raises `Full`, and `Room.DoesNotExist` for one that is gone."""
        if self.client_count() >= MOST_CLIENTS:
            raise Full
        for _try in range(MOST_TRIES):
            feed = await self._feed(listener.room_id)
            client = await feed.join(listener, after)
            if not feed.is_over:  # it may have ended for want of listeners just before this one came
                return feed, client
        raise Full

    def client_count(self) -> int:
        """Return how many browsers listen."""
        begun = [task for task in self._feeds.values() if task.done() and not task.cancelled() and not task.exception()]
        return sum(len(task.result().clients) for task in begun)

    async def _feed(self, room_id: int) -> Feed:
        """Return the feed of a room; the first who asks begins it, others wait for that."""
        beginning = self._feeds.get(room_id)
        if beginning is None:
            beginning = self._feeds[room_id] = self._loop.create_task(self._begin(room_id))
        return await asyncio.shield(beginning)

    async def _begin(self, room_id: int) -> Feed:
        has_redis = bool(settings.ENV.redis_url)
        look_seconds = LOOK_SECONDS_WITH_REDIS if has_redis else LOOK_SECONDS
        feed = Feed(room_id, process=f"{socket.gethostname()[:28]}-{os.getpid()}", look_seconds=look_seconds)
        try:
            await feed.begin()
        except BaseException:
            self._feeds.pop(room_id, None)
            raise
        bell.listen(self.hear)
        if has_redis and self._ear is None:
            self._ear = self._loop.create_task(self._listen_to_redis(settings.ENV.redis_url))
        self._running[room_id] = self._loop.create_task(self._follow(feed))
        return feed

    async def _follow(self, feed: Feed) -> None:
        """Run a feed to its end; whatever ends it, its browsers come back and begin another."""
        try:
            await feed.run()
        except Exception:
            log.exception("a room stopped", room=feed.room_id)
        finally:
            self._feeds.pop(feed.room_id, None)
            self._running.pop(feed.room_id, None)
            feed.end()
            if not self._feeds:
                self._stop_listening()

    def _stop_listening(self) -> None:
        bell.stop_listening(self.hear)
        if self._ear is not None:
            self._ear.cancel()
            self._ear = None

    def hear(self, room_id: int) -> None:
        """Wake the feed of a room, from whatever thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, room_id)

    def _wake(self, room_id: int) -> None:
        beginning = self._feeds.get(room_id)
        if beginning is not None and beginning.done() and not beginning.cancelled() and not beginning.exception():
            beginning.result().bell.set()

    async def _listen_to_redis(self, redis_url: str) -> None:
        """Hear what other processes ring, as long as anybody listens here."""
        while True:
            try:
                async with Redis.from_url(redis_url) as redis, redis.pubsub() as pubsub:
                    await pubsub.subscribe(bell.CHANNEL)
                    async for message in pubsub.listen():
                        if message["type"] == "message":
                            self._wake(int(message["data"]))
            except (RedisError, OSError):
                log.warning("Redis does not answer; rooms look into their logs instead")
                await asyncio.sleep(REDIS_PAUSE_SECONDS)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub() -> Hub:
    """Return the hub of this process (of the running loop)."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
