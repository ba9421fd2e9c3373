"""A publisher's program on this machine: speaks enough RTMP to send tags, and to misbehave where a test wants it to.

    with RtmpSender("rtmp://127.0.0.1:1935/live/key") as sender:
        assert sender.publish() == ("NetStream.Publish.Start", ...)
        sender.send_file(path)          # an FLV file; `speed=1` as fast as it plays
        sender.unpublish()

It writes chunks by itself (`in_chunks`, in every form), so that the server's reader is tried against another hand.
"""

import os
import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nastavnik.live.ingest.rtmp.amf0 import decode, encode
from nastavnik.live.ingest.rtmp.chunks import ChunkLimits, ChunkReader, Message, MessageKind
from nastavnik.live.ingest.rtmp.flv import Kind, Tag, stored_tags

STREAM_ID = 1
TAGS_CHUNKS, COMMAND_CHUNKS, CONTROL_CHUNKS = 6, 3, 2
REPLIES = ChunkLimits()


class HungUp(Exception):
    """The server closed the connection."""


def header(form: int, number: int, when: int, length: int = 0, kind: int = 0, stream_id: int = 0) -> bytes:
    """Return a chunk's header; `when` is a time in form 0, a step in 1 and 2; in 3 only whether it is a long one."""
    if number < 64:
        basic = bytes([form << 6 | number])
    elif number < 320:
        basic = bytes([form << 6, number - 64])
    else:
        basic = bytes([form << 6 | 1]) + struct.pack("<H", number - 64)
    is_long = when >= 0xFFFFFF
    whole = min(when, 0xFFFFFF).to_bytes(3, "big") + length.to_bytes(3, "big") + bytes([kind])
    whole += struct.pack("<I", stream_id)
    return basic + whole[: (11, 7, 3, 0)[form]] + (struct.pack(">I", when) if is_long else b"")


def in_chunks(message: Message, *, number: int, chunk_bytes: int, form: int = 0, when: int | None = None) -> bytes:
    """Return `message` in chunks; `when` is its step, in the forms that have one."""
    when = message.timestamp_ms if when is None else when
    first = header(form, number, when, len(message.body), message.kind, message.stream_id)
    pieces = [message.body[at : at + chunk_bytes] for at in range(0, len(message.body), chunk_bytes)] or [b""]
    return first + header(3, number, when).join(pieces)


def tags_of(path: Path) -> list[Tag]:
    """Return the tags of an FLV file."""
    content = path.read_bytes()
    with path.open("rb") as file:
        return [
            Tag(tag.kind, tag.timestamp_ms, content[tag.body_offset : tag.body_offset + tag.body_bytes])
            for tag in stored_tags(file)
        ]


