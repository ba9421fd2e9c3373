"""One publisher, from the first byte to the last: its time, its commands, its stream."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from nastavnik.live.ingest.rtmp import words
from nastavnik.live.ingest.rtmp.aggregate import tags_in
from nastavnik.live.ingest.rtmp.chunks import BrokenStream, ChunkReader, Message, MessageKind
from nastavnik.live.ingest.rtmp.flv import Kind, Tag
from nastavnik.live.ingest.rtmp.gate import End, Gate, Limits, Session, Turned
from nastavnik.live.ingest.rtmp.line import OUR_CHUNK_BYTES, READ_BYTES, Line
from nastavnik.live.ingest.rtmp.words import Code, Command

T = TypeVar("T")

logger = logging.getLogger(__name__)

# One connection carries one stream, and this is its number.
STREAM_ID: Final = 1
WINDOW_BYTES: Final = 2_500_000
# A publisher of very small messages lets the others go on after so many.
_MESSAGES_IN_A_ROW: Final = 256
_READ_BEFORE_ADMISSION: Final = 8 * 1024
_KINDS = {
    MessageKind.SOUND: Kind.SOUND,
    MessageKind.PICTURE: Kind.PICTURE,
    MessageKind.SCRIPT: Kind.SCRIPT,
    MessageKind.SCRIPT_AMF3: Kind.SCRIPT,
}


class SessionFailed(Exception):
    """The stream's owner raised something else than `Turned`."""


