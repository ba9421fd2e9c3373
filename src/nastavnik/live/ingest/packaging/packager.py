"""One ffmpeg that makes pieces of what it is fed."""

import asyncio
from collections.abc import Awaitable, Callable

from nastavnik.live.ingest.packaging.boxes import NotFragments
from nastavnik.live.ingest.packaging.coding import Coding, Since, words
from nastavnik.live.ingest.packaging.fragments import Fragment, FragmentReader
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.pieces import Piece, PieceMaker
from nastavnik.live.ingest.packaging.process import READ_BYTES, PipedFfmpeg, ended, start_ffmpeg

# An ffmpeg that takes nothing for so long has stopped for good.
STUCK_SECONDS = 20.0


class PackagerDied(Exception):
    """It ended before its work did; the message holds its last words."""


class Packager:
    """Fed with a stream from a point on, calls `on_piece` with each piece, in order, while it runs.

    After `PackagerDied` it is of no use any more. The last piece comes out with `finish`.
    """

    def __init__(
        self,
        coding: Coding,
        on_piece: Callable[[Init, Piece], Awaitable[None]],
        *,
        longest_seconds: Callable[[], float],
        since: Since | None = None,
        since_seconds: float = 0.0,
        follows_a_hole: bool = False,
        ffmpeg: str = "",
    ) -> None:
        """Pieces that begin before `since_seconds` are there already; `longest_seconds` is asked for each piece."""
        self._coding, self._since, self._wished = coding, since or Since(), ffmpeg
        self._on_piece = on_piece
        self._maker = PieceMaker(
            longest_seconds,
            has_picture=coding.has_picture,
            since_seconds=since_seconds,
            follows_a_hole=follows_a_hole,
        )
        self._ffmpeg: PipedFfmpeg | None = None
        self._output: asyncio.Task[None] | None = None
        self._init: Init | None = None

    @property
    def longest_key_gap_seconds(self) -> float:
        """The longest time between two key frames so far."""
        return self._maker.longest_key_gap_seconds

    @property
    def pid(self) -> int:
        return self._ffmpeg.process.pid if self._ffmpeg is not None else 0

    async def start(self) -> None:
        """Start ffmpeg; raises `FfmpegMissing`."""
        self._ffmpeg = await start_ffmpeg(words(self._coding, self._since), ffmpeg=self._wished)
        self._output = asyncio.create_task(self._take_output(self._ffmpeg))

    async def feed(self, content: bytes) -> None:
        """Give it the next bytes, waiting while it has enough; raises `PackagerDied`."""
        assert self._ffmpeg is not None
        assert self._output is not None
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await self._ffmpeg.write(content)
        except TimeoutError as error:
            raise await self._death("it stood still") from error
        except ConnectionError as error:
            raise await self._death("it does not read any more") from error
        if self._output.done():
            raise await self._death("it ended")

    async def finish(self) -> None:
        """Let it end, and give out everything that is left; raises `PackagerDied` when it did not end well."""
        assert self._ffmpeg is not None
        assert self._output is not None
        self._ffmpeg.end_input()
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await asyncio.shield(self._output)
        except TimeoutError as error:
            raise await self._death("it did not end") from error
        except (NotFragments, OSError) as error:
            raise await self._death(str(error)) from error
        if await self._ffmpeg.wait() != 0:
            raise await self._death("it ended badly")
        piece = self._maker.finish()
        if piece is not None and self._init is not None:
            await self._on_piece(self._init, piece)

    async def kill(self) -> None:
        """End it at once, wherever it is; what is not a whole piece is left to a successor."""
        if self._ffmpeg is None or self._output is None:
            return
        self._ffmpeg.kill()
        await ended(self._output)
        await self._ffmpeg.wait()

    async def _death(self, reason: str) -> PackagerDied:
        """Make sure that it is dead; return what is to be raised."""
        await self.kill()
        assert self._ffmpeg is not None
        assert self._output is not None
        failure = self._output.exception() if not self._output.cancelled() else None
        return PackagerDied(f"{failure or reason}\n{self._ffmpeg.log}".strip())

    async def _take_output(self, ffmpeg: PipedFfmpeg) -> None:
        """Read fragments until the output ends."""
        reader = FragmentReader()
        try:
            while content := await ffmpeg.output.read(READ_BYTES):
                for found in reader.feed(content):
                    await self._take(found)
        except BaseException:
            ffmpeg.kill()  # nobody reads it any more
            raise

    async def _take(self, found: Init | Fragment) -> None:
        if isinstance(found, Init):
            self._init = found
            return
        piece = self._maker.add(found)
        if piece is not None and self._init is not None:
            await self._on_piece(self._init, piece)
