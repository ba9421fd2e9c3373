"""News that travels upwards between apps: frozen dataclasses, handed over after the transaction commits.

A handler may be lost when the process dies between commit and call; what must not be lost also has a periodic
sweep that finds and repairs it.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
Handler = Callable[[Any], None]

_handlers: dict[type, list[Handler]] = defaultdict(list)


def on(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function to be called with each `event_type` after commit."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _handlers[event_type].append(handler)
        return handler

    return register


def publish(event: object) -> None:
    """Hand `event` to its handlers once the surrounding transaction has committed; a failing handler stops no other."""
    for handler in _handlers[type(event)]:
        transaction.on_commit(_handing(handler, event), robust=True)


def _handing(handler: Handler, event: object) -> Callable[[], None]:
    """Return the call under the handler's own name: Django names it in the log when it fails."""

    @wraps(handler)
    def hand_over() -> None:
        handler(event)

    return hand_over


def handled_events() -> frozenset[type]:
    """Return the event types that have a handler (for the architecture tests)."""
    return frozenset(event_type for event_type, handlers in _handlers.items() if handlers)
