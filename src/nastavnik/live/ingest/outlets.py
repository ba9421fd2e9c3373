"""To whom the pieces of a broadcast go besides the school's own page: relays to channels, and the smaller picture."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState, NoteCode, RelayState
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.lower import LowerPicture
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.records import Records
from nastavnik.live.ingest.relay import Light, Relay, Tell
from nastavnik.live.services import air
from nastavnik.live.services.air import RelayWish, Wish

log = structlog.get_logger("nastavnik.live.outlets")

# A recording is not kept waiting for its smaller picture longer than that.
LOWER_END_SECONDS = 1.5


class Outlets:
    """The relays of one broadcast and its smaller picture, as the desk wants them."""

    def __init__(self, broadcast_id: int, records: Records, *, can_encode: Callable[[], bool | None]) -> None:
        """`can_encode` tells whether this machine makes a smaller picture in time; None while that is not known."""
        self._broadcast_id, self._records, self._can_encode = broadcast_id, records, can_encode
        self._lower: tuple[LowerPicture, asyncio.Task[None]] | None = None
        self._is_lower_given_up = False
        self._relays: dict[int, tuple[RelayWish, Relay]] = {}
        self._header = b""
        self._ending: set[asyncio.Task[None]] = set()

    def follow(self, wish: Wish, build: LiveBuild | None) -> None:
        """Start and stop relays (one whose address or key was changed is started anew) and the smaller picture."""
        is_live = wish.state == BroadcastState.LIVE
        if build is not None:
            self._follow_lower(build, is_wanted=is_live and wish.wants_lower_quality)
        wanted = {relay.id: relay for relay in wish.relays if relay.is_wanted and is_live}
        for relay_id, (old, relay) in list(self._relays.items()):
            if wanted.get(relay_id) != old:
                del self._relays[relay_id]
                self._end(relay_id, relay)
        for relay_id, new in wanted.items():
            if relay_id not in self._relays:
                self._relays[relay_id] = (new, self._started(new))

    def _follow_lower(self, build: LiveBuild, *, is_wanted: bool) -> None:
        if self._lower is not None and not is_wanted:
            self._lower[0].close()
            self._lower = None
        if self._lower is not None or not is_wanted or self._is_lower_given_up:
            return
        can_encode = self._can_encode()
        if can_encode is None:
            return
        if not can_encode:
            self._give_up_lower("measured at the start")
            return
        lower = LowerPicture(build, on_stop=self._give_up_lower, ffmpeg=settings.FFMPEG)
        self._lower = (lower, asyncio.create_task(lower.run()))

    def _give_up_lower(self, why: str) -> None:
        """Make no smaller picture in this broadcast any more, and say so at the desk."""
        log.info("no smaller picture", broadcast_id=self._broadcast_id, why=why)
        self._is_lower_given_up = True
        self._keep(
            self._records.ask(air.note, broadcast_id=self._broadcast_id, code=NoteCode.LOWER_STOPPED, now=clock.now())
        )

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what goes on."""
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _started(self, wish: RelayWish) -> Relay:
        relay = Relay(wish.address, wish.key, self._telling(wish.id))
        relay.begin(self._header)
        relay.start()
        return relay

    def _end(self, relay_id: int, relay: Relay) -> None:
        async def end() -> None:
            await relay.stop()
            await self._telling(relay_id)(Light(RelayState.OFF, sent_seconds=relay.sent_seconds))

        self._keep(end())

    def _telling(self, relay_id: int) -> Tell:
        async def tell(light: Light) -> None:
            now = clock.now()
            retry_at = now + timedelta(seconds=light.retry_in_seconds) if light.retry_in_seconds else None
            more = {"log": light.log} if light.log else {}
            await self._records.ask(
                air.report_relay,
                relay_id=relay_id,
                now=now,
                state=light.state,
                is_new_try=light.is_new_try,
                why=light.why,
                retry_at=retry_at,
                sent_seconds=light.sent_seconds,
                **more,
            )

        return tell

    def take(self, number: int, init: Init, piece: Piece) -> None:
        """Hand a piece to everyone; never waits."""
        self._header = init.content
        if self._lower is not None:
            self._lower[0].offer(number, init, piece)
        for _wish, relay in self._relays.values():
            relay.begin(init.content)
            relay.take(piece.content)

    async def stop(self) -> None:
        """End all relays, and let the smaller picture be made to its end."""
        if self._lower is not None:
            lower, making = self._lower
            lower.close()
            await asyncio.wait([making], timeout=LOWER_END_SECONDS)
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
            self._lower = None
        relays = [relay for _wish, relay in self._relays.values()]
        self._relays = {}
        await asyncio.gather(*(relay.stop() for relay in relays), *self._ending, return_exceptions=True)
