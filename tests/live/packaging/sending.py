"""A sender, its journal, what packages it and the build: everything between a stream and its recording."""

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.live.packaging import streams, strict

from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.packaging.session import Packaging

BEGAN_AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
PORTIONS = 60


@dataclass
class Sent:
    """A stream on its way through a journal into a build."""

    source: Path
    folder: Path
    part: int = 1
    options: dict = field(default_factory=dict)
    deaths: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    made_pieces: list[tuple[Init, Piece]] = field(default_factory=list)
    journal: Journal = field(init=False)
    build: LiveBuild = field(init=False)
    packaging: Packaging = field(init=False)

    def __post_init__(self) -> None:
        self.content = self.source.read_bytes()

    def open(self) -> None:
        self.build = LiveBuild(self.folder / "build")
        self.journal = Journal(self.folder / "work" / f"part-{self.part}{self.source.suffix}")
        self.packaging = Packaging(
            self.journal,
            self.build,
            part=self.part,
            began_at=BEGAN_AT,
            on_piece=self._note,
            on_death=self.deaths.append,
            **self.options,
        )

    async def send(self, portions: int = PORTIONS, pause: float = 0.01) -> None:
        """Send so many portions more."""
        size = len(self.content) // PORTIONS + 1
        for _ in range(portions):
            self.journal.append(self.content[self.journal.size : self.journal.size + size])
            await asyncio.sleep(pause)

    async def pieces(self, count: int) -> None:
        """Wait for so many pieces."""
        async with asyncio.timeout(30):
            while self.build.pieces < count:  # noqa: ASYNC110 -- nothing tells it but the build
                await asyncio.sleep(0.02)

    def _note(self, number: int, init: Init, piece: Piece) -> None:
        self.numbers.append(number)
        self.made_pieces.append((init, piece))

    def whole(self) -> None:
        """Open, send everything, wait for the end."""

        async def run() -> None:
            self.open()
            task = asyncio.create_task(self.packaging.run())
            await self.send(pause=0)
            self.journal.close()
            async with asyncio.timeout(60):
                await task

        asyncio.run(run())
        self.finish()

    def finish(self) -> None:
        self.made = self.build.finish()
        self.journal.forget()

    @property
    def recording(self) -> Path:
        return self.build.path / ("source.m3u8" if (self.build.path / "source.m3u8").exists() else "sound.m3u8")

    def check_copied(self) -> None:
        """Every packet is there once, in order, in valid playlists."""
        for track in ("v", "a"):
            assert streams.frames(self.recording, track) == streams.frames(self.source, track)
        self.check_lists()

    def check_lists(self) -> None:
        for path in self.build.path.glob("*.m3u8"):
            (strict.check_master if "master" in path.name else strict.check)(path.read_bytes())

    def check_steady(self, track: str, frame_seconds: float) -> None:
        """No frame is missing, none is there twice."""
        times = [begin for begin, _seconds in streams.packet_times(self.recording, track)]
        gaps = [after - before for before, after in itertools.pairwise(times)]
        assert min(gaps) > frame_seconds * 0.5
        assert max(gaps) < frame_seconds * 1.5
        assert times[-1] - times[0] == pytest.approx(streams.SECONDS, abs=0.2)
