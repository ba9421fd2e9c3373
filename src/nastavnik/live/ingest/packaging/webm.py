"""Noting a WebM (or Matroska) as it is written down: its codecs, its clusters and where they begin with a key frame.

A walker over EBML (RFC 8794) that knows the few elements of Matroska (RFC 9559) that matter here. A browser writes a
segment and clusters of unknown size, and a new cluster at every key frame of the picture.
"""

from collections.abc import Iterator

from nastavnik.live.ingest.packaging.marks import MOST_POINTS, Frame, Point, Unreadable

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMESTAMP, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, REFERENCE = 0xE7, 0xA3, 0xA0, 0xA1, 0xFB
TIMESTAMP_SCALE = 0x2AD7B1
TRACK_ENTRY, TRACK_NUMBER, TRACK_TYPE, CODEC = 0xAE, 0xD7, 0x83, 0x86
PICTURE_TRACK, SOUND_TRACK = 1, 2
# What stands in a block group beside its block.
GROUP_CHILDREN = frozenset({REFERENCE, 0x9B, 0x75A1, 0x75A2, 0xA4, 0xC8})
# What is looked into; of everything else only the length matters.
ENTERED = frozenset({SEGMENT, CLUSTER, BLOCK_GROUP})
READ_WHOLE = frozenset({EBML, INFO, TRACKS, TIMESTAMP})
BLOCKS = frozenset({SIMPLE_BLOCK, BLOCK})
MOST_HEADER_BYTES = 2**20
MOST_ELEMENT_BYTES = 64 * 2**20
MOST_TRACKS = 8
BLOCK_HEAD_BYTES = 11  # a track number of eight bytes, the time, the flags
KEY_FLAG = 0x80
NANOSECONDS = 1_000_000_000
CODECS = {
    b"V_MPEG4/ISO/AVC": "h264",
    b"V_VP8": "vp8",
    b"V_VP9": "vp9",
    b"V_AV1": "av1",
    b"V_MPEGH/ISO/HEVC": "hevc",
    b"A_OPUS": "opus",
    b"A_AAC": "aac",
    b"A_VORBIS": "vorbis",
}
UNKNOWN = "unknown"


def read_number(content: bytes | bytearray, start: int, longest: int, *, keep_marker: bool) -> tuple[int, int] | None:
    """Return an EBML number and how many bytes it takes; None when it is not whole. Raises `Unreadable`."""
    if start >= len(content):
        return None
    length = 9 - content[start].bit_length()
    if length > longest:
        raise Unreadable("this is no EBML")
    if start + length > len(content):
        return None
    value = int.from_bytes(content[start : start + length], "big")
    return (value if keep_marker else value & ((1 << 7 * length) - 1)), length


def read_head(content: bytes | bytearray, start: int = 0) -> tuple[int, int | None, int] | None:
    """Return the id, the size (None: unknown) and the length of the head of an element; None when it is not whole."""
    name = read_number(content, start, 4, keep_marker=True)
    size = read_number(content, start + name[1], 8, keep_marker=False) if name else None
    if name is None or size is None:
        return None
    is_unknown = size[0] == (1 << 7 * size[1]) - 1
    return name[0], None if is_unknown else size[0], name[1] + size[1]