class Connection:
    """A publisher that has been let in at the door.

    `on_admitted` is called once its key has been admitted. `session` is what takes its stream, while it does; it is
    closed exactly once, whatever happens, and then `session_closed` is set.
    """

    def __init__(
        self, sock: socket.socket, *, peer: str, gate: Gate, limits: Limits, on_admitted: Callable[[], None]
    ) -> None:
        self.peer = peer
        self.session: Session | None = None
        self.session_closed = asyncio.Event()
        self.turned: Turned | None = None
        self._line = Line(sock)
        self._gate, self._limits, self._on_admitted = gate, limits, on_admitted
        self._chunks = ChunkReader(limits.before_admission)
        self._clock: asyncio.Timeout | None = None
        self._end: End | None = None
        self.is_being_admitted = False
        self._app: str | None = None
        self._window_bytes, self._acknowledged_bytes = 0, 0

    # --- the whole of it --------------------------------------------------------------------------------------------

    async def serve(self, ssl_context: ssl.SSLContext | None = None) -> End:
        """Talk until the end and tell why it came."""
        try:
            why = await self._outcome(ssl_context)
            last_words = self._last_words(why)
            if last_words is not None:
                self._line.send(last_words)
            await self._close_session(why)
            if last_words is not None:
                await self._line.part(self._limits.farewell_seconds)
            return why
        finally:
            self.hang_up()
            await self._close_session(End.STOPPED)

    def hang_up(self) -> None:
        """Close the connection at once, without a word."""
        self._line.close()

    def end(self, why: End, turned: Turned | None = None) -> None:
        """End the conversation soon: a session that is taking a tag is cancelled, an admission is waited for."""
        if self._end is not None:
            return
        self._end, self.turned = why, turned
        if self._clock is not None and not self.is_being_admitted:
            self._clock.reschedule(asyncio.get_running_loop().time())

    async def _outcome(self, ssl_context: ssl.SSLContext | None) -> End:
        try:
            return await self._talk_in_time(ssl_context)
        except Turned as turned:
            self.turned = turned
            return self._end or End.TURNED
        except TimeoutError:
            return self._end or End.SILENT
        except BrokenStream as broken:
            logger.info("a publisher at %s is cut off: %s", self.peer, broken)
            return End.BROKEN
        except OSError:
            return End.GONE
        except Exception:
            logger.exception("the stream of a publisher at %s failed", self.peer)
            return End.FAILED

    async def _talk_in_time(self, ssl_context: ssl.SSLContext | None) -> End:
        try:
            async with asyncio.timeout(self._limits.handshake_seconds) as self._clock:
                await self._line.open(ssl_context, self._limits.handshake_seconds)
                await self._line.shake_hands()
                self._allow(self._limits.publish_seconds)
                return await self._talk()
        finally:
            self._clock = None

    async def _close_session(self, why: End) -> None:
        session, self.session = self.session, None
        try:
            if session is not None:
                await session.close(why)
        except Exception:
            logger.exception("the stream of a publisher at %s could not be closed", self.peer)
        finally:
            self.session_closed.set()

    def _last_words(self, why: End) -> Message | None:
        if self.turned is not None:
            return words.status(self.turned.code, self.turned.description, stream_id=STREAM_ID, is_error=True)
        if why == End.UNPUBLISHED:
            return words.status(Code.UNPUBLISHED, "The stream has ended.", stream_id=STREAM_ID)
        return None

    # --- time -------------------------------------------------------------------------------------------------------

    def _allow(self, seconds: float | None) -> None:
        """Let the publisher take `seconds` from now; None while we, not it, are awaited. Raises what ended it."""
        if self._end is not None:
            raise self.turned or TimeoutError
        assert self._clock is not None
        self._clock.reschedule(None if seconds is None else asyncio.get_running_loop().time() + seconds)

    # --- messages ---------------------------------------------------------------------------------------------------

    async def _talk(self) -> End:
        while received := await self._received():
            for number, message in enumerate(self._chunks.feed(received), start=1):
                if await self._hear(message):
                    return End.UNPUBLISHED
                if not number % _MESSAGES_IN_A_ROW:
                    await asyncio.sleep(0)
            await self._acknowledge()
        return End.GONE

    async def _received(self) -> bytes:
        if self.session is not None:
            self._allow(self._limits.silence_seconds)
            return await self._line.read(READ_BYTES)
        if self._line.received_bytes > self._limits.bytes_before_admission:
            raise BrokenStream("too much before a stream is published")
        return await self._line.read(_READ_BEFORE_ADMISSION)

    async def _hear(self, message: Message) -> bool:
        """Do what a message asks; tell whether the stream has ended."""
        if message.kind in _KINDS or message.kind == MessageKind.AGGREGATE:
            await self._take(message)
        elif message.kind in {MessageKind.COMMAND, MessageKind.COMMAND_AMF3}:
            return await self._obey(words.command_in(message))
        elif message.kind == MessageKind.USER_CONTROL:
            if (pong := words.pong_for(message)) is not None:
                await self._answer(pong)
        elif message.kind == MessageKind.WINDOW_SIZE:
            self._window_bytes = words.number_in(message)
        return False

    async def _take(self, message: Message) -> None:
        if self.session is None:
            raise BrokenStream("a stream that was not published")
        for tag in _tags(message):
            self._allow(None)
            await _of_owner(self.session.take(tag))
            self._allow(self._limits.silence_seconds)

    async def _acknowledge(self) -> None:
        """Say how much has come, at half of the window, so that a publisher that waits for it need not stop.

        Who asked for no window is told nothing: what is written to a program that has hung up already makes the
        kernel throw away the end of its stream, which has come and was not read yet.
        """
        received = self._line.received_bytes
        if self._window_bytes and received - self._acknowledged_bytes >= self._window_bytes // 2:
            self._acknowledged_bytes = received
            await self._answer(words.acknowledgement(received))

    async def _answer(self, *messages: Message) -> None:
        self._line.send(*messages)
        await self._line.drain()

    # --- commands ---------------------------------------------------------------------------------------------------

    async def _obey(self, command: Command) -> bool:
        if command.name in _ENDINGS:
            return self.session is not None
        obey = _COMMANDS.get(command.name)
        if obey is not None:
            await obey(self, command)
        elif command.transaction:
            refusal = words.report(Code.CALL_FAILED, "This server takes streams and does nothing else.", is_error=True)
            await self._answer(words.called("_error", command.transaction, None, refusal))
        return False

    async def _connect(self, command: Command) -> None:
        app = command.subject.get("app") if isinstance(command.subject, dict) else None
        if self._app is not None or not isinstance(app, str):
            raise BrokenStream("a second connect, or one without an app")
        self._app = app.rstrip("/")
        about: dict[str, float | str] = {"fmsVer": "FMS/3,0,1,123", "capabilities": 31}
        success = words.report(Code.CONNECTED, "Connection succeeded.") | {"objectEncoding": 0}
        await self._answer(
            words.window_size(WINDOW_BYTES),
            words.peer_bandwidth(WINDOW_BYTES),
            words.chunk_size(OUR_CHUNK_BYTES),
            words.called("_result", command.transaction, about, success),
        )

    async def _create_stream(self, command: Command) -> None:
        await self._answer(words.called("_result", command.transaction, None, STREAM_ID))

    async def _nod(self, command: Command) -> None:
        """Answer what programs ask by custom and what changes nothing here."""
        if command.transaction:
            await self._answer(words.called("_result", command.transaction, None))

    async def _publish(self, command: Command) -> None:
        if self._app is None or self.session is not None:
            raise BrokenStream("publish before connect, or twice")
        try:
            await self._admit(self._app, command.text(0))
        except Turned:
            # Guessing keys costs time; so does asking again and again for a stream that cannot be taken now.
            await asyncio.sleep(self._limits.refusal_seconds)
            raise
        self._chunks.limits = self._limits.admitted
        self._on_admitted()
        started = words.status(Code.STARTED, "The stream is being taken.", stream_id=STREAM_ID)
        await self._answer(words.stream_begins(STREAM_ID), started)

    async def _admit(self, app: str, key: str) -> None:
        self._allow(None)
        self.is_being_admitted = True
        try:
            self.session = await _of_owner(self._gate.admit(app=app, key=key, peer=self.peer))
        finally:
            self.is_being_admitted = False
        self._allow(self._limits.silence_seconds)

    async def _refuse_to_play(self, _command: Command) -> None:
        raise Turned(Code.PLAY_FAILED, "This server takes streams and plays none.")


_ENDINGS = {"FCUnpublish", "closeStream", "deleteStream"}
_COMMANDS: dict[str, Callable[[Connection, Command], Awaitable[None]]] = {
    "connect": Connection._connect,
    "createStream": Connection._create_stream,
    "releaseStream": Connection._nod,
    "FCPublish": Connection._nod,
    "publish": Connection._publish,
    "play": Connection._refuse_to_play,
    "play2": Connection._refuse_to_play,
}


def _tags(message: Message) -> list[Tag]:
    """Return the tags that a message of media carries; an empty one carries none."""
    if message.kind == MessageKind.AGGREGATE:
        return tags_in(message)
    kind = _KINDS[MessageKind(message.kind)]
    body = words.script_in(message) if kind == Kind.SCRIPT else message.body
    return [Tag(kind, message.timestamp_ms, body)] if body else []


async def _of_owner(work: Awaitable[T]) -> T:
    try:
        return await work
    except Turned:
        raise
    except asyncio.CancelledError as cancelled:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise SessionFailed from cancelled  # something that the owner awaited was cancelled, not we
    except Exception as wrong:
        raise SessionFailed from wrong
