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
        self._showing: set[asyncio.Task[None]] = set()  # one, and those before it that have not ended yet
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
        self._journal, self._began_at, self._is_asked_for = journal, monotonic(), False
        task = asyncio.create_task(self._show(journal, self._told_to_end()))
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    async def end(self) -> None:
        """Make no more of it, and delete what was seen."""
        if self._journal is None:
            return
        self._journal = None
        await _ended(self._told_to_end())
        await asyncio.to_thread(places.forget_preview, self._token)

    def _told_to_end(self) -> set[asyncio.Task[None]]:
        """Tell those who show to end, each once: told again, they would leave their program behind."""
        for task in self._showing:
            if not task.cancelling():
                task.cancel()
        return set(self._showing)

    async def _show(self, journal: Journal, before: set[asyncio.Task[None]]) -> None:
        mirror = places.preview_mirror(self._token)
        try:
            await _ended(before)
            await asyncio.to_thread(places.forget_preview, self._token)
            build = LiveBuild(places.preview_of(self._token), on_file=mirror.put if mirror is not None else None)
            packaging = Packaging(
                journal, build, part=1, began_at=clock.now(), on_piece=self._on_piece, ffmpeg=settings.FFMPEG
            )
            await packaging.run()
        finally:
            journal.forget()
            if mirror is not None:
                mirror.close()


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(tasks)
