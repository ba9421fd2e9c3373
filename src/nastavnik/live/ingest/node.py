"""A node: takes broadcasts in, looks after those whose lease it has, and takes over those of nodes that died."""

import asyncio
import socket
import ssl
from dataclasses import dataclass

import structlog
from django.conf import settings as django_settings
from django.db import OperationalError

from nastavnik.core import clock
from nastavnik.live.enums import NoteCode, SenderKind
from nastavnik.live.ingest.airing import Airing
from nastavnik.live.ingest.feed import BrowserFeed, RtmpFeed
from nastavnik.live.ingest.link import Line, Link
from nastavnik.live.ingest.packaging.lower import ENOUGH_SPEED, measured_speed
from nastavnik.live.ingest.records import Records
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.ingest.rtmp.server import RtmpServer
from nastavnik.live.ingest.rtmp.words import Code
from nastavnik.live.ingest.words import BUSY, OVER, STOPPED, Ready, Refused, Ticket, refusal_text
from nastavnik.live.models import Sender
from nastavnik.live.services import air
from nastavnik.live.services.air import KeyRefused

log = structlog.get_logger("nastavnik.live.node")

LOOK_SECONDS = 0.5
BEAT_SECONDS = 2.0
DATABASE_PAUSE_SECONDS = 2.0
APP = "live"
TURNED = {
    NoteCode.WRONG_KEY: (Code.BAD_NAME, "There is no such stream key. Copy it anew from the desk of the broadcast."),
    NoteCode.KEY_REVOKED: (Code.BAD_NAME, "This stream key was withdrawn. Make a new one at the desk."),
    NoteCode.SECOND_PUBLISHER: (Code.DENIED, "Somebody else is sending with this key. Make one of your own."),
    NoteCode.NOT_YET: (Code.DENIED, "This broadcast is over."),
}


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Where a node listens, and how much it takes in. Port 0 of RTMP is none, of browsers any that is free."""

    name: str
    address: str
    host: str
    port: int
    rtmp_host: str
    rtmp_port: int
    rtmp_tls: ssl.SSLContext | None = None
    most_broadcasts: int = 4
    most_hours: int = 8


def usual_name() -> str:
    """Return the name of this machine."""
    return socket.gethostname()[:80]


class Node:
    """One process that takes broadcasts in."""

    def __init__(self, settings: NodeSettings) -> None:
        self.settings = settings
        self.records = Records()
        self.airings: dict[int, Airing] = {}
        self.node_id = 0
        self.encoding_speed = 0.0
        self.link = Link(host=settings.host, port=settings.port, join=self.join)
        self.rtmp: RtmpServer | None = None
        self._beaten_at = 0.0
        self._measuring: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()

    # --- its life ---------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen, and make itself known. Raises `OSError` when web processes could not reach it."""
        await self.link.start()
        await self._beat()
        self._measuring = asyncio.create_task(self._measure())
        await self._start_rtmp()
        log.info("ingest started", node=self.settings.name, link=self.link.port, rtmp=self.settings.rtmp_port)

    async def _measure(self) -> None:
        """Measure whether this machine can make a smaller picture; nobody waits for it."""
        self.encoding_speed = await measured_speed(django_settings.FFMPEG)
        log.info("encoding measured", times_real_time=round(self.encoding_speed, 1))

    def can_encode(self) -> bool | None:
        """Tell whether this machine makes a smaller picture in time; None while that is not known."""
        return self.encoding_speed >= ENOUGH_SPEED if self.encoding_speed else None

    async def _start_rtmp(self) -> None:
        wanted = self.settings
        if not wanted.rtmp_port:
            return
        server = RtmpServer(self, host=wanted.rtmp_host, port=wanted.rtmp_port, ssl_context=wanted.rtmp_tls)
        try:
            await server.start()
        except OSError as error:  # browsers can send all the same
            log.warning("RTMP is off: the port cannot be had", port=wanted.rtmp_port, why=str(error))
            return
        self.rtmp = server

    async def run(self, stopping: asyncio.Event) -> None:
        """Look after the broadcasts until told to stop."""
        while not stopping.is_set():
            pause = LOOK_SECONDS
            try:
                await self.look()
            except OperationalError:
                log.exception("the database does not answer")
                pause = DATABASE_PAUSE_SECONDS
            try:
                await asyncio.wait_for(stopping.wait(), pause)
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Follow the desks' wishes once; beat, and adopt what nobody looks after, when it is time to."""
        loop = asyncio.get_running_loop()
        if loop.time() - self._beaten_at > BEAT_SECONDS:
            self._beaten_at = loop.time()
            await self._beat()
            await self._keep_leases()
            await self._adopt()
        if not self.airings:
            return
        wishes = await self.records.ask(air.wishes, broadcast_ids=list(self.airings))
        await asyncio.gather(*(self._follow(wish) for wish in wishes))
        for broadcast_id in set(self.airings) - {wish.id for wish in wishes}:
            await self._drop(broadcast_id)

    async def _follow(self, wish: air.Wish) -> None:
        airing = self.airings.get(wish.id)
        if airing is None:
            return
        try:
            await airing.follow(wish)
        except OperationalError:
            raise
        except Exception:
            log.exception("a broadcast could not be followed", broadcast=wish.token)
        if airing.is_finished:
            self.airings.pop(wish.id, None)
            await self.records.ask(air.release, node_id=self.node_id, broadcast_ids=[wish.id], now=clock.now())

    async def stop(self) -> None:
        """Take nothing more in, leave the broadcasts to whoever comes next."""
        if self._measuring is not None:
            self._measuring.cancel()
            await asyncio.gather(self._measuring, return_exceptions=True)
        if self.rtmp is not None:
            await self.rtmp.stop()
        ids = list(self.airings)
        for airing in list(self.airings.values()):
            await airing.leave()
        await self.link.stop()
        await self.records.ask(air.release, node_id=self.node_id, broadcast_ids=ids, now=clock.now())
        self.records.close()

    async def _beat(self) -> None:
        wanted = self.settings
        address = wanted.address or f"ws://{wanted.host}:{self.link.port}"
        self.node_id = await self.records.ask(
            air.beat, name=wanted.name, address=address, encoding_speed=self.encoding_speed, now=clock.now()
        )

    # --- leases -----------------------------------------------------------------------------------------------------

    async def _keep_leases(self) -> None:
        if not self.airings:
            return
        ours = await self.records.ask(
            air.renew, node_id=self.node_id, broadcast_ids=list(self.airings), now=clock.now()
        )
        for broadcast_id in set(self.airings) - ours:
            log.warning("another node has taken a broadcast", broadcast_id=broadcast_id)
            await self._drop(broadcast_id)

    async def _adopt(self) -> None:
        """Take over the broadcasts that nobody looks after."""
        for broadcast_id in await self.records.ask(air.orphaned, node_id=self.node_id, now=clock.now()):
            if broadcast_id not in self.airings:
                await self.airing_of(broadcast_id, is_adopted=True)

    async def _drop(self, broadcast_id: int) -> None:
        airing = self.airings.pop(broadcast_id, None)
        if airing is not None:
            await airing.leave()

    async def airing_of(self, broadcast_id: int, *, is_adopted: bool = False) -> Airing | None:
        """Return the broadcast if it is ours or can be; None when another node has it, or it is over."""
        async with self._opening:
            if broadcast_id in self.airings:
                return self.airings[broadcast_id]
            if len(self.airings) >= self.settings.most_broadcasts and not is_adopted:
                return None
            is_ours = await self.records.ask(
                air.claim, broadcast_id=broadcast_id, node_id=self.node_id, now=clock.now()
            )
            wishes = await self.records.ask(air.wishes, broadcast_ids=[broadcast_id]) if is_ours else []
            if not wishes:
                return None
            airing = Airing(
                wishes[0],
                records=self.records,
                most_hours=self.settings.most_hours,
                can_encode=self.can_encode,
            )
            await airing.recover()
            self.airings[broadcast_id] = airing
            log.info("broadcast taken on", broadcast=wishes[0].token, is_adopted=is_adopted)
            return airing

    # --- OBS --------------------------------------------------------------------------------------------------------

    async def admit(self, *, app: str, key: str, peer: str) -> RtmpFeed:
        """Return who takes the stream of a publisher. Raises `Turned`."""
        try:
            found = await self.records.ask(air.admit_key, key=key.partition("?")[0], peer=peer, now=clock.now())
        except KeyRefused as refused:
            raise Turned(*TURNED[refused.code]) from refused
        airing = await self.airing_of(found.broadcast_id)
        if airing is None:
            raise Turned(Code.DENIED, "Another node takes this broadcast in, or the school takes in no more.")
        sender = await self._come(airing, SenderKind.RTMP, found.label, key_id=found.key_id)
        feed = RtmpFeed(
            sender_id=sender.pk,
            token=sender.token,
            label=found.label,
            key_id=found.key_id,
            on_end=airing.on_end,
            on_unusable=airing.on_unusable,
        )
        await airing.welcome(feed)
        return feed

    async def _come(
        self, airing: Airing, kind: SenderKind, label: str, *, user_id: int | None = None, key_id: int | None = None
    ) -> Sender:
        return await self.records.ask(
            air.come,
            broadcast_id=airing.wish.id,
            kind=kind,
            label=label,
            user_id=user_id,
            key_id=key_id,
            now=clock.now(),
        )

    # --- browsers ---------------------------------------------------------------------------------------------------

    async def join(self, ticket: Ticket, line: Line) -> BrowserFeed | None:
        """Return who takes a browser's stream, after telling it from where to go on; None when nobody does."""
        airing = await self.airing_of(ticket.broadcast_id)
        if airing is None or airing.is_finished:
            code = BUSY if airing is None else OVER
            await line.tell(Refused(code, refusal_text(code)))
            return None
        feed = airing.browser(ticket.session)
        if feed is None:
            sender = await self._come(airing, SenderKind.BROWSER, ticket.label, user_id=ticket.user_id)
            feed = BrowserFeed(
                session=ticket.session,
                sender_id=sender.pk,
                token=sender.token,
                label=ticket.label,
                on_lost=airing.on_lost,
                on_unusable=airing.on_unusable,
            )
            await feed.join(line)
            await airing.welcome(feed)
        elif feed.token in airing.wish.cut_off:
            await line.tell(Refused(STOPPED, refusal_text(STOPPED)))
            return None
        else:
            await feed.join(line)
            await airing.follow(airing.wish)
        is_live = airing.wish.live_at is not None
        await line.tell(Ready(feed.next_chunk, feed.token, airing.state_of(feed).value, is_live))
        return feed
