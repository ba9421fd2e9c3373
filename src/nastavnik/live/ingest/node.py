"""A node: takes broadcasts in, looks after those whose lease it has, and takes over those of nodes that died."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from django.conf import settings as django_settings
from django.db import InterfaceError, OperationalError

from nastavnik.core import clock
from nastavnik.live.enums import NoteCode, SenderKind
from nastavnik.live.ingest import places
from nastavnik.live.ingest.airing import Airing
from nastavnik.live.ingest.feed import BrowserFeed, RtmpFeed
from nastavnik.live.ingest.lease import Lease
from nastavnik.live.ingest.link import Line, Link
from nastavnik.live.ingest.packaging.lower import ENOUGH_SPEED, measured_speed
from nastavnik.live.ingest.records import Records
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.ingest.rtmp.server import RtmpServer
from nastavnik.live.ingest.rtmp.words import Code
from nastavnik.live.ingest.words import BUSY, CROWDED, OVER, STOPPED, Ready, Refused, Ticket, refusal_text
from nastavnik.live.models import Sender
from nastavnik.live.services import air
from nastavnik.live.services.air import KeyRefused

log = structlog.get_logger("nastavnik.live.node")

LOOK_SECONDS = 0.5
BEAT_SECONDS = 2.0
APP = "live"
TURNED = {
    NoteCode.WRONG_KEY: (Code.BAD_NAME, "There is no such stream key. Copy it anew from the desk of the broadcast."),
    NoteCode.KEY_REVOKED: (Code.BAD_NAME, "This stream key was withdrawn. Make a new one at the desk."),
    NoteCode.SECOND_PUBLISHER: (Code.DENIED, "Somebody else is sending with this key. Make one of your own."),
    NoteCode.NOT_YET: (Code.DENIED, "This broadcast is over."),
}
CROWDED_OUT = (Code.DENIED, "As many people send to this broadcast as it takes.")


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
        self.has_rivals = False
        self._measuring: asyncio.Task[None] | None = None
        self._taking_on: dict[int, asyncio.Task[Airing | None]] = {}
        self._following: dict[int, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    # --- its life ---------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen, and make itself known. Raises `OSError` when web processes could not reach it."""
        await self.link.start()
        await self.beat()
        await asyncio.to_thread(places.sweep, await self.records.ask(air.needed_folders, now=clock.now()))
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
        """Look after the broadcasts until told to stop.

        Leases are kept by a loop of its own: whatever a broadcast waits for, no other is lost to another node.
        """
        await asyncio.gather(
            self._again_and_again(self.beat, BEAT_SECONDS, stopping),
            self._again_and_again(self.look, LOOK_SECONDS, stopping),
        )

    async def _again_and_again(
        self, deed: Callable[[], Awaitable[None]], pause: float, stopping: asyncio.Event
    ) -> None:
        while not stopping.is_set():
            try:
                await deed()
            except (OperationalError, InterfaceError):
                log.exception("the database does not answer")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), pause)

    async def look(self) -> None:
        """Follow the desks' wishes once. What takes long goes on beside the next look."""
        if not self.airings:
            return
        asked = list(self.airings)
        wishes = {wish.id: wish for wish in await self.records.ask(air.wishes, broadcast_ids=asked)}
        for broadcast_id in asked:
            if broadcast_id not in wishes:
                self._drop(broadcast_id)  # it was deleted
            elif broadcast_id not in self._following:
                self._following[broadcast_id] = asyncio.create_task(self._follow(wishes[broadcast_id]))

    async def _follow(self, wish: air.Wish) -> None:
        try:
            airing = self.airings.get(wish.id)
            if airing is not None:
                await airing.follow(wish)
                await self._put_away(airing)
        except Exception:
            log.exception("a broadcast could not be followed", broadcast=wish.token)
        finally:
            self._following.pop(wish.id, None)

    async def _put_away(self, airing: Airing) -> None:
        """Let go of a broadcast that is over, or to which nobody sends before it begins."""
        if airing.is_idle:
            await airing.put_away()
        if airing.is_finished:
            self.airings.pop(airing.wish.id, None)
            await self.records.ask(air.release, node_id=self.node_id, broadcast_ids=[airing.wish.id], now=clock.now())

    async def stop(self) -> None:
        """Take nothing more in, leave the broadcasts to whoever comes next."""
        if self.rtmp is not None:
            await self.rtmp.stop()
        beside = [self._measuring, *self._taking_on.values(), *self._following.values()]
        await _ended([task for task in beside if task is not None])
        ids = list(self.airings)
        await asyncio.gather(*(airing.leave() for airing in self.airings.values()), *self._leaving)
        await self.link.stop()
        await self.records.ask(air.release, node_id=self.node_id, broadcast_ids=ids, now=clock.now())
        self.records.close()

    # --- leases -----------------------------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Say that we live, keep our leases, and take over what nobody looks after."""
        wanted = self.settings
        address = wanted.address or f"ws://{wanted.host}:{self.link.port}"
        self.node_id = await self.records.ask(
            air.beat, name=wanted.name, address=address, encoding_speed=self.encoding_speed, now=clock.now()
        )
        self.has_rivals = len(await self.records.ask(air.living_nodes, now=clock.now())) > 1
        await self._keep_leases()
        await self.records.ask(air.forget_orphaned_senders, node_id=self.node_id, ours=self._ours(), now=clock.now())
        for broadcast_id in await self.records.ask(air.orphaned, node_id=self.node_id, now=clock.now()):
            if broadcast_id not in self.airings and broadcast_id not in self._taking_on:
                self._take_on(broadcast_id, is_adopted=True)

    def _ours(self) -> list[int]:
        return [*self.airings, *self._taking_on]

    async def _keep_leases(self) -> None:
        ours, asked_at = self._ours(), monotonic()
        if not ours:
            return
        kept = await self.records.ask(air.renew, node_id=self.node_id, broadcast_ids=ours, now=clock.now())
        for broadcast_id, airing in list(self.airings.items()):
            if broadcast_id in kept:
                airing.lease.renewed(asked_at)
            elif broadcast_id in ours:
                log.warning("another node has taken a broadcast", broadcast=airing.wish.token)
                self._drop(broadcast_id)

    def _drop(self, broadcast_id: int) -> None:
        """Leave a broadcast that is ours no more, whatever is being done for it."""
        airing, following = self.airings.pop(broadcast_id, None), self._following.pop(broadcast_id, None)

        async def leave() -> None:
            if following is not None:
                await _ended([following])
            if airing is not None:
                await airing.leave()

        task = asyncio.create_task(leave())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def airing_of(self, broadcast_id: int) -> Airing | None:
        """Return the broadcast if it is ours or can be; None when another node has it, or we have enough."""
        if broadcast_id in self.airings:
            return self.airings[broadcast_id]
        if broadcast_id not in self._taking_on and len(self._ours()) >= self.settings.most_broadcasts:
            return None
        # whoever waits may go away: others wait too
        return await asyncio.shield(self._taking_on.get(broadcast_id) or self._take_on(broadcast_id))

    def _take_on(self, broadcast_id: int, *, is_adopted: bool = False) -> "asyncio.Task[Airing | None]":
        """Begin to look after a broadcast, once for all who want it."""

        async def take_on() -> Airing | None:
            try:
                return await self._taken_on(broadcast_id, is_adopted=is_adopted)
            except Exception:
                log.exception("a broadcast could not be taken on", broadcast_id=broadcast_id)
                return None
            finally:
                self._taking_on.pop(broadcast_id, None)

        task = self._taking_on[broadcast_id] = asyncio.create_task(take_on())
        return task

    async def _taken_on(self, broadcast_id: int, *, is_adopted: bool) -> Airing | None:
        asked_at = monotonic()
        is_ours = await self.records.ask(air.claim, broadcast_id=broadcast_id, node_id=self.node_id, now=clock.now())
        wishes = await self.records.ask(air.wishes, broadcast_ids=[broadcast_id]) if is_ours else []
        if not wishes:
            return None
        airing = Airing(
            wishes[0],
            records=self.records,
            lease=Lease(lambda: self.has_rivals, renewed_at=asked_at),
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
        async with airing.door:
            if airing.is_sent_to_by(found.key_id):
                raise Turned(*TURNED[NoteCode.SECOND_PUBLISHER])
            if airing.is_finished or not await airing.has_room():
                raise Turned(*TURNED[NoteCode.NOT_YET] if airing.is_finished else CROWDED_OUT)
            return await self._entered_by_program(airing, found)

    async def _entered_by_program(self, airing: Airing, found: air.Admission) -> RtmpFeed:
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
        if airing.is_finished:  # it ended meanwhile
            raise Turned(*TURNED[NoteCode.NOT_YET])
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
        if airing is None:
            await line.tell(Refused(BUSY, refusal_text(BUSY)))
            return None
        async with airing.door:
            feed = airing.browser(ticket.session)
            if why := await _why_not(airing, feed):
                await line.tell(Refused(why, refusal_text(why)))
                return None
            feed = feed or await self._entered_by_browser(airing, ticket)
            await feed.join(line)
            await airing.welcome(feed)
        is_live = airing.wish.live_at is not None
        await line.tell(Ready(feed.next_chunk, feed.token, airing.state_of(feed).value, is_live))
        return feed

    async def _entered_by_browser(self, airing: Airing, ticket: Ticket) -> BrowserFeed:
        sender = await self._come(airing, SenderKind.BROWSER, ticket.label, user_id=ticket.user_id)
        return BrowserFeed(
            session=ticket.session,
            sender_id=sender.pk,
            token=sender.token,
            label=ticket.label,
            on_lost=airing.on_lost,
            on_unusable=airing.on_unusable,
        )


async def _why_not(airing: Airing, feed: BrowserFeed | None) -> str:
    """Return why a browser cannot send, in the code of a refusal; "" when it can. `feed` is what is known of it."""
    if airing.is_finished:
        return OVER
    if feed is not None:
        return STOPPED if feed.token in airing.wish.cut_off else ""
    return "" if await airing.has_room() else CROWDED


async def _ended(tasks: list[asyncio.Task[Any]]) -> None:
    """End tasks and wait for that."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
