"""What the desk sees of a broadcast before air: pieces of the newest minutes, thrown away."""

import asyncio
from collections.abc import Callable
from time import monotonic

from django.conf import settings

from nastavnik.core import clock
from nastavnik.live.ingest import places
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.packaging.session import Packaging

# It is begun anew after so long, or so much: nothing that is only tried may fill a disk.
MOST_SECONDS = 10 * 60.0
MOST_BYTES = 512 * 2**20


class Preview:
    """Of one broadcast, of one sender after another."""

    def __init__(self, token: str, on_piece: Callable[[int, Init, Piece], None]) -> None:
        self._token, self._on_piece = token, on_piece
        self._journal: Journal | None = None
        self._task: asyncio.Task[None] | None = None
        self._began_at = 0.0
        self._is_asked_for = False

    def is_due(self) -> bool:
        """Tell, once, that it is time to begin it anew."""
        if self._journal is None or self._is_asked_for:
            return False
        self._is_asked_for = monotonic() - self._began_at > MOST_SECONDS or self._journal.size > MOST_BYTES
        return self._is_asked_for

    def begin(self, journal: Journal) -> None:
        """Show a journal that has begun, instead of what was shown."""
        before = self._task, self._journal
        self._journal, self._began_at, self._is_asked_for = journal, monotonic(), False
        self._task = asyncio.create_task(self._show(journal, *before))

    async def _show(self, journal: Journal, task: asyncio.Task[None] | None, before: Journal | None) -> None:
        await _ended(task, before)
        await asyncio.to_thread(places.forget_preview, self._token)
        mirror = places.preview_mirror(self._token)
        try:
            build = LiveBuild(places.preview_of(self._token), on_file=mirror.put if mirror is not None else None)
            packaging = Packaging(
                journal, build, part=1, began_at=clock.now(), on_piece=self._on_piece, ffmpeg=settings.FFMPEG
            )
            await packaging.run()
        finally:
            if mirror is not None:
                mirror.close()

    async def end(self) -> None:
        """Make no more of it, and delete what was seen."""
        task, journal = self._task, self._journal
        self._task = self._journal = None
        if journal is not None:
            await _ended(task, journal)
            await asyncio.to_thread(places.forget_preview, self._token)


async def _ended(task: asyncio.Task[None] | None, journal: Journal | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    if journal is not None:
        journal.forget()
