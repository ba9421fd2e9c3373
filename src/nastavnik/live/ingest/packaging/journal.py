"""The journal: exactly the bytes that a sender sent, on the disk before anything is made of them.

Whatever dies behind it begins again from it. `part-3.webm` (or `.flv`) holds the bytes. A browser sends numbered chunks
and sends again what was not acknowledged; `part-3.chunks` says where each acknowledged one ends, so that half a chunk
that a crash left is cut off before it comes again.

A killed process loses nothing that was acknowledged; a power cut loses at most the last two seconds.
"""

import asyncio
import os
import struct
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from nastavnik.live.ingest.packaging.flv_marks import FlvScanner
from nastavnik.live.ingest.packaging.marks import Frame, Point, Scanner, Unreadable, point_before
from nastavnik.live.ingest.packaging.webm import WebmScanner

SYNC_SECONDS = 1.5
RECORD = struct.Struct(">IQ")  # number of a chunk, where it ends
READ_BYTES = 2**20


class SourceKind(StrEnum):
    """What a sender's bytes are; also the suffix of its journal."""

    FLV = "flv"
    WEBM = "webm"


class ChunkMissing(Exception):
    """A chunk came before the one that must precede it."""


class Journal:
    """What one sender sent in one part. Used from one event loop, which nothing here keeps waiting but the disk."""

    def __init__(self, path: Path, *, on_frame: Callable[[Frame], None] | None = None) -> None:
        """Open (or begin) the journal at `path`, whose suffix tells its kind; what a crash left torn is cut off."""
        self.kind = SourceKind(path.suffix.removeprefix("."))
        self.path = path
        self.next_chunk = 0  # the number that `append_chunk` expects
        self.is_closed = False
        self.first_seconds: float | None = None  # of the sender's clock, at the first frame
        self.trouble = ""  # why no more points are found; the bytes are still kept
        self._scanner: Scanner = FlvScanner() if self.kind == SourceKind.FLV else WebmScanner()
        self._on_frame = on_frame
        self._grown = asyncio.Event()
        self._synced_at = time.monotonic()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
        self._chunks: int | None = None
        self.size = os.fstat(self._descriptor).st_size
        self._recover()

    # --- writing ----------------------------------------------------------------------------------------------------

    def append(self, content: bytes) -> None:
        """Keep the next bytes. Raises `OSError` when the disk is full: nothing of `content` is kept then."""
        self._write(content)
        self._scan(content)
        self._grown.set()
        self._sync_sometimes()

    def append_chunk(self, number: int, content: bytes) -> bool:
        """Keep a numbered chunk; once it returns, the chunk may be acknowledged. Tell whether it was new.

        Raises `ChunkMissing` when an earlier one has not come.
        """
        if number > self.next_chunk:
            raise ChunkMissing(self.next_chunk)
        if number < self.next_chunk:
            return False
        if self._chunks is None:
            self._chunks = self._open_chunks()
        # the record comes first: bytes without theirs would be kept once more when they come again
        os.write(self._chunks, RECORD.pack(number, self.size + len(content)))
        try:
            self.append(content)
        except OSError:
            os.ftruncate(self._chunks, number * RECORD.size)
            raise
        self.next_chunk = number + 1
        return True

    def close(self) -> None:
        """Nothing more will come. Safe to repeat."""
        if not self.is_closed:
            self.is_closed = True
            os.fdatasync(self._descriptor)
            self._grown.set()

    def forget(self) -> None:
        """Close the files too; nothing can be read any more."""
        self.close()
        for descriptor in (self._descriptor, self._chunks):
            if descriptor is not None and descriptor >= 0:
                os.close(descriptor)
        self._descriptor, self._chunks = -1, None

    def _write(self, content: bytes) -> None:
        unwritten = memoryview(content)
        try:
            while unwritten:
                unwritten = unwritten[os.write(self._descriptor, unwritten) :]
        except OSError:
            os.ftruncate(self._descriptor, self.size)
            raise
        self.size += len(content)

    def _scan(self, content: bytes) -> None:
        if self.trouble:
            return
        try:
            for frame in self._scanner.feed(content):
                self.first_seconds = frame.seconds if self.first_seconds is None else self.first_seconds
                if self._on_frame is not None:
                    self._on_frame(frame)
        except Unreadable as error:
            self.trouble = str(error)

    def _sync_sometimes(self) -> None:
        """Bring what was written to the disk, in a thread, so that nobody waits for it."""
        now = time.monotonic()
        if now - self._synced_at < SYNC_SECONDS:
            return
        self._synced_at = now
        descriptor = os.dup(self._descriptor)  # of its own: the journal may be closed meanwhile
        try:
            asyncio.get_running_loop().run_in_executor(None, _sync, descriptor)
        except RuntimeError:  # nobody else waits in a program without a loop
            _sync(descriptor)

    # --- reading ----------------------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether it is known what the stream holds."""
        return self._scanner.is_ready

    @property
    def picture_codec(self) -> str:
        """The picture's codec in ffmpeg's words; "" when there is no picture."""
        return self._scanner.picture_codec

    @property
    def sound_codec(self) -> str:
        """The sound's codec in ffmpeg's words; "" when there is no sound."""
        return self._scanner.sound_codec

    @property
    def points(self) -> list[Point]:
        """The places from which one can go on, the earliest first."""
        return self._scanner.points

    def start_before(self, seconds: float) -> Point:
        """Return the last place to begin that is not after `seconds` of the sender's clock; else the very beginning."""
        return point_before(self.points, seconds) or Point(0, 0.0)

    def header(self, point: Point) -> bytes:
        """Return what a reader that begins at `point` must get first."""
        spans = self._scanner.header(point.offset) if point.offset else []
        return b"".join(os.pread(self._descriptor, end - begin, begin) for begin, end in spans)

    def read(self, offset: int) -> bytes:
        """Return some of the bytes from `offset` on; empty when they have not come yet."""
        return os.pread(self._descriptor, min(READ_BYTES, max(0, self.size - offset)), offset)

    async def wait(self, offset: int) -> bool:
        """Wait until there are bytes from `offset` on; tell whether there will be, or the journal is closed."""
        while self.size <= offset and not self.is_closed:
            self._grown.clear()
            await self._grown.wait()
        return self.size > offset

    # --- after a crash ----------------------------------------------------------------------------------------------

    def _recover(self) -> None:
        chunks = self.path.with_suffix(".chunks")
        if chunks.exists():
            self._chunks = self._open_chunks()
            self._cut(self._whole_chunks())
        offset = 0
        while content := self.read(offset):
            self._scan(content)
            offset += len(content)
        if self.kind == SourceKind.FLV and self._chunks is None:
            self._cut(self._scanner.cut())
            self.trouble = ""

    def _open_chunks(self) -> int:
        return os.open(self.path.with_suffix(".chunks"), os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)

    def _whole_chunks(self) -> int:
        """Find the last acknowledged chunk that is here as a whole; return where it ends, and expect the next one."""
        assert self._chunks is not None
        stored = os.pread(self._chunks, os.fstat(self._chunks).st_size, 0)
        kept, end = 0, 0
        for number, chunk_end in RECORD.iter_unpack(stored[: len(stored) - len(stored) % RECORD.size]):
            if number != self.next_chunk or not end <= chunk_end <= self.size:
                break
            self.next_chunk, end, kept = number + 1, chunk_end, kept + 1
        os.ftruncate(self._chunks, kept * RECORD.size)
        return end

    def _cut(self, end: int) -> None:
        if end < self.size:
            os.ftruncate(self._descriptor, end)
            self.size = end


def _sync(descriptor: int) -> None:
    try:
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)
