"""How fast a sender may send: more than any picture needs would only fill the disk."""

import asyncio
from time import monotonic

MOST_BITS_PER_SECOND = 80_000_000
# What a browser has kept during an outage may come at once.
BURST_BYTES = 64 * 2**20


class Pace:
    """Holds up whoever sends too much; the line behind it stops the sender."""

    def __init__(self, bits_per_second: int = MOST_BITS_PER_SECOND, burst_bytes: int = BURST_BYTES) -> None:
        self._bytes_per_second, self._burst_bytes = bits_per_second / 8, burst_bytes
        self._left: float = burst_bytes
        self._at = monotonic()

    async def took(self, count: int) -> None:
        """Wait, after `count` bytes came, until more may come."""
        now = monotonic()
        self._left = min(self._burst_bytes, self._left + (now - self._at) * self._bytes_per_second) - count
        self._at = now
        if self._left < 0:
            await asyncio.sleep(-self._left / self._bytes_per_second)
