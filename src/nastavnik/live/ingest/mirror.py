"""Files of a broadcast on their way to the bucket, where films are kept in one.

The node writes to its own disk and waits for nobody; a thread brings each file on, in order, as often as it takes. A piece
is in the bucket before a playlist names it.
"""

import threading
import time
from collections import deque
from pathlib import Path

import structlog
from django.core.files.base import ContentFile

from nastavnik.core.storage import rewriting_storage

log = structlog.get_logger("nastavnik.live.mirror")

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 15.0
# A playlist that has waited so long goes although a newer one waits: a slow bucket must not show nothing new at all.
PLAYLIST_WAITS_SECONDS = 5.0


class Mirror:
    """Brings what is put into `folder` of this disk to `name` in the bucket."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._waiting: deque[tuple[str, bytes | None, float]] = deque()
        self._changed = threading.Condition()
        self._is_closed = False
        self._thread = threading.Thread(target=self._carry, name=f"mirror-{name}", daemon=True)
        self._thread.start()

    def put(self, name: str, content: bytes) -> None:
        """Bring a file on that lies in the folder; called from any thread, never waits."""
        is_playlist = name.startswith("live-")
        with self._changed:
            if is_playlist:
                self._forget_older(name)
            # a piece is read again from the disk: while a bucket is away, only names wait in memory
            self._waiting.append((name, content if is_playlist else None, time.monotonic()))
            self._changed.notify_all()

    def _forget_older(self, name: str) -> None:
        fresh = time.monotonic() - PLAYLIST_WAITS_SECONDS
        head = self._waiting.popleft() if self._waiting else None  # it may be on its way
        kept = [one for one in self._waiting if one[0] != name or one[2] < fresh]
        self._waiting = deque([head, *kept] if head is not None else kept)

    def flush(self, seconds: float) -> bool:
        """Wait until everything is there, at most so long; tell whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, seconds)

    def close(self) -> None:
        """Bring nothing on any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._thread.join()

    def _carry(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        bucket = rewriting_storage()
        while (found := self._next()) is not None:
            name, content = found
            try:
                whole = (self._folder / name).read_bytes() if content is None else content
                bucket.save(f"{self._name}/{name}", ContentFile(whole))
            except Exception:
                log.exception(
                    "the bucket does not take a file", folder=self._name, name=name, waiting=len(self._waiting)
                )
                self._rest(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            with self._changed:
                self._waiting.popleft()
                self._changed.notify_all()

    def _next(self) -> tuple[str, bytes | None] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            return None if self._is_closed else self._waiting[0][:2]

    def _rest(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed, seconds)
