"""Noting an FLV as it is written down: whole tags, key frames, and the configurations a reader must have first."""

from collections.abc import Iterator

from nastavnik.live.ingest.packaging.marks import MOST_POINTS, Frame, Point, Unreadable
from nastavnik.live.ingest.rtmp.flv import HEAD_BYTES, Kind, codec_of, flv_header, is_configuration, is_key_frame

FILE_HEADER = flv_header()
FILE_HEADER_BYTES, TAG_HEADER_BYTES, TAIL_BYTES = len(FILE_HEADER), 11, 4
# Both tracks of a sender are there after so much of its stream, or one of them is missing (or comes very late).
READY_SECONDS = 3.0
# With no picture one can begin anywhere: so often a place to begin is enough.
SOUND_POINT_SECONDS = 1.0
MOST_CONFIGURATIONS = 64


class FlvScanner:
    """A `Scanner` of FLV."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.picture_codec = self.sound_codec = ""
        self._unread = bytearray()
        self._offset = 0  # of the first unread byte
        self._skip = 0  # bytes of a tag that need not be looked at
        self._tag_bytes = 0  # what must stand behind it
        self._whole = 0  # up to where nothing is torn
        self._first_seconds: float | None = None
        self._last_seconds = 0.0
        # by what they configure: where each stands, oldest first
        self._configurations: dict[Kind, list[tuple[int, int]]] = {kind: [] for kind in Kind}

    @property
    def is_ready(self) -> bool:
        has_both = bool(self.picture_codec and self.sound_codec and self.points)
        return has_both or self._last_seconds - (self._first_seconds or 0.0) >= READY_SECONDS

    def cut(self) -> int:
        self.points = [point for point in self.points if point.offset < self._whole]
        for spans in self._configurations.values():
            spans[:] = [span for span in spans if span[1] <= self._whole]
        self._unread.clear()
        self._offset, self._skip, self._tag_bytes = self._whole, 0, 0
        return self._whole

    def feed(self, content: bytes) -> Iterator[Frame]:
        self._unread += content
        if not self._offset and not self._take_file_header():
            return
        while self._take_rest() and (frame := self._tag()) is not None:
            yield from frame

    def header(self, offset: int) -> list[tuple[int, int]]:
        spans = [(0, FILE_HEADER_BYTES)]
        for kind in (Kind.SCRIPT, Kind.PICTURE, Kind.SOUND):
            spans += [span for span in self._configurations[kind] if span[1] <= offset][-1:]
        return spans

    def _take_file_header(self) -> bool:
        if len(self._unread) < FILE_HEADER_BYTES:
            return False
        if self._unread[:4] != FILE_HEADER[:4] or self._unread[5:FILE_HEADER_BYTES] != FILE_HEADER[5:]:
            raise Unreadable("this is no FLV")
        self._advance(FILE_HEADER_BYTES)
        self._whole = FILE_HEADER_BYTES
        return True

    def _take_rest(self) -> bool:
        """Pass over the rest of a tag; tell whether the next one begins. Raises `Unreadable` when it is torn."""
        passed = min(self._skip, len(self._unread))
        self._skip -= passed
        self._advance(passed)
        if self._skip:
            return False
        if self._tag_bytes:
            if len(self._unread) < TAIL_BYTES:
                return False
            if int.from_bytes(self._unread[:TAIL_BYTES], "big") != self._tag_bytes:
                raise Unreadable("a tag does not end as it began")
            self._advance(TAIL_BYTES)
            self._tag_bytes = 0
        self._whole = self._offset
        return True

    def _advance(self, count: int) -> None:
        del self._unread[:count]
        self._offset += count

    def _tag(self) -> list[Frame] | None:
        """Note the tag that begins here; None when its beginning is not there yet."""
        if len(self._unread) < TAG_HEADER_BYTES:
            return None
        size = int.from_bytes(self._unread[1:4], "big")
        if len(self._unread) < TAG_HEADER_BYTES + min(size, HEAD_BYTES):
            return None
        if self._unread[0] not in set(Kind):
            raise Unreadable(f"a tag of kind {self._unread[0]}")
        kind = Kind(self._unread[0])
        seconds = (int.from_bytes(self._unread[4:7], "big") | self._unread[7] << 24) / 1000
        head = bytes(self._unread[TAG_HEADER_BYTES : TAG_HEADER_BYTES + min(size, HEAD_BYTES)])
        self._skip = self._tag_bytes = TAG_HEADER_BYTES + size
        if kind == Kind.SCRIPT or is_configuration(kind, head):
            self._note_codec(kind, head)
            self._configurations[kind].append((self._offset, self._offset + self._skip + TAIL_BYTES))
            del self._configurations[kind][1:-MOST_CONFIGURATIONS]
            return []
        # a picture's tag so short says that the stream ends
        is_empty = size <= (HEAD_BYTES if kind == Kind.PICTURE else 0)
        return [] if is_empty else [self._frame(kind, head, seconds, size)]

    def _frame(self, kind: Kind, head: bytes, seconds: float, size: int) -> Frame:
        self._note_codec(kind, head)
        self._first_seconds = seconds if self._first_seconds is None else self._first_seconds
        self._last_seconds = max(self._last_seconds, seconds)
        frame = Frame(seconds, kind == Kind.PICTURE, is_key_frame(kind, head), size)
        last = self.points[-1].seconds if self.points else -SOUND_POINT_SECONDS
        is_point = frame.is_key if self.picture_codec else seconds - last >= SOUND_POINT_SECONDS
        if is_point and seconds > last and len(self.points) < MOST_POINTS:
            self.points.append(Point(self._offset, seconds))
        return frame

    def _note_codec(self, kind: Kind, head: bytes) -> None:
        if kind == Kind.PICTURE:
            self.picture_codec = codec_of(kind, head)
        elif kind == Kind.SOUND:
            self.sound_codec = codec_of(kind, head)
