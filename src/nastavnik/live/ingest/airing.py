"""One broadcast at its node: whose signal is shown, where it is written, to whom it goes, when it is over.

The desk's wishes come in with every `follow`, about twice a second; everything else is told back through `records`.

    feeds     whoever sends; one of them is shown
    preview   the shown feed before air, for the desk alone
    stretch   the shown feed on air, on its way into the build; a lost or relieved sender ends it, another begins the next
    outlets   relays, the smaller picture: they get each piece and hold nobody up
"""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import monotonic
from typing import Any

import structlog

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, SenderState
from nastavnik.live.ingest import places
from nastavnik.live.ingest.feed import BrowserFeed, Cut, Feed, kept_beside
from nastavnik.live.ingest.health import Looker, Watcher
from nastavnik.live.ingest.lease import Lease
from nastavnik.live.ingest.mirror import Mirror
from nastavnik.live.ingest.outlets import Outlets
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.preview import Preview
from nastavnik.live.ingest.records import Records
from nastavnik.live.ingest.stretch import Stretch
from nastavnik.live.ingest.words import OVER, STOPPED, UNUSABLE, State
from nastavnik.live.services import air
from nastavnik.live.services.air import Wish

log = structlog.get_logger("nastavnik.live.airing")

# A browser whose connection broke has so long to come back before its stretch ends; nothing it made meanwhile is lost.
GRACE_SECONDS = 30.0
# After so long another sender who waits is shown instead.
RELIEF_SECONDS = 4.0
# A lost browser is forgotten: its page was closed.
FORGOTTEN_SECONDS = 15 * 60.0
# A broadcast that has not begun and to which nobody sends is put away: others may need its place.
IDLE_SECONDS = 60.0
# All that may send at once, and recorders whose connection broke: each may take some of the memory.
MOST_FEEDS = 12


