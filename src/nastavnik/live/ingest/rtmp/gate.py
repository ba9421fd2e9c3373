"""What an owner of streams implements, how it refuses, and how much a publisher may take of us."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from nastavnik.live.ingest.rtmp.chunks import ChunkLimits
from nastavnik.live.ingest.rtmp.flv import Tag


class Turned(Exception):
    """A publisher is turned away, or its stream is ended: `code` is for its program, `description` for its log.

    `words.Code.BAD_NAME` says that the key is wrong, and counts as a guess against the address; `words.Code.DENIED` that the key
    is right and the stream cannot be taken now.
    """

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class End(StrEnum):
    """Why a session is closed."""

    UNPUBLISHED = "unpublished"  # the publisher said so
    GONE = "gone"  # the connection broke off
    SILENT = "silent"  # nothing came for too long
    BROKEN = "broken"  # what came was no RTMP, or out of bounds
    TURNED = "turned"  # the session or its owner ended it
    STOPPED = "stopped"  # the server stops
    FAILED = "failed"  # an error of ours, which is in the log


class Session(Protocol):
    """One stream that is being taken."""

    async def take(self, tag: Tag) -> None:
        """Take the next tag; nothing more is read before it returns. Raises `Turned` to end the publisher.

        It is cancelled when the publisher is disconnected meanwhile.
        """

    async def close(self, why: End) -> None:
        """Hear, once, that no more tags will come."""


class Gate(Protocol):
    """Knows the keys."""

    async def admit(self, *, app: str, key: str, peer: str) -> Session:
        """Return the session that takes the stream `key`, which the publisher at the address `peer` begins.

        `key` is what follows the app in the address, with its query. Raises `Turned`. Nothing of the stream has been
        taken before, and nothing is read until it returns; it is never cancelled, so it must bound its own time.
        """


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time, memory and how many connections publishers may take."""

    handshake_seconds: float = 5
    # From the handshake's end until the stream is published.
    publish_seconds: float = 10
    silence_seconds: float = 20
    # How long the last words have time to arrive.
    farewell_seconds: float = 2
    refusal_seconds: float = 1
    connections_per_address: int = 16
    waiting_per_address: int = 4
    waiting: int = 256
    wrong_keys_per_minute: int = 10
    # All that a publisher may send before it is admitted: a dozen commands.
    bytes_before_admission: int = 64 * 1024
    before_admission: ChunkLimits = field(default_factory=lambda: ChunkLimits(16 * 1024, 32 * 1024, 8))
    admitted: ChunkLimits = field(default_factory=ChunkLimits)
