"""What a sender sends, as far as it is remembered: where one can begin with it, and with which bytes.

Of a stream that is not written down only the newest bytes are kept, back to its last key frame, and what a reader must
have first: so that it can be shown from the next key frame on, and nothing that came before the wish is shown.
"""

from nastavnik.live.ingest.packaging.marks import Frame, Point, Scanner

# With key frames rarer than that in so many bytes, the way back is given up.
MOST_KEPT_BYTES = 32 * 2**20


class Stream:
    """The bytes of one sender, counted from its first."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.total = 0
        self._tail = bytearray()
        self._tail_offset = 0
        self._first: dict[tuple[int, int], bytes] = {}  # what a reader must have first, by where it stood

    def add(self, content: bytes) -> list[Frame]:
        """Take the next bytes; return the frames that begin in them. Raises `marks.Unreadable`."""
        self._tail += content
        self.total += len(content)
        frames = list(self.scanner.feed(content))
        self._remember_first()
        self._forget()
        return frames

    def cut(self, after: int) -> tuple[int, bytes] | None:
        """Return the first place from byte `after` on at which one can begin, and all that a reader needs to begin there.

        None while there is none.
        """
        offset = next((point.offset for point in self._points() if point.offset >= after), None)
        if offset is None:
            return None
        first = [self._first[span] for span in self.scanner.header(offset) if span in self._first]
        return offset, b"".join(first) + bytes(self._tail[offset - self._tail_offset :])

    def _points(self) -> list[Point]:
        """Return the points whose bytes are still kept."""
        kept: list[Point] = []
        for point in reversed(self.scanner.points):
            if point.offset < self._tail_offset:
                break
            kept.append(point)
        return kept[::-1]

    def _remember_first(self) -> None:
        spans = self.scanner.header(self.total)
        for begin, end in spans:
            if (begin, end) not in self._first and self._tail_offset <= begin < end <= self.total:
                self._first[begin, end] = bytes(self._tail[begin - self._tail_offset : end - self._tail_offset])
        self._first = {span: content for span, content in self._first.items() if span in spans}

    def _forget(self) -> None:
        points = self.scanner.points
        keep_from = points[-1].offset if points else 0
        if self.total - keep_from > MOST_KEPT_BYTES:
            keep_from = self.total
        elif len(points) > 1:
            keep_from = points[-2].offset  # a part may be cut at the last one while its bytes still come
        if keep_from > self._tail_offset:
            del self._tail[: keep_from - self._tail_offset]
            self._tail_offset = keep_from
