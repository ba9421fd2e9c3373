"""A journal becomes pieces: one packager after another follows it, each going on where the one before it died."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from nastavnik.live.ingest.packaging.build import Done, LiveBuild
from nastavnik.live.ingest.packaging.coding import SHIFT_SECONDS, Coding, Since, coding_for
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.packaging.marks import Point
from nastavnik.live.ingest.packaging.packager import Packager, PackagerDied
from nastavnik.live.ingest.packaging.pieces import Piece

# A successor begins so much earlier and drops what is there: by then its tracks interleave as its predecessor's did.
MARGIN_SECONDS = 2.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0
# After so many deaths without a single new piece something in the stream kills it: what is there is passed over.
MOST_FRUITLESS = 3
# A sender whose tracks come and go more often is not followed in that.
MOST_RECODINGS = 5


class Packaging:
    """Makes the pieces of one part. `run` ends when the journal is closed and everything in it is in the build."""

    def __init__(
        self,
        journal: Journal,
        build: LiveBuild,
        *,
        part: int,
        began_at: datetime,
        may_copy_picture: bool = True,
        before_piece: Callable[[], Awaitable[None]] | None = None,
        on_piece: Callable[[int, Init, Piece], None] | None = None,
        on_death: Callable[[str], None] | None = None,
        ffmpeg: str = "",
    ) -> None:
        """`began_at` is the wall clock at the first frame of the journal. `on_death` hears why a packager died.

        Each piece is put into the build only after `before_piece` has returned.
        """
        self._journal, self._build, self._part, self._began_at = journal, build, part, began_at
        self._may_copy_picture, self._ffmpeg = may_copy_picture, ffmpeg
        self._before_piece, self._on_piece, self._on_death = before_piece, on_piece, on_death
        self._fruitless = 0
        self._pieces = 0
        self._offset = 0
        self._passed_over: Point | None = None
        self._recodings = 0
        self._is_recoded = False  # the last packager did not know of a track
        self.packager: Packager | None = None  # the one at work
        self.deaths = 0
        self.longest_key_gap_seconds = 0.0

    @property
    def coding(self) -> Coding:
        """How the stream is coded, as far as known."""
        journal = self._journal
        return coding_for(
            journal.kind, journal.picture_codec, journal.sound_codec, may_copy_picture=self._may_copy_picture
        )

    @property
    def behind_bytes(self) -> int:
        """How much of what was sent no packager has taken yet."""
        return self._journal.size - self._offset

    async def run(self) -> None:
        """Follow the journal to its end. Cancelled, it leaves no process behind; the rest is for another time."""
        await self._until_ready()
        while self.coding.has_picture or self.coding.has_sound:
            pieces = self._pieces
            try:
                if await self._follow():
                    return
            except PackagerDied as death:
                if not await self._recover_from(death, is_fruitless=pieces == self._pieces):
                    return

    async def _until_ready(self) -> None:
        seen = 0
        while not self._journal.is_ready and await self._journal.wait(seen):
            seen = self._journal.size

    async def _follow(self) -> bool:
        """Let one packager follow the journal; tell whether to its end. Raises `PackagerDied`.

        Before the end it stops when a picture or a sound came late: one that knows of it must take over.
        """
        done = await asyncio.to_thread(self._build.done, self._part)
        coding = self.coding
        start = self._passed_over or self._start_after(done)
        self.packager = self._packager(coding, done)
        await self.packager.start()
        try:
            is_over = await self._feed(self.packager, start, coding)
            await self.packager.finish()
        finally:
            self.longest_key_gap_seconds = max(self.longest_key_gap_seconds, self.packager.longest_key_gap_seconds)
            await self.packager.kill()
        self._is_recoded = not is_over
        return is_over

    def _packager(self, coding: Coding, done: Done | None) -> Packager:
        since = Since(done.picture_seconds, done.sound_seconds) if done and not self._passed_over else Since()
        return Packager(
            coding,
            self._take,
            longest_seconds=lambda: self._build.longest_seconds,
            since=since,
            since_seconds=done.seconds if done else 0.0,
            follows_a_hole=self._passed_over is not None or (self._is_recoded and done is not None),
            ffmpeg=self._ffmpeg,
        )

    def _start_after(self, done: Done | None) -> Point:
        if done is None:
            return Point(0, 0.0)
        return self._journal.start_before(done.seconds - SHIFT_SECONDS - MARGIN_SECONDS)

    async def _feed(self, packager: Packager, start: Point, coding: Coding) -> bool:
        await packager.feed(self._journal.header(start))
        self._offset = start.offset
        while await self._journal.wait(self._offset):
            if self.coding != coding and self._recodings < MOST_RECODINGS:
                self._recodings += 1
                return False
            content = await asyncio.to_thread(self._journal.read, self._offset)
            await packager.feed(content)
            self._offset += len(content)
        return True

    async def _take(self, init: Init, piece: Piece) -> None:
        if self._before_piece is not None:
            await self._before_piece()
        at = self._began_at + timedelta(
            seconds=piece.begin_seconds - SHIFT_SECONDS - (self._journal.first_seconds or 0.0)
        )
        number = await asyncio.to_thread(self._build.add, init, piece, part=self._part, at=at)
        self._pieces += 1
        if self._on_piece is not None:
            self._on_piece(number, init, piece)

    async def _recover_from(self, death: PackagerDied, *, is_fruitless: bool) -> bool:
        """Wait a little, and pass over what cannot be packaged; tell whether it is worth another try."""
        self.deaths += 1
        self._fruitless = self._fruitless + 1 if is_fruitless else 0
        if self._on_death is not None:
            self._on_death(str(death))
        if not is_fruitless:
            self._passed_over = None
        elif self._fruitless >= MOST_FRUITLESS and not self._pass_over():
            return False
        await asyncio.sleep(min(FIRST_PAUSE_SECONDS * 2**self._fruitless, LONGEST_PAUSE_SECONDS))
        return True

    def _pass_over(self) -> bool:
        """Go on with the newest key frame; tell whether there is a newer one than was tried, or will be."""
        newest = self._journal.points[-1] if self._journal.points else Point(0, 0.0)
        is_newer = self._passed_over is None or newest.offset > self._passed_over.offset
        self._passed_over = newest
        return is_newer or not self._journal.is_closed
