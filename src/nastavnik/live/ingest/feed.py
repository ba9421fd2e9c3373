"""A sender's signal inside a node: what of it is written down, and who hears what becomes of it.

A signal that nobody is shown goes by; from the wish on to write it down it begins with its next key frame, so that nothing
of before is seen. `BrowserFeed` lives through many connections of one recorder, `RtmpFeed` through one.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, time
from typing import Any

from nastavnik.live.enums import SenderKind
from nastavnik.live.ingest.link import Line
from nastavnik.live.ingest.pace import Pace
from nastavnik.live.ingest.packaging.flv_marks import FlvScanner
from nastavnik.live.ingest.packaging.health import Health
from nastavnik.live.ingest.packaging.journal import Journal, SourceKind
from nastavnik.live.ingest.packaging.marks import Unreadable
from nastavnik.live.ingest.packaging.webm import WebmScanner
from nastavnik.live.ingest.rtmp.flv import Kind, Tag, flv_header, flv_tag, metadata_of
from nastavnik.live.ingest.rtmp.gate import End, Turned
from nastavnik.live.ingest.rtmp.words import Code
from nastavnik.live.ingest.stream import Stream
from nastavnik.live.ingest.words import OVER, STOPPED, Ack, Refused, State, refusal_text

PICTURES = {SourceKind.FLV: {"", "h264"}, SourceKind.WEBM: {"", "h264", "vp8", "vp9"}}
SOUNDS = {SourceKind.FLV: {"", "aac"}, SourceKind.WEBM: {"", "opus", "aac"}}
# What a program's log shows; people read the desk.
FAREWELLS = {OVER: "The broadcast is over.", STOPPED: "The stream key was withdrawn."}


class Unusable(Exception):
    """The signal is coded in something that browsers cannot play; the text names it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A wish to write a signal down from its next key frame on."""

    path: Path
    after: int
    # hears of the journal once it has begun, and of the clock's time of its first frame
    on_begun: "Callable[[Feed, Journal, float], None]"


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands beside the journal of a browser's part, so that a killed node goes on with it."""

    session: str
    sender_id: int
    sender_token: str
    label: str
    first_chunk: int
    zero_at: float


class Feed:
    """One sender's signal. `on_change` hears when it comes, goes, or is understood."""

    kind: SenderKind
    source: SourceKind

    def __init__(self, *, sender_id: int, token: str, label: str, key_id: int | None = None) -> None:
        self.sender_id, self.token, self.label, self.key_id = sender_id, token, label, key_id
        self.stream = Stream(FlvScanner() if self.source == SourceKind.FLV else WebmScanner())
        self.health = Health()
        self.pace = Pace()
        self.came_at = monotonic()
        self.newest_seconds = 0.0  # of the signal's own clock
        self.journal: Journal | None = None
        self.cut: Cut | None = None
        self.is_connected = True
        self.lost_at = 0.0  # by monotonic()
        # the clock's time (seconds since 1970) of the signal's own zero, the earliest that fits all that has come
        self.zero_at = float("inf")
        self.facts: dict[str, Any] = {}

    def write_to(self, cut: Cut) -> None:
        """Write the signal down from its next key frame on, instead of where it is written now."""
        self.stop_writing()
        self.cut = cut

    def stop_writing(self) -> None:
        """Write nothing down any more; what has come of the journal becomes pieces."""
        self.cut = None
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    async def end(self, code: str) -> None:
        """Send the sender away for good; `code` is one of `words`."""

    async def hang_up(self) -> None:
        """End the connection; the sender may come again."""

    def _arrived(self, content: bytes) -> None:
        """Take note of bytes. Raises `Unusable`."""
        try:
            frames = self.stream.add(content)
        except Unreadable as error:
            raise Unusable(str(error)) from error
        for frame in frames:
            self.health.saw(frame)
            self.newest_seconds = max(self.newest_seconds, frame.seconds)
        if frames:
            self.zero_at = min(self.zero_at, time() - self.newest_seconds)
        self._check_codecs()

    def _check_codecs(self) -> None:
        scanner = self.stream.scanner
        if scanner.picture_codec not in PICTURES[self.source]:
            raise Unusable(scanner.picture_codec)
        if scanner.sound_codec not in SOUNDS[self.source]:
            raise Unusable(scanner.sound_codec)
        self.facts |= {"video": scanner.picture_codec, "audio": scanner.sound_codec}

    def _begin(self) -> bytes | None:
        """Return what a journal is to begin with if it can begin now."""
        if self.cut is None or not self.stream.scanner.is_ready:
            return None
        found = self.stream.cut(self.cut.after)
        if found is None:
            return None
        offset, content = found
        point = next(point for point in self.stream.scanner.points if point.offset == offset)
        cut, self.cut = self.cut, None
        cut.path.unlink(missing_ok=True)
        cut.path.with_suffix(".chunks").unlink(missing_ok=True)
        self.journal = Journal(cut.path)
        cut.on_begun(self, self.journal, self.zero_at + point.seconds)
        return content


