"""Messages out of a stream of chunks and into it (Adobe RTMP 1.0, section 5).

`ChunkReader` does no input or output: it is fed bytes, cut anywhere, and gives whole messages. Three kinds of message
steer the chunks themselves (their size, an abort); it obeys and does not show them. Everything a peer may make it keep
is bounded by `ChunkLimits`; the first thing out of bounds or out of the protocol raises `BrokenStream`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

FIRST_CHUNK_BYTES: Final = 128
SMALLEST_CHUNK_BYTES: Final = 128
LARGEST_CHUNK_BYTES: Final = 0x7FFFFFFF
MAX_TIMESTAMP: Final = 0xFFFFFFFF

# A time that does not fit into three bytes: this stands there, and four bytes more follow.
_EXTENDED: Final = 0xFFFFFF
_EXTENDED_BYTES: Final = 4
# The four forms of a header leave out more and more: nothing; the stream's number; length and kind, too; everything.
_WHOLE, _WITHOUT_STREAM, _ONLY_TIME, _CONTINUED = range(4)
_HEADER_BYTES: Final = (11, 7, 3, 0)
# Smaller values of a chunk stream's six bits say that its number follows in so many bytes, less one.
_SMALLEST_SHORT_NUMBER: Final = 2
_LONG = struct.Struct(">I")


class BrokenStream(Exception):
    """What was sent is no RTMP, or more than the limits allow. The words are for the log and hold nothing of it."""


class MessageKind(IntEnum):
    """What a message is, by its number in the protocol."""

    SET_CHUNK_SIZE = 1
    ABORT = 2
    ACKNOWLEDGEMENT = 3
    USER_CONTROL = 4
    WINDOW_SIZE = 5
    PEER_BANDWIDTH = 6
    SOUND = 8
    PICTURE = 9
    SCRIPT_AMF3 = 15
    COMMAND_AMF3 = 17
    SCRIPT = 18
    COMMAND = 20
    AGGREGATE = 22


@dataclass(frozen=True, slots=True)
class Message:
    """One whole message; `kind` may be a number that `MessageKind` does not know."""

    kind: int
    timestamp_ms: int
    stream_id: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChunkLimits:
    """What one peer may make us keep. `memory_bytes` bounds the unfinished messages of all its chunk streams."""

    message_bytes: int = 8 * 2**20
    memory_bytes: int = 12 * 2**20
    chunk_streams: int = 64


@dataclass(slots=True)
class _ChunkStream:
    """The last header of a chunk stream, which the next one may leave out, and the message that is under way."""

    timestamp_ms: int = 0
    delta_ms: int = 0
    # The four bytes that stood for the time of the last full header; None when three were enough.
    extended: bytes | None = None
    is_whole: bool = True  # the last header left nothing out: its time was no step, but the time itself
    length: int = 0
    kind: int = 0
    stream_id: int = 0
    body: bytearray = field(default_factory=bytearray)
    is_under_way: bool = False


class ChunkReader:
    """Turns bytes into messages. `limits` may be changed between two messages."""

    def __init__(self, limits: ChunkLimits) -> None:
        self.limits = limits
        self._streams: dict[int, _ChunkStream] = {}
        self._chunk_bytes = FIRST_CHUNK_BYTES
        self._kept_bytes = 0
        self._rest = b""  # a header that has not come whole: at most 17 bytes
        self._open: _ChunkStream | None = None
        self._missing = 0  # bytes of the chunk `_open` that have not come

    @property
    def kept_bytes(self) -> int:
        """How much of unfinished messages is kept."""
        return self._kept_bytes + len(self._rest)

    def feed(self, received: bytes) -> Iterator[Message]:
        """Give the messages that `received` completes; must be exhausted before the next call. Raises `BrokenStream`."""
        view, at = memoryview(self._rest + received if self._rest else received), 0
        self._rest = b""
        while True:
            if self._open is None:
                header_bytes = self._begin_chunk(view, at)
                if not header_bytes:
                    self._rest = bytes(view[at:])
                    return
                at += header_bytes
            stream, end = self._open, min(at + self._missing, len(view))
            assert stream is not None
            message = self._take(stream, view[at:end])
            at = end
            if message is not None:
                yield message
            elif self._open is not None:
                return  # the chunk goes on in what has not come yet

    # --- bodies -----------------------------------------------------------------------------------------------------

    def _take(self, stream: _ChunkStream, piece: memoryview) -> Message | None:
        self._missing -= len(piece)
        if self._missing == 0:
            self._open = None
        if not stream.body and len(piece) == stream.length:
            return self._finish(stream, bytes(piece))
        stream.body += piece
        self._kept_bytes += len(piece)
        if self._kept_bytes > self.limits.memory_bytes:
            raise BrokenStream("too many unfinished messages")
        if len(stream.body) < stream.length:
            return None
        return self._finish(stream, self._dropped(stream))

    def _dropped(self, stream: _ChunkStream) -> bytes:
        body = bytes(stream.body)
        self._kept_bytes -= len(body)
        stream.body = bytearray()
        return body

    def _finish(self, stream: _ChunkStream, body: bytes) -> Message | None:
        stream.is_under_way = False
        if stream.kind == MessageKind.SET_CHUNK_SIZE:
            self._chunk_bytes = _number_in(body, SMALLEST_CHUNK_BYTES, LARGEST_CHUNK_BYTES)
            return None
        if stream.kind == MessageKind.ABORT:
            self._abort(_number_in(body, 0, MAX_TIMESTAMP))
            return None
        return Message(stream.kind, stream.timestamp_ms, stream.stream_id, body)

    def _abort(self, number: int) -> None:
        stream = self._streams.get(number)
        if stream is not None:
            self._dropped(stream)
            stream.is_under_way = False

    # --- headers ----------------------------------------------------------------------------------------------------

    def _begin_chunk(self, view: memoryview, at: int) -> int:
        """Read a chunk's header; return its length, or 0 when it has not come whole."""
        left = len(view) - at
        basic_bytes = _basic_bytes(view[at]) if left else 1
        if left < basic_bytes:
            return 0
        number, form = _chunk_stream_number(view, at, basic_bytes), view[at] >> 6
        if form == _CONTINUED:
            used = self._continue(self._known(number), view, at + basic_bytes)
        else:
            used = self._start(number, form, view, at + basic_bytes)
        if used < 0:
            return 0
        stream = self._streams[number]
        self._open, self._missing = stream, min(self._chunk_bytes, stream.length - len(stream.body))
        return basic_bytes + used

    def _start(self, number: int, form: int, view: memoryview, at: int) -> int:
        """Read a header that begins a message; return its length without the basic part, or -1 if it is not whole."""
        size = _HEADER_BYTES[form]
        header = bytes(view[at : at + size + _EXTENDED_BYTES])
        if len(header) < size:
            return -1
        extended = None
        if int.from_bytes(header[:3], "big") == _EXTENDED:
            extended = header[size : size + _EXTENDED_BYTES]
            if len(extended) < _EXTENDED_BYTES:
                return -1
        stream = self._stream_for(number, form)
        self._read_header(stream, form, header[:size], extended)
        return size + len(extended or b"")

    def _stream_for(self, number: int, form: int) -> _ChunkStream:
        # Old encoders begin one without a stream's number (form 1), for which 0 is right; less is no beginning.
        if number not in self._streams and form <= _WITHOUT_STREAM:
            if len(self._streams) >= self.limits.chunk_streams:
                raise BrokenStream("too many chunk streams")
            self._streams[number] = _ChunkStream()
        stream = self._known(number)
        if stream.is_under_way:
            raise BrokenStream("a message begins within another")
        return stream

    def _known(self, number: int) -> _ChunkStream:
        stream = self._streams.get(number)
        if stream is None:
            raise BrokenStream("a chunk stream begins without a whole header")
        return stream

    def _read_header(self, stream: _ChunkStream, form: int, header: bytes, extended: bytes | None) -> None:
        when = int.from_bytes(extended or header[:3], "big")
        if form == _WHOLE:
            stream.timestamp_ms = when
            stream.stream_id = int.from_bytes(header[7:11], "little")
        else:
            stream.timestamp_ms = (stream.timestamp_ms + when) & MAX_TIMESTAMP
        # After a whole header its time counts as the step, too (5.3.1.2.4), and encoders rely on it.
        stream.delta_ms, stream.extended, stream.is_whole = when, extended, form == _WHOLE
        if form < _ONLY_TIME:
            stream.length, stream.kind = int.from_bytes(header[3:6], "big"), header[6]
        self._begin_message(stream)

    def _continue(self, stream: _ChunkStream, view: memoryview, at: int) -> int:
        """Go on with a message, or begin one like the last; return as `_start` does."""
        if stream.extended is None:
            if not stream.is_under_way:
                stream.timestamp_ms = (stream.timestamp_ms + stream.delta_ms) & MAX_TIMESTAMP
                self._begin_message(stream)
            return 0
        again = bytes(view[at : at + _EXTENDED_BYTES])
        if len(again) < _EXTENDED_BYTES:
            return -1
        if stream.is_under_way:
            # The time stands here again. Some old encoders leave it out: then these bytes are not it.
            return _EXTENDED_BYTES if again == stream.extended else 0
        # After a whole header it is the time itself: as a step it would be a leap of at least 4.66 hours.
        base = 0 if stream.is_whole else stream.timestamp_ms
        stream.extended = again
        stream.timestamp_ms = (base + int.from_bytes(again, "big")) & MAX_TIMESTAMP
        self._begin_message(stream)
        return _EXTENDED_BYTES

    def _begin_message(self, stream: _ChunkStream) -> None:
        if stream.length > self.limits.message_bytes:
            raise BrokenStream("too long a message")
        stream.is_under_way = True


