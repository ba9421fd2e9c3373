"""How sure a node is that a broadcast is still its own.

A node that was stopped, or did not reach the database, may have lost its broadcasts to another one and not know it yet.
Two that write into one recording would spoil it.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

from nastavnik.live.services.air import LEASE

LOOK_SECONDS = 0.2


class Lease:
    """Of one broadcast. `has_rivals` tells whether there are other nodes at all."""

    def __init__(self, has_rivals: Callable[[], bool], *, renewed_at: float) -> None:
        self._has_rivals, self._renewed_at = has_rivals, renewed_at

    def renewed(self, at: float) -> None:
        """Hear that the lease was ours; `at` is when that was asked, by monotonic()."""
        self._renewed_at = at

    @property
    def is_sure(self) -> bool:
        """Whether nobody else can have the broadcast."""
        return monotonic() - self._renewed_at < LEASE.total_seconds() or not self._has_rivals()

    async def sure(self) -> None:
        """Wait until nobody else can have the broadcast: for ever, if somebody has it."""
        while not self.is_sure:  # noqa: ASYNC110 -- it also becomes unsure again by nothing but the time
            await asyncio.sleep(LOOK_SECONDS)