class RtmpFeed(Feed):
    """What OBS sends, through one connection."""

    kind = SenderKind.RTMP
    source = SourceKind.FLV

    def __init__(
        self, *, on_end: "Callable[[RtmpFeed], Awaitable[None]]", on_unusable: "OnUnusable", **about: Any
    ) -> None:
        super().__init__(**about)
        self._on_end, self._on_unusable = on_end, on_unusable
        self._turned: Turned | None = None
        self._has_begun = False

    async def take(self, tag: Tag) -> None:
        """Take a tag of the publisher. Raises `Turned`."""
        if self._turned is not None:
            raise self._turned
        said = metadata_of(tag) if tag.kind == Kind.SCRIPT else None
        if said is not None:
            self.facts |= {"width": said.width, "height": said.height, "rate": said.frames_per_second}
            self.facts["program"] = said.encoder
        content = flv_tag(tag)
        try:
            self._arrived(content if self._has_begun else flv_header() + content)
        except Unusable as error:
            await self._on_unusable(self, str(error))
            raise Turned(Code.DENIED, f"This stream cannot be shown: {error}. Use H.264 and AAC.") from error
        self._has_begun = True
        if self.journal is not None:
            self.journal.append(content)
        elif (first := self._begin()) is not None and self.journal is not None:
            self.journal.append(first)
        await self.pace.took(len(content))

    async def close(self, why: End) -> None:
        """Hear that the publisher is gone."""
        self.is_connected, self.lost_at = False, monotonic()
        self.stop_writing()
        await self._on_end(self)

    async def end(self, code: str) -> None:
        """Let the next tag of the publisher be its last."""
        self._turned = Turned(Code.DENIED, FAREWELLS[code])

    async def hang_up(self) -> None:
        """Let the next tag of the publisher be its last."""
        self._turned = Turned(Code.DENIED, "The server is restarting.")


OnUnusable = Callable[[Feed, str], Awaitable[None]]


class BrowserFeed(Feed):
    """What a browser's recorder makes, in numbered chunks, through many connections."""

    kind = SenderKind.BROWSER
    source = SourceKind.WEBM

    def __init__(
        self,
        *,
        session: str,
        on_lost: "Callable[[BrowserFeed], Awaitable[None]]",
        on_unusable: OnUnusable,
        **about: Any,
    ) -> None:
        super().__init__(**about)
        self.session = session
        self.next_chunk = 0
        self.is_leaving = False
        self.line: Line | None = None
        self._first_chunk = 0  # of the journal
        self._owed = b""  # what a journal that has begun must hold before anything else
        self._looked_at = 0  # the first chunk that was not looked at
        self._told: State | None = None
        self._on_lost, self._on_unusable = on_lost, on_unusable

    def go_on(self, journal: Journal, kept: Kept) -> None:
        """Go on with a part that a killed node began."""
        offset = 0
        while content := journal.read(offset):
            self.stream.add(content)
            offset += len(content)
        self.journal, self._first_chunk, self.zero_at = journal, kept.first_chunk, kept.zero_at
        self.next_chunk = self._looked_at = kept.first_chunk + journal.next_chunk
        self.is_connected, self.lost_at = False, monotonic()

    async def join(self, line: Line) -> None:
        """Take a new connection of the same recorder; the old one is dead even if nobody has noticed."""
        before, self.line, self._told = self.line, line, None
        self.is_connected = True
        if before is not None:
            await before.hang_up()

    async def take_chunk(self, number: int, content: bytes, line: Line) -> None:
        """Take a chunk. Raises `ValueError` for one that is too early."""
        if line is not self.line:
            return
        if number > self.next_chunk:
            raise ValueError("a chunk is missing")
        if number == self.next_chunk:
            try:
                self._take(number, content)
            except Unusable as error:
                await self._on_unusable(self, str(error))
                return
            except OSError:  # the disk is full: nothing of the chunk was kept, the browser keeps it and tries again
                await line.hang_up()
                return
            self.next_chunk = number + 1
        await line.tell(Ack(self.next_chunk))
        await self.pace.took(len(content))

    def _take(self, number: int, content: bytes) -> None:
        """Take the next chunk, or the same again when the disk was full. Raises `Unusable`, `OSError`."""
        if number >= self._looked_at:
            self._looked_at = number + 1
            self._arrived(content)
        if self.journal is None and (first := self._begin()) is not None:
            self._first_chunk, self._owed = number, first
        if self.journal is None:
            return
        if self._owed:
            self._keep(self.journal.path)
        self.journal.append_chunk(number - self._first_chunk, self._owed or content)
        self._owed = b""

    def _keep(self, path: Path) -> None:
        kept = Kept(self.session, self.sender_id, self.token, self.label, self._first_chunk, self.zero_at)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        part.replace(path.with_suffix(".session"))

    async def say_bye(self) -> None:
        """Hear that the sender stops on purpose."""
        self.is_leaving = True

    async def lose(self, line: Line) -> None:
        """Hear that a connection is gone."""
        if line is self.line:
            self.line = None
            self.is_connected, self.lost_at = False, monotonic()
            await self._on_lost(self)

    async def end(self, code: str) -> None:
        """Tell the page why nothing more is taken, and hang up."""
        if self.line is not None:
            await self.line.tell(Refused(code, refusal_text(code)))
            await self.line.hang_up()

    async def hang_up(self) -> None:
        """Hang up; the page connects again by itself."""
        if self.line is not None:
            await self.line.hang_up()

    async def tell_state(self, state: State) -> None:
        """Tell the page what its signal is used for, when that has changed."""
        if self.line is not None and self._told != state:
            self._told = state
            await self.line.tell(state)


def kept_beside(path: Path) -> Kept | None:
    """Return what stands beside a journal; None beside one of RTMP."""
    try:
        return Kept(**json.loads(path.with_suffix(".session").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
