"""A stretch: what one sender sent without a break, from its journal to the pieces; one follows the other."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from django.conf import settings

from nastavnik.live.ingest.lease import Lease
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.packaging.session import Packaging
from nastavnik.live.ingest.records import Records
from nastavnik.live.services import air

log = structlog.get_logger("nastavnik.live.stretch")


@dataclass(slots=True)
class Stretch:
    """Part `number` of a broadcast on its way into `build`."""

    number: int
    journal: Journal
    build: LiveBuild
    began_at: float  # seconds since 1970, of its first frame
    sender_id: int | None
    lease: Lease
    on_piece: Callable[[int, Init, Piece], None]
    on_death: Callable[[str], None]
    packaging: Packaging | None = None
    task: asyncio.Task[None] | None = None
    is_over: bool = False

    def start(self, records: Records, broadcast_id: int, before: "Stretch | None") -> None:
        """Make pieces as soon as those of the stretch before are there."""
        self.task = asyncio.create_task(self._run(records, broadcast_id, before))

    async def _run(self, records: Records, broadcast_id: int, before: "Stretch | None") -> None:
        if before is not None:
            await before.wait()
        began_at = await records.insist(
            air.begin_part,
            broadcast_id=broadcast_id,
            number=self.number,
            sender_id=self.sender_id,
            started_at=datetime.fromtimestamp(self.began_at, UTC),
            offset_seconds=self.build.seconds,
        )
        await self._package(began_at)
        await records.insist(
            air.stretch_part, broadcast_id=broadcast_id, number=self.number, until_seconds=self.build.seconds
        )
        self.is_over = True

    async def _package(self, began_at: datetime) -> None:
        self.packaging = Packaging(
            self.journal,
            self.build,
            part=self.number,
            began_at=began_at,
            before_piece=self.lease.sure,
            on_piece=self.on_piece,
            on_death=self.on_death,
            ffmpeg=settings.FFMPEG,
        )
        try:
            await self.packaging.run()
        except OSError:
            log.exception("pieces could not be written", part=self.number)
        finally:
            self.journal.forget()

    async def wait(self) -> None:
        """Wait until all of it is in pieces."""
        if self.task is not None:
            await asyncio.wait([self.task])

    async def leave(self) -> None:
        """Leave it where it is: another node goes on from the disk."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
