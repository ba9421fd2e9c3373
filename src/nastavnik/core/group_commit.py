"""Group commit: what arrives while one transaction is being written goes into the next, and is answered when that is durable.

One thread of a process writes. A lone item is written at once. In a crowd the thread first leaves the interpreter to the loop for a
moment, which hands over all that has come: on a fast disk batches would be small otherwise, and each costs something.
"""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import structlog

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Loop = asyncio.AbstractEventLoop
# A batch costs as much as forty items, so a crowd is let gather: for each item of the batch before so long, at most so long.
GATHER_SECONDS = 0.0001
LONGEST_GATHER_SECONDS = 0.003
log = structlog.get_logger("nastavnik.core.group_commit")


class Full(Exception):
    """So many wait already that another would wait too long."""


class NotWritten(Exception):
    """The batch could not be written; nothing of it is kept."""


class GroupCommit(Generic[Item, Outcome]):
    """Gathers items for `write`, which makes them durable in one transaction and returns an outcome for each."""

    def __init__(
        self, write: Callable[[list[Item]], Sequence[Outcome]], *, most_waiting: int, most_at_once: int
    ) -> None:
        self._write = write
        self._most_waiting, self._most_at_once = most_waiting, most_at_once
        self._waiting: list[tuple[Item, asyncio.Future[Outcome], Loop]] = []
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._thread: threading.Thread | None = None

    async def put(self, item: Item) -> Outcome:
        """Return the outcome once it is durable. Raises `Full`, `NotWritten`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()
        with self._lock:
            if len(self._waiting) >= self._most_waiting:
                raise Full
            self._waiting.append((item, future, loop))
            is_first = len(self._waiting) == 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="group commit", daemon=True)
                self._thread.start()
        if is_first:
            self._bell.set()
        return await future

    def _run(self) -> None:
        while True:
            self._bell.wait()
            self._bell.clear()
            while batch := self._next_batch():
                self._commit(batch)
                if len(batch) > 1:
                    time.sleep(min(len(batch) * GATHER_SECONDS, LONGEST_GATHER_SECONDS))

    def _next_batch(self) -> list[tuple[Item, "asyncio.Future[Outcome]", Loop]]:
        with self._lock:
            batch = self._waiting[: self._most_at_once]
            self._waiting = self._waiting[self._most_at_once :]
        return batch

    def _commit(self, batch: list[tuple[Item, "asyncio.Future[Outcome]", Loop]]) -> None:
        outcomes: Sequence[Outcome] | None = None
        try:
            outcomes = self._write([item for item, _future, _loop in batch])
        except Exception:
            log.exception("a batch could not be written", items=len(batch))
        # one call for each loop, not one for each item
        by_loop: dict[Loop, list[tuple[asyncio.Future[Outcome], Outcome | None]]] = defaultdict(list)
        for index, (_item, future, loop) in enumerate(batch):
            by_loop[loop].append((future, outcomes[index] if outcomes is not None else None))
        for loop, ends in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_answer, ends)


def _answer(ends: list[tuple["asyncio.Future[Outcome]", Outcome | None]]) -> None:
    """Let everybody of a batch go on; who has gone away meanwhile needs no answer."""
    for future, outcome in ends:
        if future.done():
            continue
        if outcome is None:
            future.set_exception(NotWritten())
        else:
            future.set_result(outcome)
