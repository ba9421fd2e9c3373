"""News that travels upwards between apps: frozen dataclasses, handed over after the transaction commits, or within it.

A handler is called after the commit unless it says otherwise, and is lost when the process dies between commit and call: what must not be
lost also has a periodic sweep that finds and repairs it. A handler within the transaction writes down rows that are there if
and only if what they tell of is; it calls nobody outside and takes no locks of its own, for others wait while it works.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import structlog
from django.db import transaction

E = TypeVar("E")
Handler = Callable[[Any], None]
H = TypeVar("H", bound=Handler)

log = structlog.get_logger("nastavnik.events")

_handlers: dict[type, list[Handler]] = defaultdict(list)
_handlers_within: dict[type, list[Handler]] = defaultdict(list)


def on(event_type: type[E], *, is_within: bool = False) -> Callable[[H], H]:
    """Register the decorated function to be called with each `event_type` after the commit.

    Within the transaction it is called with a list: all that were published together, so that many cost as little as one.
    """

    def register(handler: H) -> H:
        (_handlers_within if is_within else _handlers)[event_type].append(handler)
        return handler

    return register


def publish(*events: object) -> None:
    """Hand events to their handlers: to some now, to the others once the surrounding transaction has committed.

    A failing handler stops no other, nor what it was told of: whatever it wrote is taken back alone.
    """
    for kind in dict.fromkeys(map(type, events)):
        for handler in _handlers_within[kind]:
            _hand_over_within(handler, [event for event in events if type(event) is kind])
    for event in events:
        for handler in _handlers[type(event)]:
            transaction.on_commit(_handing(handler, event), robust=True)


def _hand_over_within(handler: Handler, events: list[object]) -> None:
    try:
        with transaction.atomic():
            handler(events)
    except Exception:
        log.exception("handler_failed", handler=handler.__qualname__, event_type=type(events[0]).__name__)


def _handing(handler: Handler, event: object) -> Callable[[], None]:
    """Return the call under the handler's own name: Django names it in the log when it fails."""

    @wraps(handler)
    def hand_over() -> None:
        handler(event)

    return hand_over


def handlers_of(event_type: type) -> tuple[Handler, ...]:
    """Return who hears an event, within the transaction and after it (for the architecture tests)."""
    return (*_handlers_within.get(event_type, ()), *_handlers.get(event_type, ()))


def handled_events() -> frozenset[type]:
    """Return the event types that have a handler (for the architecture tests)."""
    return frozenset(kind for kind in {*_handlers, *_handlers_within} if handlers_of(kind))
