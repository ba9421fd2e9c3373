"""The news of one room in one process: read once from the log, encoded once, handed to every browser that listens.

Each browser has a place in a common backlog and a coroutine that sends what lies behind that place. A browser that falls
so far behind that the backlog no longer holds its place is let go: it comes back and is served from the log.
"""

import asyncio
import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import structlog
from django.db import DatabaseError

from nastavnik.core import clock
from nastavnik.core.connections import with_database
from nastavnik.live.enums import Audience, RoomEventKind
from nastavnik.live.selectors.room.counts import Counts, changed, counts_of
from nastavnik.live.selectors.room.log import Told, events_after, last_number
from nastavnik.live.services.room import note_presence

T = TypeVar("T")
log = structlog.get_logger("nastavnik.live.room")

# So many pieces are kept for browsers that are slow, or come back after a moment.
KEPT_PIECES = 512
PRELOADED_EVENTS = 200
# Who missed more than this loads the page anew: it holds the same in less.
MOST_REPLAYED = 1000
READ_AT_ONCE = 200
COUNTS_SECONDS = 1.0
PRESENCE_SECONDS = 10.0
COMMENT_SECONDS = 15.0
LINGER_SECONDS = 30.0
# Threads of their own: pages must not keep the room waiting, nor the room the pages.
READERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="room")

COMMENT = b":\n\n"
GONE_KINDS = {RoomEventKind.UNSAID, RoomEventKind.QUESTION_GONE, RoomEventKind.POLL_GONE}


def encoded(kind: str, words: dict[str, Any], number: int = 0) -> bytes:
    """Return a message of a stream of events; one without a number is not asked for again."""
    line = json.dumps({"kind": kind, **words}, ensure_ascii=False, separators=(",", ":")).encode()
    return b"id: %d\ndata: %s\n\n" % (number, line) if number else b"data: %s\n\n" % line


RESET = encoded("reset", {})


@dataclass(slots=True)
class Piece:
    """What is sent to those who lead the room and to everybody else; nothing where it is not for them."""

    number: int
    subject: str
    everybody: bytes
    leaders: bytes


def piece_of(told: Told) -> Piece:
    """Return an event of the log as it is sent; words that were taken back are sent to nobody, only that they are gone."""
    is_untold = told.payload.get("gone") and told.kind not in GONE_KINDS
    words = b"" if is_untold else encoded(told.kind, told.payload, told.number)
    return Piece(
        number=told.number,
        subject=told.subject,
        everybody=b"" if told.audience == Audience.MODERATORS else words,
        leaders=b"" if told.audience == Audience.VIEWERS else words,
    )


class Backlog:
    """The latest pieces, each under its place: 0, 1, 2 … since the process began to listen."""

    def __init__(self) -> None:
        self.pieces: deque[Piece] = deque()
        self.begin = 0
        # every event above this number is among the pieces
        self.floor = 0

    @property
    def end(self) -> int:
        """The place of the next piece."""
        return self.begin + len(self.pieces)

    def add(self, piece: Piece) -> None:
        """Add a piece at the end; the oldest makes room."""
        self.pieces.append(piece)
        if len(self.pieces) > KEPT_PIECES:
            oldest = self.pieces.popleft()
            self.begin += 1
            self.floor = max(self.floor, oldest.number)

    def blank(self, subject: str) -> None:
        """Take out what was said of `subject`: it was taken back."""
        for piece in self.pieces:
            if piece.subject == subject:
                piece.everybody = b""

    def since(self, place: int, *, is_leader: bool) -> bytes:
        """Return all from a place on, as it is sent. The place must be kept still."""
        behind = self.end - place
        if behind == 1:
            newest = self.pieces[-1]
            return newest.leaders if is_leader else newest.everybody
        pieces = list(self.pieces)[place - self.begin :]
        return b"".join(piece.leaders if is_leader else piece.everybody for piece in pieces)

    def events_above(self, number: int, *, is_leader: bool) -> bytes:
        """Return the events above a number, as they are sent. The number must not be below the floor."""
        return joined([piece for piece in self.pieces if piece.number > number], is_leader=is_leader)


