"""The playlist of one quality while it is on air and afterwards (RFC 8216, and its second edition for skipping).

On air it is an EVENT playlist: pieces are only added, so a viewer can go back to the beginning. TARGETDURATION and
everything above the first piece never change. `delta` is the same without the pieces that a player has long since heard
of; `recorded` is what remains when the broadcast is over.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

# Pieces of the usual senders: a key frame every one or two seconds, at most every four.
TARGET_SECONDS = 4
# OBS left alone sends a key frame every 8.3 seconds.
LONG_TARGET_SECONDS = 10
# What still rounds to the target: a piece may not be longer (RFC 8216, 4.3.3.1).
ROUNDS_DOWN = 0.49
SECONDS_DIGITS = 5
# At least six times the target (RFC 8216bis, 4.4.3.8).
SKIP_TARGETS = 6
END = "#EXT-X-ENDLIST\n"
LINE = re.compile(
    r"#EXTINF:(?P<seconds>\d+(?:\.\d+)?),|#EXT-X-(?P<tag>[A-Z-]+)(?::(?P<value>.*))?|(?P<name>[a-z0-9][\w.-]*)"
)
URI = re.compile(r'URI="([^"]+)"')


def target_for(first_seconds: float) -> int:
    """Return the TARGETDURATION for a broadcast whose first piece is so long."""
    return TARGET_SECONDS if first_seconds <= TARGET_SECONDS + ROUNDS_DOWN else LONG_TARGET_SECONDS


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece as a playlist names it."""

    name: str
    seconds: float
    init: str  # the file with its header
    at: datetime | None = None  # the wall clock at its first frame, where it is known anew
    is_discontinuous: bool = False  # clock or coding may jump before it
    is_gap: bool = False  # there is nothing to load, time only passes

    def lines(self, init_before: str) -> str:
        """Return its lines, after a piece whose header is `init_before`."""
        lines = ["#EXT-X-DISCONTINUITY"] if self.is_discontinuous else []
        if self.init and self.init != init_before:
            lines.append(f'#EXT-X-MAP:URI="{self.init}"')
        if self.at is not None:
            wall_clock = self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{wall_clock}")
        lines += ["#EXT-X-GAP"] if self.is_gap else []
        return "\n".join([*lines, f"#EXTINF:{self.seconds:.{SECONDS_DIGITS}f},", self.name, ""])


class Playlist:
    """The pieces of one quality so far."""

    def __init__(self, target_seconds: int, *, is_independent: bool = False) -> None:
        self.target_seconds = target_seconds
        self.is_independent = is_independent  # every piece will begin with a key frame: we encode it
        self.entries: list[Entry] = []
        self._body = bytearray()
        self._skipped = 0
        self._unskipped_seconds = 0.0

    @property
    def longest_seconds(self) -> float:
        """How long a piece may be."""
        return self.target_seconds + ROUNDS_DOWN

    def add(self, entry: Entry) -> None:
        """Add a piece; raises `ValueError` when it is longer than promised."""
        if entry.seconds >= self.target_seconds + 0.5:
            raise ValueError(f"a piece of {entry.seconds} s in a playlist of {self.target_seconds} s")
        self._body += entry.lines(self.entries[-1].init if self.entries else "").encode()
        self.entries.append(entry)
        self._unskipped_seconds += entry.seconds
        boundary = SKIP_TARGETS * self.target_seconds
        while self._unskipped_seconds - self.entries[self._skipped].seconds >= boundary:
            self._unskipped_seconds -= self.entries[self._skipped].seconds
            self._skipped += 1

    def full(self, *, is_over: bool = False) -> bytes:
        """Return the whole playlist of a broadcast on air, or of one that has just ended."""
        return b"".join((self._head(7).encode(), self._body, END.encode() if is_over else b""))

    def delta(self) -> bytes:
        """Return the playlist without the pieces before its last half a minute or so; with few pieces, the whole."""
        if not self._skipped:
            return self.full()
        init = self.entries[self._skipped - 1].init
        lines = [self._head(9), f"#EXT-X-SKIP:SKIPPED-SEGMENTS={self._skipped}\n"]
        for entry in self.entries[self._skipped :]:
            lines.append(entry.lines(init))
            init = entry.init
        return "".join(lines).encode()

    def _head(self, version: int) -> str:
        lines = [
            *("#EXTM3U", f"#EXT-X-VERSION:{version}", f"#EXT-X-TARGETDURATION:{self.target_seconds}"),
            *("#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:EVENT"),
            f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL={SKIP_TARGETS * self.target_seconds:.1f}",
            *(["#EXT-X-INDEPENDENT-SEGMENTS"] if self.is_independent else []),
        ]
        return "\n".join([*lines, ""])


def recorded(entries: list[Entry], *, is_independent: bool) -> bytes:
    """Return the playlist of a recording of `entries`, of which there is at least one."""
    target = max(int(entry.seconds + 0.5) for entry in entries)
    lines = ["#EXTM3U\n#EXT-X-VERSION:7\n", f"#EXT-X-TARGETDURATION:{max(target, 1)}\n"]
    lines.append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n")
    lines += ["#EXT-X-INDEPENDENT-SEGMENTS\n"] if is_independent else []
    init = ""
    for entry in entries:
        lines.append(entry.lines(init))
        init = entry.init
    return "".join([*lines, END]).encode()


def read_playlist(content: bytes) -> Playlist | None:
    """Return the playlist that was written as `content`, up to where it is torn; None when not even its head is whole."""
    lines = content.decode("utf-8", "replace").split("\n")[:-1]  # what stands behind the last line's end is torn
    target = next((int(line.split(":")[1]) for line in lines if re.fullmatch(r"#EXT-X-TARGETDURATION:\d+", line)), 0)
    if not target or lines[0] != "#EXTM3U":
        return None
    playlist = Playlist(target, is_independent="#EXT-X-INDEPENDENT-SEGMENTS" in lines)
    for entry in _entries(lines):
        playlist.add(entry)
    return playlist


def _entries(lines: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    init, said = "", dict[str, str]()
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None:
            continue
        if match["tag"] == "MAP":
            init = "".join(URI.findall(match["value"] or ""))
        elif match["tag"]:
            said[match["tag"]] = match["value"] or ""
        elif match["seconds"]:
            said["SECONDS"] = match["seconds"]
        elif "SECONDS" in said:
            entries.append(_entry(match["name"], init, said))
            said = {}
    return entries


def _entry(name: str, init: str, said: dict[str, str]) -> Entry:
    clock = said.get("PROGRAM-DATE-TIME")
    return Entry(
        name=name,
        seconds=float(said["SECONDS"]),
        init=init,
        at=datetime.fromisoformat(clock) if clock else None,
        is_discontinuous="DISCONTINUITY" in said,
        is_gap="GAP" in said,
    )