class RtmpSender:
    """One connection. Whatever waits for the server waits at most `seconds`."""

    def __init__(self, url: str, *, seconds: float = 10, tls: ssl.SSLContext | None = None, chunk_bytes: int = 4096):
        parts = urlsplit(url)
        self.app, _, self.key = parts.path.lstrip("/").partition("/")
        if parts.query:
            self.key += f"?{parts.query}"
        plain = socket.create_connection((parts.hostname, parts.port or 1935), timeout=seconds)
        self.socket = tls.wrap_socket(plain, server_hostname=parts.hostname) if tls else plain
        self.chunk_bytes, self._wished_chunk_bytes = 128, chunk_bytes
        self._reader = ChunkReader(REPLIES)
        self._replies: Iterator[Message] = iter(())
        self._transactions = 0

    def __enter__(self) -> "RtmpSender":
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.close()

    # --- publishing -------------------------------------------------------------------------------------------------

    def publish(self) -> tuple[str, str]:
        """Do all that comes before the first tag; return the code and the words of the answer."""
        self.shake_hands()
        self.connect()
        self.command("releaseStream", None, self.key)
        self.command("FCPublish", None, self.key)
        self.answer_to(self.command("createStream", None))
        self.command("publish", None, self.key, "live", stream_id=STREAM_ID)
        return self.status()

    def send(self, tag: Tag) -> None:
        """Send a tag; metadata with the wish to hand it on, as every program does."""
        body = encode("@setDataFrame") + tag.body if tag.kind == Kind.SCRIPT else tag.body
        self.write(Message(tag.kind, tag.timestamp_ms, STREAM_ID, body), number=TAGS_CHUNKS)

    def send_file(self, path: Path, *, speed: float = 0) -> int:
        """Send an FLV file, `speed` times as fast as it plays, or (0) as fast as it goes; return how many tags."""
        tags, began = tags_of(path), time.monotonic()
        for tag in tags:
            if speed:
                time.sleep(max(0, began + tag.timestamp_ms / 1000 / speed - time.monotonic()))
            self.send(tag)
        return len(tags)

    def unpublish(self) -> None:
        """End the stream as programs do, and hang up once the server has heard it."""
        self.command("FCUnpublish", None, self.key)
        self.command("deleteStream", None, STREAM_ID)
        # Closing with answers unread would be a reset, which takes away the end of what was sent.
        self.socket.shutdown(socket.SHUT_WR)
        self.is_hung_up()
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def break_off(self) -> None:
        """Hang up without a word, as when the network is gone: the server gets a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    # --- the protocol -----------------------------------------------------------------------------------------------

    def shake_hands(self, first: bytes = b"\x03", theirs: bytes | None = None) -> bytes:
        """Begin; `theirs` may look like the complex handshake. Return the server's 3073 bytes."""
        theirs = theirs or bytes(8) + os.urandom(1528)
        self.socket.sendall(first + theirs)
        answer = self._exactly(3073)
        self.socket.sendall(answer[1:1537])
        return answer

    def connect(self) -> list[Any]:
        """Connect to the app; return the answer's values."""
        about = {"app": self.app, "type": "nonprivate", "flashVer": "FMLE/3.0", "tcUrl": f"rtmp://host/{self.app}"}
        values = self.answer_to(self.command("connect", about))
        self.set_chunk_bytes(self._wished_chunk_bytes)
        return values

    def set_chunk_bytes(self, count: int) -> None:
        self.write(Message(MessageKind.SET_CHUNK_SIZE, 0, 0, struct.pack(">I", count)), number=CONTROL_CHUNKS)
        self.chunk_bytes = count

    def command(self, name: str, *values: Any, stream_id: int = 0) -> int:
        """Send a command; return its number."""
        self._transactions += 1
        body = encode(name, self._transactions, *values)
        self.write(Message(MessageKind.COMMAND, 0, stream_id, body), number=COMMAND_CHUNKS)
        return self._transactions

    def write(self, message: Message, *, number: int) -> None:
        self.socket.sendall(in_chunks(message, number=number, chunk_bytes=self.chunk_bytes))

    def answer_to(self, transaction: int) -> list[Any]:
        """Wait for the answer to a command; return its values."""
        return self.reply(lambda values: values[0] in {"_result", "_error"} and values[1] == transaction)

    def status(self) -> tuple[str, str]:
        """Wait for the news of the stream; return their code and words."""
        values = self.reply(lambda values: values[0] == "onStatus")
        return values[3]["code"], values[3]["description"]

    def reply(self, is_it: Callable[[list[Any]], bool]) -> list[Any]:
        """Wait for the first command of the server that `is_it`; return its values."""
        while True:
            message = self.message()
            if message.kind == MessageKind.COMMAND and is_it(values := decode(message.body)):
                return values

    def message(self) -> Message:
        """Wait for the next message. Raises `HungUp`."""
        while True:
            for message in self._replies:
                return message
            received = self._received(65536)
            if not received:
                raise HungUp
            self._replies = self._reader.feed(received)

    def is_hung_up(self) -> bool:
        """Wait until the server hangs up; False when it has not after the connection's `seconds`."""
        try:
            while self._received(65536):
                pass
        except TimeoutError:
            return False
        return True

    def _received(self, most: int) -> bytes:
        try:
            return self.socket.recv(most)
        except ConnectionError:
            return b""

    def _exactly(self, count: int) -> bytes:
        answer = b""
        while len(answer) < count:
            received = self._received(count - len(answer))
            if not received:
                raise HungUp
            answer += received
        return answer
