"""Turns of other systems: each is served for a while, and one that fails or is slow keeps nobody else waiting for long."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from django.db.models import Model

log = structlog.get_logger("nastavnik.learning.turns")

M = TypeVar("M", bound=Model)

# Others wait for the same worker: what is not served now is served a minute later.
TURN = timedelta(seconds=60)
ALL_TURNS = timedelta(minutes=3)


def take_turns(systems: Iterable[M], serve: Callable[[M, datetime], int], *, clock: Callable[[], datetime]) -> int:
    """Serve each system, those first that come first; return the sum of what was done. `serve` gets the end of the turn."""
    all_until, done = clock() + ALL_TURNS, 0
    for system in systems:
        begun_at = clock()
        if begun_at >= all_until:
            break
        try:
            done += serve(system, begun_at + TURN)
        except Exception:
            log.exception("system_not_served", kind=type(system).__name__, number=system.pk)
    return done
