"""The words of RTMP: commands read out of messages, answers written into them (Adobe RTMP 1.0, sections 5.4 and 7)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nastavnik.live.ingest.rtmp import amf0
from nastavnik.live.ingest.rtmp.chunks import BrokenStream, Message, MessageKind

# What publishers say of their stream comes with the wish to hand it on; a file holds only what they say.
_SET_DATA_FRAME = amf0.encode("@setDataFrame")
_STREAM_BEGINS, _PING, _PONG = 0, 6, 7
_DYNAMIC = b"\x02"
_CONTROL = struct.Struct(">HI")
_LONG = struct.Struct(">I")


class Code(StrEnum):
    """The codes of the protocol that are said here; which of them a publisher's program understands differs."""

    CONNECTED = "NetConnection.Connect.Success"
    CALL_FAILED = "NetConnection.Call.Failed"
    STARTED = "NetStream.Publish.Start"
    UNPUBLISHED = "NetStream.Unpublish.Success"
    BAD_NAME = "NetStream.Publish.BadName"
    DENIED = "NetStream.Publish.Denied"
    PLAY_FAILED = "NetStream.Play.Failed"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the number by which an answer is known (0: none is awaited), what follows the object."""

    name: str
    transaction: float
    subject: amf0.Value = field(repr=False)
    arguments: Sequence[amf0.Value] = field(repr=False)

    def text(self, position: int) -> str:
        """Return the argument at `position`, or "" when there is none or it is no text."""
        value = self.arguments[position] if position < len(self.arguments) else None
        return value if isinstance(value, str) else ""


def command_in(message: Message) -> Command:
    """Return the command that `message` carries. Raises `BrokenStream`."""
    body = message.body[1:] if message.kind == MessageKind.COMMAND_AMF3 else message.body
    try:
        values = amf0.decode(body)
    except amf0.NotAmf0 as wrong:
        raise BrokenStream("a command that cannot be read") from wrong
    match values:
        case [str() as name, float() as transaction, *rest]:
            return Command(name, transaction, rest[0] if rest else None, rest[1:])
    raise BrokenStream("a command without a name or number")


def script_in(message: Message) -> bytes:
    """Return the body of the script tag that a data message is."""
    body = message.body[1:] if message.kind == MessageKind.SCRIPT_AMF3 else message.body
    return body.removeprefix(_SET_DATA_FRAME)


def number_in(message: Message) -> int:
    """Return the number that a control message carries first. Raises `BrokenStream`."""
    if len(message.body) < _LONG.size:
        raise BrokenStream("a control message that is too short")
    return int(_LONG.unpack(message.body[: _LONG.size])[0])


def pong_for(message: Message) -> Message | None:
    """Return the answer to a user control message; None when it asks nothing."""
    if len(message.body) < _CONTROL.size:
        return None
    event, when = _CONTROL.unpack(message.body[: _CONTROL.size])
    return _control(MessageKind.USER_CONTROL, _CONTROL.pack(_PONG, when)) if event == _PING else None


def acknowledgement(received_bytes: int) -> Message:
    """Say how much has been received; the number wraps at four bytes."""
    return _control(MessageKind.ACKNOWLEDGEMENT, _LONG.pack(received_bytes & 0xFFFFFFFF))


def window_size(window_bytes: int) -> Message:
    """Say after how many bytes we want to hear an acknowledgement."""
    return _control(MessageKind.WINDOW_SIZE, _LONG.pack(window_bytes))


def peer_bandwidth(window_bytes: int) -> Message:
    """Ask the peer to send at most so much that was not acknowledged."""
    return _control(MessageKind.PEER_BANDWIDTH, _LONG.pack(window_bytes) + _DYNAMIC)


def chunk_size(chunk_bytes: int) -> Message:
    """Say how long our chunks are from now on."""
    return _control(MessageKind.SET_CHUNK_SIZE, _LONG.pack(chunk_bytes))


def stream_begins(stream_id: int) -> Message:
    """Say that the stream can be used."""
    return _control(MessageKind.USER_CONTROL, _CONTROL.pack(_STREAM_BEGINS, stream_id))


def called(name: str, transaction: float, *values: amf0.Value, stream_id: int = 0) -> Message:
    """Return a command of ours."""
    return Message(MessageKind.COMMAND, 0, stream_id, amf0.encode(name, transaction, *values))


def status(code: str, description: str, *, stream_id: int, is_error: bool = False) -> Message:
    """Return the news of a stream's state, with a sentence for the publisher's log."""
    return called("onStatus", 0, None, report(code, description, is_error=is_error), stream_id=stream_id)


def report(code: str, description: str, *, is_error: bool = False) -> dict[str, amf0.Value]:
    """Return how the protocol says what happened."""
    return {"level": "error" if is_error else "status", "code": code, "description": description}


def _control(kind: MessageKind, body: bytes) -> Message:
    return Message(kind, 0, 0, body)
