"""How sure a node is that a broadcast is still its own.

A node that was stopped, or did not reach the database, may have lost its broadcasts to another one and not know it yet.
Two that write into one recording would spoil it.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

from nastavnik.live.services.air import LEASE

LOOK_SECONDS = 0.2


class LeaseLost(Exception):
    """The broadcast is not ours any more."""


class Lease:
    """Of one broadcast. `has_rivals` tells whether there are other nodes at all."""

    def __init__(self, has_rivals: Callable[[], bool], *, renewed_at: float) -> None:
        self._has_rivals, self._renewed_at = has_rivals, renewed_at
        self._is_given_up = False

    def renewed(self, at: float) -> None:
        """Hear that the lease was ours; `at` is when that was asked, by monotonic()."""
        self._renewed_at = at

    def give_up(self) -> None:
        """Wait no more: whoever wants to write is told that it is lost."""
        self._is_given_up = True

    @property
    def is_sure(self) -> bool:
        """Whether nobody else can have the broadcast."""
        return monotonic() - self._renewed_at < LEASE.total_seconds() or not self._has_rivals()

    async def sure(self) -> None:
        """Wait until nobody else can have the broadcast. Raises `LeaseLost` once it is given up."""
        while not self.is_sure:
            if self._is_given_up:
                raise LeaseLost
            await asyncio.sleep(LOOK_SECONDS)