class Airing:
    """Looks after one broadcast as long as this node has its lease."""

    def __init__(
        self,
        wish: Wish,
        *,
        records: Records,
        lease: Lease,
        most_hours: int,
        can_encode: Callable[[], bool | None],
    ) -> None:
        self.wish = wish
        self.records, self.lease = records, lease
        self.door = asyncio.Lock()  # held while somebody comes in
        self.home = places.home_of(wish.token)
        self.feeds: list[Feed] = []
        self.shown: Feed | None = None
        self.looker = Looker(lambda: self.wish.state == BroadcastState.LIVE)
        self.preview = Preview(wish.token, self.looker.offer)
        self.build: LiveBuild | None = None
        self.mirror: Mirror | None = None
        self.stretch: Stretch | None = None
        self.last_number = 0
        self.is_finished = False
        self.outlets = Outlets(wish.id, records, can_encode=can_encode)
        self.watcher = Watcher(self, most_hours=most_hours)
        self._wanted_at = monotonic()
        self._lock = asyncio.Lock()
        self._beside: set[asyncio.Task[None]] = set()
        self._told: dict[str, tuple[SenderState, dict[str, Any]]] = {}
        self._writing_for: BroadcastState | None = None  # what the shown feed is written down for

    # --- senders ----------------------------------------------------------------------------------------------------

    def browser(self, session: str) -> BrowserFeed | None:
        """Return the feed of a browser's session, if it is known."""
        feeds = (feed for feed in self.feeds if isinstance(feed, BrowserFeed))
        return next((feed for feed in feeds if feed.session == session), None)

    def is_sent_to_by(self, key_id: int) -> bool:
        """Tell whether a program sends with this key."""
        return any(feed.key_id == key_id and feed.is_connected for feed in self.feeds)

    async def has_room(self) -> bool:
        """Tell whether one more may send. A recorder that was lost longest, and is not shown, gives its place up."""
        self._wanted_at = monotonic()
        if len(self.feeds) < MOST_FEEDS:
            return True
        lost = [feed for feed in self.feeds if not feed.is_connected and feed is not self.shown]
        if not lost:
            return False
        await self._dismiss(min(lost, key=lambda feed: feed.lost_at), NoteCode.SENDER_GONE)
        return True

    async def welcome(self, feed: Feed) -> None:
        """Take a sender who has come, or come back. What cannot be done at once is done at the next look."""
        if feed not in self.feeds:
            self.feeds.append(feed)
        try:
            await self.follow(self.wish)
        except Exception:
            log.exception("a sender could not be shown at once", broadcast=self.wish.token)

    async def on_end(self, feed: Feed) -> None:
        """Hear that a program has gone; it comes back as another feed."""
        code = NoteCode.SENDER_LOST if self.wish.state == BroadcastState.LIVE else NoteCode.SENDER_GONE
        await self._dismiss(feed, code)

    async def on_lost(self, feed: BrowserFeed) -> None:
        """Hear that a browser's connection broke, or that it stopped on purpose."""
        if feed.is_leaving:
            await self._dismiss(feed, NoteCode.SENDER_GONE)
            return
        if feed is self.shown and self.wish.state == BroadcastState.LIVE:
            await self._note(NoteCode.SENDER_LOST, label=feed.label)
        await self._tell_states()

    async def on_unusable(self, feed: Feed, what: str) -> None:
        """Hear that a signal cannot be shown."""
        await self._note(NoteCode.WRONG_CODEC, label=feed.label, codec=what or "?")
        if isinstance(feed, BrowserFeed):
            await feed.end(UNUSABLE)
            await self._dismiss(feed, NoteCode.SENDER_GONE)

    async def _dismiss(self, feed: Feed, code: NoteCode) -> None:
        if feed not in self.feeds:
            return
        self.feeds.remove(feed)
        feed.stop_writing()
        if self.shown is feed:
            self.shown = None
        self._told.pop(feed.token, None)
        self._wanted_at = monotonic()
        # were this lost, the key would be in use for ever
        gone = {"sender_id": feed.sender_id, "state": SenderState.GONE, "now": clock.now()}
        await self.records.insist(air.change_sender, **gone)
        await self._note(code, label=feed.label)

    # --- following the desk -----------------------------------------------------------------------------------------

    async def follow(self, wish: Wish) -> None:
        """Bring the broadcast where the desk wants it."""
        async with self._lock:
            if self.is_finished:
                return
            self.wish = wish
            if wish.state == BroadcastState.ENDED:
                await self._finish()
                return
            if wish.state == BroadcastState.LIVE and self.build is None:
                await self._open_build()
            await self._part_with_senders()
            self._choose()
            self._write()
            await self._follow_preview()
            self.outlets.follow(wish, self.build)
            await self._tell_states()
            await self.watcher.look()

    async def _open_build(self) -> None:
        self.mirror = places.mirror_of(self.wish)
        on_file = self.mirror.put if self.mirror is not None else None
        self.build = await asyncio.to_thread(LiveBuild, places.build_of(self.wish), on_file=on_file)
        self.last_number = max(self.last_number, self.build.part)

    async def _part_with_senders(self) -> None:
        """Send away whose key was withdrawn, end the stretch of who is lost too long, forget who will not come back."""
        for feed in list(self.feeds):
            lost_seconds = 0.0 if feed.is_connected else monotonic() - feed.lost_at
            if feed.token in self.wish.cut_off:
                await feed.end(STOPPED)
                await self._dismiss(feed, NoteCode.KEY_REVOKED)
            elif lost_seconds > FORGOTTEN_SECONDS:
                await self._dismiss(feed, NoteCode.SENDER_GONE)
            elif lost_seconds > GRACE_SECONDS and feed.journal is not None:
                feed.stop_writing()

    def _choose(self) -> None:
        """Decide who is shown: the one whom the desk wants, the one who is shown, else whoever is there."""
        there = [feed for feed in self.feeds if feed.is_connected]
        wanted = next((feed for feed in there if feed.token == self.wish.wanted_sender), None)
        shown = self.shown
        is_lost = shown is None or (not shown.is_connected and monotonic() - shown.lost_at > RELIEF_SECONDS)
        if wanted is not None and wanted is not shown:
            self._show(wanted)
        elif is_lost and there:
            self._show(there[0])

    def _show(self, feed: Feed) -> None:
        before, self.shown = self.shown, feed
        self._writing_for = None
        if before is not None:
            before.cut = None
            code = NoteCode.TAKEN_OVER
            self._later(self._note(code, label=feed.label))

    def _write(self) -> None:
        """See to it that the shown feed is written down for what the broadcast is now."""
        feed = self.shown
        if feed is None or not feed.is_connected:
            return
        if self.wish.state != BroadcastState.LIVE and self.watcher.is_disk_full:
            feed.stop_writing()
            return
        is_written = feed.journal is not None or feed.cut is not None
        if is_written and self._writing_for == self.wish.state:
            return
        self._writing_for = self.wish.state
        if self.wish.state == BroadcastState.LIVE:
            path = self.home / f"part-{self.last_number + 1}.{feed.source}"
            feed.write_to(Cut(path, feed.stream.total, self._begin_stretch))
        else:
            path = self.home / f"preview.{feed.source}"
            feed.write_to(Cut(path, feed.stream.total, self._begin_preview))

    def _begin_preview(self, feed: Feed, journal: Journal, _first_at: float) -> None:
        self._stop_others(feed)
        self.preview.begin(journal)

    def _stop_others(self, feed: Feed) -> None:
        for other in self.feeds:
            if other is not feed:
                other.stop_writing()

    async def _follow_preview(self) -> None:
        """End the preview once it is not needed, and begin it anew before it grows large."""
        if self.wish.state != BroadcastState.PLANNED:
            await self.preview.end()
        elif self.preview.is_due():
            self._writing_for = None

    # --- on air -----------------------------------------------------------------------------------------------------

    def _begin_stretch(self, feed: Feed, journal: Journal, first_at: float) -> None:
        """Take up a journal that has begun: from here on this sender is seen."""
        self.last_number += 1
        self._stop_others(feed)
        self._follow_journal(self.last_number, journal, first_at, feed.sender_id)

    def _follow_journal(self, number: int, journal: Journal, first_at: float, sender_id: int | None) -> None:
        assert self.build is not None
        before, self.stretch = (
            self.stretch,
            Stretch(
                number=number,
                journal=journal,
                build=self.build,
                began_at=first_at,
                sender_id=sender_id,
                lease=self.lease,
                on_piece=self._take_piece,
                on_death=self._hear_death,
            ),
        )
        self.stretch.start(self.records, self.wish.id, before)

    def _take_piece(self, number: int, init: Init, piece: Piece) -> None:
        self.outlets.take(number, init, piece)
        self.looker.offer(number, init, piece)

    def _hear_death(self, why: str) -> None:
        log.warning("a packager died", broadcast=self.wish.token, why=why)
        self._later(self._note(NoteCode.PACKAGER_DIED))

    # --- the end ----------------------------------------------------------------------------------------------------

    async def _finish(self) -> None:
        """Bring in what was sent to the last frame, and hand the recording over."""
        if self.build is None and self.wish.folder:
            await self._open_build()
        for feed in list(self.feeds):
            feed.stop_writing()
            await feed.end(OVER)
        if self.stretch is not None:
            await self.stretch.wait()
        await self.outlets.stop()
        await self.preview.end()
        await self.looker.stop()
        if self.build is not None:
            await places.finish(self.build, self.mirror, self.wish.id, self.records)
        await self.records.ask(air.forget_senders, broadcast_id=self.wish.id, now=clock.now())
        self.feeds, self.shown = [], None
        self.is_finished = True
        await self._close_mirror()
        await asyncio.to_thread(places.forget, self.wish)

    async def _close_mirror(self) -> None:
        if self.mirror is not None:
            await asyncio.to_thread(self.mirror.close)
            self.mirror = None

    @property
    def is_idle(self) -> bool:
        """Whether it has not begun, and nobody has sent to it for a while."""
        is_waiting = self.wish.state == BroadcastState.PLANNED and not self.feeds
        return is_waiting and monotonic() - self._wanted_at > IDLE_SECONDS

    async def put_away(self) -> None:
        """Let go of a broadcast that has not begun; nothing of what was tried is kept."""
        await self.leave()
        await asyncio.to_thread(places.forget, self.wish)

    async def leave(self) -> None:
        """Let everything be: the node stops, or another one has the lease. The disk tells how to go on."""
        self.lease.give_up()
        async with self._lock:
            self.is_finished = True
            for feed in list(self.feeds):
                feed.stop_writing()
                await feed.hang_up()
            if self.stretch is not None:
                await self.stretch.leave()
            await self.preview.end()
            await self.looker.stop()
            await self.outlets.stop()
            await self._close_mirror()

    # --- after a crash ----------------------------------------------------------------------------------------------

    async def recover(self) -> None:
        """Go on with what a killed node left: its pieces, what was sent and is in no piece yet, its browsers."""
        await self.records.ask(air.forget_senders, broadcast_id=self.wish.id, now=clock.now())
        if not self.wish.folder:
            return
        await asyncio.to_thread(places.fetch, self.wish)
        await self._open_build()
        for number, path in places.journals_in(self.home):
            if self.build is not None and number >= self.build.part:
                self.last_number = max(self.last_number, number)
                await self._recover_journal(number, path)

    async def _recover_journal(self, number: int, path: Path) -> None:
        journal = await asyncio.to_thread(Journal, path)
        kept = kept_beside(path)
        if kept is None or self.wish.state != BroadcastState.LIVE:
            journal.close()
            self._follow_journal(number, journal, places.written_at(path), None)
            return
        feed = BrowserFeed(
            session=kept.session,
            sender_id=kept.sender_id,
            token=kept.sender_token,
            label=kept.label,
            on_lost=self.on_lost,
            on_unusable=self.on_unusable,
        )
        await asyncio.to_thread(feed.go_on, journal, kept)
        self.feeds.append(feed)
        self.shown, self._writing_for = feed, BroadcastState.LIVE
        self._follow_journal(number, journal, kept.zero_at, kept.sender_id)

    # --- telling ----------------------------------------------------------------------------------------------------

    async def _tell_states(self) -> None:
        """Tell the desk and the browsers what each signal is used for now, where that has changed."""
        for feed in self.feeds:
            state, facts = self.state_of(feed), dict(feed.facts)
            if self._told.get(feed.token) != (state, facts):
                await self.records.ask(
                    air.change_sender, sender_id=feed.sender_id, state=state, facts=facts, now=clock.now()
                )
                self._told[feed.token] = (state, facts)
            if isinstance(feed, BrowserFeed):
                await feed.tell_state(State(state.value, self.wish.state == BroadcastState.LIVE))

    def state_of(self, feed: Feed) -> SenderState:
        """Return what the signal of `feed` is used for."""
        if not feed.is_connected:
            return SenderState.LOST
        return SenderState.ON_AIR if feed is self.shown else SenderState.WAITING

    async def end_by_itself(self, why: EndReason) -> None:
        """End the broadcast without the desk; the next wish says so."""
        await self.records.ask(air.end_by_itself, broadcast_id=self.wish.id, why=why, now=clock.now())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what goes on."""
        task = asyncio.ensure_future(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _note(self, code: NoteCode, **details: str) -> None:
        await self.records.ask(air.note, broadcast_id=self.wish.id, code=code, now=clock.now(), **details)
