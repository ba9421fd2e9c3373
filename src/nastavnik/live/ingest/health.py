"""What the desk is told of the signal every two seconds, and when a broadcast ends without the desk."""

import asyncio
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.look import look_at
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.services import air

if TYPE_CHECKING:
    from nastavnik.live.ingest.airing import Airing

REPORT_SECONDS = 2.0
# Below the first the desk is warned, below the second the broadcast ends while all of it can still be written.
LITTLE_DISK_BYTES = 5 * 2**30
NO_DISK_BYTES = 2**29
LOOK_BEFORE_SECONDS, LOOK_ON_AIR_SECONDS = 3.0, 15.0
RARE_KEYS_SECONDS = 4.5
RARE_KEYS_AFTER_SECONDS = 15.0


class Watcher:
    """Looks at one broadcast."""

    def __init__(self, airing: "Airing", *, most_hours: int) -> None:
        self._airing = airing
        self._most = timedelta(hours=most_hours)
        self._reported_at = -REPORT_SECONDS
        # by the clock: nothing of a signal has come since then, as far as this node knows
        self._last_signal_at = monotonic()
        self._processor = Processor()
        self.is_disk_full = False

    async def look(self) -> None:
        """Report when it is time to, and end what is abandoned, too long, or has no room."""
        airing = self._airing
        if airing.shown is not None and airing.shown.is_connected:
            silent_seconds = airing.shown.health.signal().silent_seconds
            self._last_signal_at = max(self._last_signal_at, monotonic() - silent_seconds)
        if monotonic() - self._reported_at < REPORT_SECONDS:
            return
        self._reported_at = monotonic()
        health = self._health()
        if airing.feeds or airing.wish.state == BroadcastState.LIVE:
            await airing.records.ask(air.report, broadcast_id=airing.wish.id, health=health, now=clock.now())
        await self._advise(health)
        if airing.wish.state == BroadcastState.LIVE:
            await self._end_if_needed()

    def _health(self) -> dict[str, Any]:
        airing, feed = self._airing, self._airing.shown
        free = shutil.disk_usage(settings.DATA_DIR).free
        self.is_disk_full = free < NO_DISK_BYTES
        known: dict[str, Any] = {"disk_free_bytes": free, "cpu_percent": self._processor.percent()}
        if airing.build is not None:
            known |= {"pieces": airing.build.pieces, "seconds": round(airing.build.seconds, 1)}
        if feed is not None and feed.is_connected:
            signal = feed.health.signal()
            known |= {
                "bits_per_second": signal.bits_per_second,
                "pictures_per_second": round(signal.frames_per_second, 1),
                "key_frame_seconds": round(signal.key_gap_seconds, 1),
                "dropped": signal.dropped_frames,
                "silent_seconds": round(signal.silent_seconds, 1),
                "delay_seconds": round(max(0.0, signal.late_seconds), 1),
                **airing.looker.seen,
            }
        stretch = airing.stretch
        if stretch is not None and stretch.packaging is not None and not stretch.is_over:
            known["behind_bytes"] = stretch.packaging.behind_bytes
        return known

    async def _advise(self, health: dict[str, Any]) -> None:
        feed = self._airing.shown
        if feed is not None and monotonic() - feed.came_at > RARE_KEYS_AFTER_SECONDS:
            gap = feed.health.signal().key_gap_seconds
            if gap > RARE_KEYS_SECONDS:
                await self._note(NoteCode.RARE_KEY_FRAMES, seconds=str(round(gap)))
        if health["disk_free_bytes"] < LITTLE_DISK_BYTES:
            await self._note(NoteCode.LITTLE_DISK, gigabytes=str(round(health["disk_free_bytes"] / 2**30, 1)))

    async def _end_if_needed(self) -> None:
        airing, wish = self._airing, self._airing.wish
        silent_minutes = (monotonic() - self._last_signal_at) / 60
        if self.is_disk_full:
            await airing.end_by_itself(EndReason.NO_ROOM)
        elif wish.live_at is not None and clock.now() - wish.live_at > self._most:
            await airing.end_by_itself(EndReason.TOO_LONG)
        elif silent_minutes > wish.abandon_minutes:
            await airing.end_by_itself(EndReason.ABANDONED)

    async def _note(self, code: NoteCode, **details: str) -> None:
        airing = self._airing
        await airing.records.ask(air.note, broadcast_id=airing.wish.id, code=code, now=clock.now(), **details)


class Looker:
    """Looks at a piece and listens to it now and then: a black picture or a dead microphone is seen from outside."""

    def __init__(self, is_on_air: Callable[[], bool]) -> None:
        self._is_on_air = is_on_air
        # what the newest piece that was looked at shows and lets hear
        self.seen: dict[str, Any] = {}
        self._looked_at = 0.0
        self._looking: asyncio.Task[None] | None = None

    def offer(self, _number: int, init: Init, piece: Piece) -> None:
        """Look at this piece, if it is time to; never waits."""
        pause = LOOK_ON_AIR_SECONDS if self._is_on_air() else LOOK_BEFORE_SECONDS
        is_free = self._looking is None or self._looking.done()
        if is_free and monotonic() - self._looked_at > pause:
            self._looked_at = monotonic()
            self._looking = asyncio.create_task(self._look(init, piece))

    async def stop(self) -> None:
        """End a look that goes on: a program that is just being started must not be left behind."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self, init: Init, piece: Piece) -> None:
        look = await look_at(init, piece)
        self.seen = {
            "is_black": look.is_black,
            "is_flat": look.is_flat,
            "peak_db": look.peak_db,
            "mean_db": look.mean_db,
        }


class Processor:
    """How busy the whole machine is, between two looks."""

    def __init__(self) -> None:
        self._last = _processor_times()

    def percent(self) -> int:
        """Return the share of all cores that was at work since the last look."""
        busy, whole = _processor_times()
        before_busy, before_whole = self._last
        self._last = (busy, whole)
        return round(100 * (busy - before_busy) / max(whole - before_whole, 1e-6))


def _processor_times() -> tuple[float, float]:
    """Return the seconds that all cores were busy, and that passed for them, since the machine started."""
    with open("/proc/stat", encoding="ascii") as file:  # noqa: PTH123 -- read often
        numbers = [int(word) for word in file.readline().split()[1:9]]
    ticks = os.sysconf("SC_CLK_TCK")
    idle = numbers[3] + numbers[4]
    return (sum(numbers) - idle) / ticks, sum(numbers) / ticks