def _basic_bytes(first: int) -> int:
    """Return how long the number of the chunk stream is: one byte, or two or three when its six bits are 0 or 1."""
    low = first & 0x3F
    return 2 + low if low < _SMALLEST_SHORT_NUMBER else 1


def _chunk_stream_number(view: memoryview, at: int, basic_bytes: int) -> int:
    if basic_bytes == 1:
        return view[at] & 0x3F
    return 64 + int.from_bytes(view[at + 1 : at + basic_bytes], "little")


def _number_in(body: bytes, least: int, most: int) -> int:
    """Return the number that a message of the protocol itself carries. Raises `BrokenStream`."""
    number = int(_LONG.unpack(body)[0]) if len(body) == _LONG.size else -1
    if not least <= number <= most:
        raise BrokenStream("a control message out of bounds")
    return number


def chunked(message: Message, *, chunk_stream: int, chunk_bytes: int) -> bytes:
    """Return `message` in chunks of `chunk_bytes`, the first with a whole header. `chunk_stream` is from 2 to 63."""
    when = min(message.timestamp_ms, _EXTENDED)
    extended = _LONG.pack(message.timestamp_ms) if when == _EXTENDED else b""
    length, stream_id = len(message.body).to_bytes(3, "big"), message.stream_id.to_bytes(4, "little")
    first = bytes([chunk_stream]) + when.to_bytes(3, "big") + length + bytes([message.kind]) + stream_id + extended
    parts = [first, message.body[:chunk_bytes]]
    for at in range(chunk_bytes, len(message.body), chunk_bytes):
        parts += [bytes([_CONTINUED << 6 | chunk_stream]) + extended, message.body[at : at + chunk_bytes]]
    return b"".join(parts)
