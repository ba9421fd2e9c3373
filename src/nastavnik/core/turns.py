"""Work that takes a processor for a second or more, done while somebody waits: only so many at once, so that threads are left for pages.

Whoever comes while all places are taken is not kept waiting, which would take a thread: he is asked to come again (`Busy`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from nastavnik.core.errors import Busy


class Turns:
    """So many places in this process; `busy` is what those hear who find none."""

    def __init__(self, places: int, busy: type[Busy] = Busy) -> None:
        self._places, self._busy = threading.BoundedSemaphore(places), busy

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a place. Raises `Busy` when there is none."""
        if not self._places.acquire(blocking=False):
            raise self._busy
        try:
            yield
        finally:
            self._places.release()
