"""To whom the pieces of a broadcast go besides the school's own page: relays to channels, one beside the other."""

import asyncio
from datetime import timedelta

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState, RelayState
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.records import Records
from nastavnik.live.ingest.relay import Light, Relay, Tell
from nastavnik.live.services import air
from nastavnik.live.services.air import RelayWish, Wish


class Outlets:
    """The relays of one broadcast, as the desk wants them."""

    def __init__(self, broadcast_id: int, records: Records) -> None:
        self._broadcast_id, self._records = broadcast_id, records
        self._relays: dict[int, tuple[RelayWish, Relay]] = {}
        self._header = b""
        self._ending: set[asyncio.Task[None]] = set()

    def follow(self, wish: Wish) -> None:
        """Start and stop relays; one whose address or key was changed is started anew."""
        is_live = wish.state == BroadcastState.LIVE
        wanted = {relay.id: relay for relay in wish.relays if relay.is_wanted and is_live}
        for relay_id, (old, relay) in list(self._relays.items()):
            if wanted.get(relay_id) != old:
                del self._relays[relay_id]
                self._end(relay_id, relay)
        for relay_id, new in wanted.items():
            if relay_id not in self._relays:
                self._relays[relay_id] = (new, self._started(new))

    def _started(self, wish: RelayWish) -> Relay:
        relay = Relay(wish.address, wish.key, self._telling(wish.id))
        relay.begin(self._header)
        relay.start()
        return relay

    def _end(self, relay_id: int, relay: Relay) -> None:
        async def end() -> None:
            await relay.stop()
            await self._telling(relay_id)(Light(RelayState.OFF, sent_seconds=relay.sent_seconds))

        task = asyncio.create_task(end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

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

    def take(self, init: Init, piece: Piece) -> None:
        """Hand a piece to everyone; never waits."""
        self._header = init.content
        for _wish, relay in self._relays.values():
            relay.begin(init.content)
            relay.take(piece.content)

    async def stop(self) -> None:
        """End all relays."""
        relays = [relay for _wish, relay in self._relays.values()]
        self._relays = {}
        await asyncio.gather(*(relay.stop() for relay in relays), *self._ending, return_exceptions=True)