def children(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the elements inside a whole one; raises `Unreadable`."""
    start = 0
    while start < len(content):
        head = read_head(content, start)
        if head is None or head[1] is None or start + head[2] + head[1] > len(content):
            raise Unreadable("an element is cut off")
        start += head[2]
        yield head[0], content[start : start + head[1]]
        start += head[1]


class WebmScanner:
    """A `Scanner` of WebM."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.picture_codec = self.sound_codec = ""
        self.header_bytes = 0  # everything before the first cluster; 0 while that has not come
        self._unread = bytearray()
        self._offset = 0  # of the first unread byte
        self._skip = 0
        self._tick_seconds = 0.001
        self._tracks: dict[int, int] = {}  # number and type
        self._cluster = 0
        self._cluster_seconds = 0.0
        self._is_cluster_marked = True
        self._in_group: Frame | None = None  # a key frame unless it refers to another

    @property
    def is_ready(self) -> bool:
        return self.header_bytes > 0 and bool(self._tracks)

    def cut(self) -> int:
        # what ends a cluster is not told, and readers do not mind: nothing is taken for torn
        return self._offset + len(self._unread)

    def header(self, offset: int) -> list[tuple[int, int]]:
        return [(0, min(self.header_bytes, offset))]

    def feed(self, content: bytes) -> Iterator[Frame]:
        self._unread += content
        while True:
            if self._skip:
                self._pass_over()
            head = read_head(self._unread) if not self._skip else None
            if head is None or not self._is_there(*head):
                return
            yield from self._element(*head)

    def _pass_over(self) -> None:
        passed = min(self._skip, len(self._unread))
        self._skip -= passed
        self._advance(passed)

    def _advance(self, count: int) -> None:
        del self._unread[:count]
        self._offset += count

    def _is_there(self, name: int, size: int | None, head_bytes: int) -> bool:
        """Tell whether so much of an element has come that it can be taken. Raises `Unreadable`."""
        if not self._offset and name != EBML:
            raise Unreadable("this is no WebM")
        if name in ENTERED:
            return True
        if size is None or size > (MOST_HEADER_BYTES if name in READ_WHOLE else MOST_ELEMENT_BYTES):
            raise Unreadable(f"an element {name:x} of {size} bytes")
        needed = size if name in READ_WHOLE else min(size, BLOCK_HEAD_BYTES) if name in BLOCKS else 0
        return len(self._unread) >= head_bytes + needed

    def _element(self, name: int, size: int | None, head_bytes: int) -> list[Frame]:
        frames = self._leave_group(name)
        if name == CLUSTER:
            self._begin_cluster()
        elif name in BLOCKS:
            frames += self._block(bytes(self._unread[head_bytes : head_bytes + BLOCK_HEAD_BYTES]), name, size or 0)
        elif name in READ_WHOLE:
            self._read(name, bytes(self._unread[head_bytes : head_bytes + (size or 0)]))
        elif name == REFERENCE and self._in_group is not None:
            group = self._in_group
            self._in_group = Frame(group.seconds, group.is_picture, is_key=False, bytes=group.bytes)
        self._advance(head_bytes)
        self._skip = 0 if name in ENTERED else size or 0
        return frames

    def _begin_cluster(self) -> None:
        self.header_bytes = self.header_bytes or self._offset
        self._cluster, self._is_cluster_marked = self._offset, False

    def _read(self, name: int, content: bytes) -> None:
        if name == TIMESTAMP:
            self._cluster_seconds = int.from_bytes(content[:8], "big") * self._tick_seconds
        elif name == INFO:
            scale = int.from_bytes(dict(children(content)).get(TIMESTAMP_SCALE, b"")[:8], "big")
            self._tick_seconds = scale / NANOSECONDS or self._tick_seconds
        elif name == TRACKS:
            for child, entry in children(content):
                if child == TRACK_ENTRY and len(self._tracks) < MOST_TRACKS:
                    self._track(dict(children(entry)))

    def _track(self, entry: dict[int, bytes]) -> None:
        number = int.from_bytes(entry.get(TRACK_NUMBER, b"")[:8], "big")
        kind = int.from_bytes(entry.get(TRACK_TYPE, b"")[:8], "big")
        codec = CODECS.get(entry.get(CODEC, b"").rstrip(b"\0"), UNKNOWN)
        self._tracks[number] = kind
        if kind == PICTURE_TRACK:
            self.picture_codec = self.picture_codec or codec
        elif kind == SOUND_TRACK:
            self.sound_codec = self.sound_codec or codec

    def _block(self, head: bytes, name: int, size: int) -> list[Frame]:
        track = read_number(head, 0, 8, keep_marker=False)
        if track is None or len(head) < track[1] + 3:
            raise Unreadable("a block is cut off")
        shift = int.from_bytes(head[track[1] : track[1] + 2], "big", signed=True)
        is_key = name == BLOCK or bool(head[track[1] + 2] & KEY_FLAG)
        seconds = self._cluster_seconds + shift * self._tick_seconds
        frame = Frame(seconds, self._tracks.get(track[0]) == PICTURE_TRACK, is_key, size)
        if name == BLOCK:
            self._in_group = frame
            return []
        self._mark(frame)
        return [frame]

    def _leave_group(self, name: int) -> list[Frame]:
        """Return the frame of a block group that is over, now that it is known whether it is a key frame."""
        frame = self._in_group
        if frame is None or name in GROUP_CHILDREN:
            return []
        self._in_group = None
        self._mark(frame)
        return [frame]

    def _mark(self, frame: Frame) -> None:
        """Note the first key frame of a cluster: a reader that begins with the cluster shows it first."""
        can_begin = frame.is_key and (frame.is_picture or not self.picture_codec)
        last = self.points[-1].seconds if self.points else -1.0
        if can_begin and not self._is_cluster_marked and frame.seconds > last and len(self.points) < MOST_POINTS:
            self._is_cluster_marked = True
            self.points.append(Point(self._cluster, frame.seconds))
