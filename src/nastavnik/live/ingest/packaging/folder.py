"""Files of a build: whole or not there at all, told on to whoever keeps a copy of them."""

import os
import time
from collections.abc import Callable
from pathlib import Path

# A power cut may cost so much of what playlists say; pieces are on the disk before a playlist names them.
SYNC_SECONDS = 2.0


class BuildFolder:
    """A folder into which files are put whole. A killed process loses nothing, a power cut the last two seconds.

    `on_file` is told the name and the bytes of each file once it is there, in the order in which they must appear.
    """

    def __init__(self, path: Path, on_file: Callable[[str, bytes], None] | None = None) -> None:
        self.path = path
        self._on_file = on_file
        self._synced_at = 0.0
        path.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, content: bytes) -> None:
        """Put a file that will not change again."""
        self._put(name, content, must_sync=True)

    def put_list(self, name: str, content: bytes) -> None:
        """Put a playlist that will change soon; once in a while everything so far is brought to the disk."""
        now = time.monotonic()
        must_sync = now - self._synced_at >= SYNC_SECONDS
        self._put(name, content, must_sync=must_sync)
        if must_sync:
            self._synced_at = now
            self._sync_names()

    def read(self, name: str) -> bytes:
        """Return a file's bytes; empty when it is not there."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return b""

    def size(self, name: str) -> int:
        """Return a file's size; 0 when it is not there."""
        try:
            return (self.path / name).stat().st_size
        except FileNotFoundError:
            return 0

    def _put(self, name: str, content: bytes, *, must_sync: bool) -> None:
        part = self.path / f".part-{name}"
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            if must_sync:
                os.fdatasync(file.fileno())
        part.replace(self.path / name)
        if self._on_file is not None:
            self._on_file(name, content)

    def _sync_names(self) -> None:
        descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
