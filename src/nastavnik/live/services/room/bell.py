"""Says that a room has news: to listeners in this process, and through Redis, where there is one, to the others.

A bell that is not heard loses nothing: whoever listens also looks into the log by herself now and then.
"""

from collections.abc import Callable
from functools import cache, partial

from django.conf import settings
from django.db import transaction
from redis import Redis
from redis.exceptions import RedisError

CHANNEL = "nastavnik.rooms"
TIMEOUT_SECONDS = 0.5

_listeners: set[Callable[[int], None]] = set()


def listen(hear: Callable[[int], None]) -> None:
    """Call `hear` with a room's id, from whatever thread, whenever the room has news."""
    _listeners.add(hear)


def stop_listening(hear: Callable[[int], None]) -> None:
    """Call `hear` no more."""
    _listeners.discard(hear)


def ring_after_commit(room_id: int) -> None:
    """Ring once the surrounding transaction has committed."""
    transaction.on_commit(partial(ring, room_id), robust=True)


def ring(room_id: int) -> None:
    """Say that the room has news."""
    for hear in tuple(_listeners):
        hear(room_id)
    if settings.ENV.redis_url:
        _ring_elsewhere(settings.ENV.redis_url, room_id)


def _ring_elsewhere(redis_url: str, room_id: int) -> None:
    try:
        _redis(redis_url).publish(CHANNEL, room_id)
    except RedisError:
        return  # the other processes look into the log within seconds


@cache
def _redis(redis_url: str) -> "Redis":
    return Redis.from_url(redis_url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