def joined(pieces: list[Piece], *, is_leader: bool) -> bytes:
    """Return pieces as they are sent."""
    return b"".join(piece.leaders if is_leader else piece.everybody for piece in pieces)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens: a person with an account, a guest with a name, or nobody in particular."""

    room_id: int
    is_leader: bool = False
    user_id: int | None = None
    member_id: int | None = None


@dataclass(eq=False, slots=True)
class Client:
    """A browser that listens, and its place in the backlog."""

    listener: Listener
    place: int = 0
    is_gone: bool = False
    news: "asyncio.Future[None] | None" = None
    # what it gets first: all that it missed, and the numbers
    first: bytes = b""

    def wake(self) -> None:
        """Let its coroutine look for news."""
        if self.news is not None and not self.news.done():
            self.news.set_result(None)

    def leave(self) -> None:
        """End its stream."""
        self.is_gone = True
        self.wake()

    async def wait(self) -> None:
        """Wait for news, or for the end."""
        self.news = asyncio.get_running_loop().create_future()
        await self.news
        self.news = None


@dataclass(eq=False)
class Feed:
    """A room as one process follows it. `look_seconds`: how often the log is read when nothing rings."""

    room_id: int
    process: str
    look_seconds: float
    clients: set[Client] = field(default_factory=set)
    backlog: Backlog = field(default_factory=Backlog)
    number: int = 0
    counts: Counts = field(default_factory=lambda: Counts({}, {}))
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    newcomers: set[Listener] = field(default_factory=set)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_over: bool = False
    parent: int = field(default_factory=os.getppid)

    def end(self) -> None:
        """Let everybody go; they come back to another feed."""
        self.is_over = True
        for client in self.clients:
            client.leave()

    # --- clients -----------------------------------------------------------------------------------------------------

    async def join(self, listener: Listener, after: int | None) -> Client:
        """Let a browser in that has seen the events up to number `after`; None: it wants only what comes."""
        client = Client(listener)
        self.clients.add(client)
        if not is_nameless(listener):
            self.newcomers.add(listener)
        try:
            if after is not None and after > self.number:
                await self.read_log()  # its page was made by another process, a moment ahead of this one
            client.place = self.backlog.end
            missed = await self._missed(listener, after)
        except BaseException:
            self.clients.discard(client)
            raise
        client.first = missed + self._numbers(listener)
        return client

    async def _missed(self, listener: Listener, after: int | None) -> bytes:
        """Return what a browser missed, up to this moment: later pieces come from its place in the backlog."""
        until = self.number
        if after is None or after == until:
            return b""
        if after > until:
            return RESET  # the log was begun anew
        if after >= self.backlog.floor:
            return self.backlog.events_above(after, is_leader=listener.is_leader)
        told = await in_thread(partial(events_after, self.room_id, after, MOST_REPLAYED + 1))
        if len(told) > MOST_REPLAYED or (told and told[0].number != after + 1):
            return RESET
        return joined([piece_of(one) for one in told if one.number <= until], is_leader=listener.is_leader)

    def _numbers(self, listener: Listener) -> bytes:
        counts = self.counts.leaders if listener.is_leader else self.counts.everybody
        return encoded("counts", counts) if counts else b""

    def next_for(self, client: Client) -> bytes:
        """Return what a browser is to be sent now, nothing if it has all; one that is too slow is let go."""
        if client.first:
            first, client.first = client.first, b""
            return first
        if client.place < self.backlog.begin:
            client.is_gone = True
            return b""
        if client.place == self.backlog.end:
            return b""
        place, client.place = client.place, self.backlog.end
        return self.backlog.since(place, is_leader=client.listener.is_leader)

    # --- following the room ------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Take up the log where it ends now. Raises `Room.DoesNotExist`."""
        newest = await in_thread(partial(last_number, self.room_id))
        self.number = self.backlog.floor = max(0, newest - PRELOADED_EVENTS)
        await self.read_log()
        self.number = max(self.number, newest)
        self.counts = await in_thread(partial(counts_of, self.room_id, clock.now()))

    async def run(self) -> None:
        """Follow the room while anybody listens, and a little longer.

        A process whose server is gone waits for its streams to end before it goes itself: then everybody is let go.
        """
        counting = asyncio.ensure_future(self._keep_counting())
        loop = asyncio.get_running_loop()
        seen_at = said_at = loop.time()
        try:
            while self._is_needed(loop.time() - seen_at) and not counting.done():
                now = loop.time()
                seen_at = now if self.clients else seen_at
                with logged(self.room_id):
                    await self.read_log()
                if now - said_at >= COMMENT_SECONDS:
                    said_at = now
                    self._hand_out([Piece(0, "", COMMENT, COMMENT)])
                await self._rest()
            if counting.done():
                await counting  # what ended it ends this too
        finally:
            counting.cancel()

    def _is_needed(self, empty_seconds: float) -> bool:
        return os.getppid() == self.parent and (bool(self.clients) or empty_seconds < LINGER_SECONDS)

    async def _keep_counting(self) -> None:
        """Count the room and note who is in it, beside the words: these wait for nothing."""
        loop = asyncio.get_running_loop()
        noted_at = loop.time()
        while True:
            await asyncio.sleep(COUNTS_SECONDS)
            now = loop.time()
            is_due = now - noted_at >= PRESENCE_SECONDS
            noted_at = now if is_due else noted_at
            with logged(self.room_id):
                await self._note_presence(is_whole=is_due)
                await self._count()

    async def _rest(self) -> None:
        """Wait until somebody rings, or it is time to look."""
        try:
            async with asyncio.timeout(self.look_seconds):
                await self.bell.wait()
        except TimeoutError:
            pass
        self.bell.clear()

    async def read_log(self) -> None:
        """Hand out what has been written since; nobody else reads meanwhile."""
        async with self.reading:
            while told := await in_thread(partial(events_after, self.room_id, self.number, READ_AT_ONCE)):
                self.number = told[-1].number
                for one in told:
                    if one.payload.get("gone"):
                        self.backlog.blank(one.subject)
                self._hand_out([piece_of(one) for one in told])
                if len(told) < READ_AT_ONCE:
                    break

    def _hand_out(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            self.backlog.add(piece)
        for client in self.clients:
            client.wake()

    async def _count(self) -> None:
        """Read the numbers of the room, and hand out what has changed."""
        before, self.counts = self.counts, await in_thread(partial(counts_of, self.room_id, clock.now()))
        everybody = changed(before.everybody, self.counts.everybody)
        leaders = changed(before.leaders, self.counts.leaders)
        if everybody or leaders:
            words = [encoded("counts", numbers) if numbers else b"" for numbers in (everybody, leaders)]
            self._hand_out([Piece(0, "", *words)])

    async def _note_presence(self, *, is_whole: bool) -> None:
        """Write down who listens: all of them, or only those who came since."""
        listeners = {client.listener for client in self.clients} if is_whole else self.newcomers
        if not (listeners or is_whole):
            return
        self.newcomers = set()
        note = partial(
            note_presence,
            room_id=self.room_id,
            process=self.process,
            user_ids={one.user_id for one in listeners if one.user_id is not None},
            member_ids={one.member_id for one in listeners if one.member_id is not None},
            guests=sum(1 for client in self.clients if is_nameless(client.listener)),
            now=clock.now(),
        )
        await in_thread(note)


def is_nameless(listener: Listener) -> bool:
    """Tell whether nothing is known of who listens."""
    return listener.user_id is None and listener.member_id is None


@contextmanager
def logged(room_id: int) -> Iterator[None]:
    """Go on when the database does not answer: the next look may."""
    try:
        yield
    except DatabaseError:
        log.exception("a room could not be read", room=room_id)


async def in_thread(call: Callable[[], T]) -> T:
    """Return what `call` returns in a thread that may use the database."""
    return await asyncio.get_running_loop().run_in_executor(READERS, with_database(call))
