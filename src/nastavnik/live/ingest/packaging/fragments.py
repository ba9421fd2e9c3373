"""Reading ffmpeg's fragmented MP4 as it comes out of a pipe: headers, and fragments with their times and their sound.

A fragment is one `moof` with its `mdat`. Times are as ffmpeg wrote them, in seconds.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from nastavnik.live.ingest.packaging.boxes import (
    BOX_HEADER,
    DOUBLE_LONG,
    LONG,
    NotFragments,
    box,
    boxes,
    inside,
    number,
)
from nastavnik.live.ingest.packaging.header import VERSION_1, Init, Track, read_init

MOST_BOX_BYTES = 64 * 2**20
# What ffmpeg writes at the top; anything else means that this is not its output.
TOP_BOXES = frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"free", b"sidx", b"prft", b"emsg"})
# Flags of `tfhd` and `trun`: which fields are there.
HAS_BASE, HAS_DESCRIPTION, HAS_DURATION, HAS_SIZE, HAS_FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
RUN_OFFSET, RUN_FIRST_FLAGS = 0x1, 0x4
RUN_FIELDS = (RUN_DURATION, RUN_SIZE, RUN_FLAGS, RUN_SHIFT) = (0x100, 0x200, 0x400, 0x800)
NO_KEY_FRAME = 0x10000


@dataclass(frozen=True, slots=True)
class Run:
    """The frames of one track in a fragment."""

    begin_seconds: float
    seconds: float
    frames: int
    begins_with_key_frame: bool

    @property
    def end_seconds(self) -> float:
        return self.begin_seconds + self.seconds


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of the film, with a picture, a sound or both; `sound_content` is the same without its picture."""

    content: bytes = field(repr=False)
    sound_content: bytes = field(repr=False)
    picture: Run | None
    sound: Run | None

    @property
    def leading(self) -> Run:
        """The picture's frames, or the sound's where no picture is."""
        leading = self.picture or self.sound
        assert leading is not None
        return leading


class FragmentReader:
    """Takes bytes in any portions, gives whole headers and fragments; raises `NotFragments` on nonsense."""

    def __init__(self) -> None:
        self._unread = bytearray()
        self._kept = b""  # ftyp until its moov, moof until its mdat
        self._init: Init | None = None

    def feed(self, content: bytes) -> Iterator[Init | Fragment]:
        """Take the next bytes; return what has become whole."""
        self._unread += content
        while (whole := self._next_box()) is not None:
            kind = whole[4:8]
            if kind in {b"ftyp", b"moof"}:
                self._kept = whole
            elif kind == b"moov":
                self._init = read_init(self._kept + whole)
                yield self._init
            elif kind == b"mdat":
                yield from self._fragments(whole)

    def _next_box(self) -> bytes | None:
        if len(self._unread) < BOX_HEADER.size:
            return None
        size, kind = BOX_HEADER.unpack_from(self._unread)
        if kind not in TOP_BOXES or not BOX_HEADER.size <= size <= MOST_BOX_BYTES:
            raise NotFragments(f"a box {kind!r} of {size} bytes")
        if len(self._unread) < size:
            return None
        whole = bytes(memoryview(self._unread)[:size])
        del self._unread[:size]
        return whole

    def _fragments(self, media: bytes) -> Iterator[Fragment]:
        header, self._kept = self._kept, b""
        if self._init is None or header[4:8] != b"moof":
            raise NotFragments("frames without a header")
        fragment = read_fragment(self._init, header + media)
        if fragment is not None:
            yield fragment


@dataclass(slots=True)
class _Frames:
    """What is learnt of the frames of one track: durations in its own units, where their bytes lie."""

    track: Track
    header: bytes  # `tfhd`
    begin: int = 0
    duration: int = 0
    count: int = 0
    first_flags: int = 0
    # each `trun` without its offset, and where its frames begin and end in the fragment
    runs: list[tuple[bytes, int, int]] = field(default_factory=list)

    def as_run(self) -> Run | None:
        if not self.count:
            return None
        begin, seconds = self.begin / self.track.timescale, self.duration / self.track.timescale
        return Run(begin, seconds, self.count, not self.first_flags & NO_KEY_FRAME)


def read_fragment(init: Init, content: bytes) -> Fragment | None:
    """Read a `moof` with its `mdat`; None when no frame is in it. Raises `NotFragments`."""
    tracks = {track.number: track for track in (init.picture, init.sound) if track is not None}
    picture = sound = None
    header = inside(content, b"moof")
    for kind, body in boxes(header):
        if kind == b"traf":
            frames = _frames(tracks, body, len(content))
            if frames.track.is_picture:
                picture = frames
            else:
                sound = frames
    picture_run, sound_run = picture.as_run() if picture else None, sound.as_run() if sound else None
    if picture_run is None and sound_run is None:
        return None
    sound_content = content if init.picture is None else b""
    if sound_run is not None and sound is not None and init.picture is not None:
        sound_content = _alone(inside(header, b"mfhd"), sound, content)
    return Fragment(content, sound_content, picture_run, sound_run)


def _frames(tracks: dict[int, Track], body: bytes, fragment_bytes: int) -> _Frames:
    header = inside(body, b"tfhd")
    track = tracks.get(number(header, 4))
    flags = number(header, 0)
    if track is None or flags & HAS_BASE:
        raise NotFragments("frames of no track, or counted from the file's beginning")
    frames = _Frames(track, header)
    usual = _usual(track, header, flags)
    for kind, run in boxes(body):
        if kind == b"tfdt":
            frames.begin = _time(run)
        elif kind == b"trun":
            _add_run(frames, run, usual, fragment_bytes)
    return frames


def _usual(track: Track, header: bytes, flags: int) -> dict[int, int]:
    """Return the duration, size and flags of a frame that does not say them itself."""
    usual = {RUN_DURATION: track.usual_duration, RUN_SIZE: track.usual_size, RUN_FLAGS: track.usual_flags}
    offset = 12 if flags & HAS_DESCRIPTION else 8
    for flag, name in ((HAS_DURATION, RUN_DURATION), (HAS_SIZE, RUN_SIZE), (HAS_FLAGS, RUN_FLAGS)):
        if flags & flag:
            usual[name] = number(header, offset)
            offset += LONG.size
    return usual


def _time(body: bytes) -> int:
    """Return the decoding time of `tfdt`."""
    if body[:1] != bytes([VERSION_1]):
        return number(body, 4)
    if len(body) < 4 + DOUBLE_LONG.size:
        raise NotFragments("a box is too short")
    return int(DOUBLE_LONG.unpack_from(body, 4)[0])


def _add_run(frames: _Frames, body: bytes, usual: dict[int, int], fragment_bytes: int) -> None:
    """Add a `trun`: sum up its durations and sizes, look at its first frame."""
    flags, count = number(body, 0), number(body, 4)
    if not flags & RUN_OFFSET or count > fragment_bytes:
        raise NotFragments("a run of frames that are nowhere")
    columns = _columns(body, flags, count)
    duration, size = (
        sum(columns[name]) if name in columns else usual[name] * count for name in (RUN_DURATION, RUN_SIZE)
    )
    begin = number(body, 8)
    if begin + size > fragment_bytes:
        raise NotFragments("frames lie outside of their fragment")
    if not frames.count and count:
        said = columns.get(RUN_FLAGS, (usual[RUN_FLAGS],))[0]
        frames.first_flags = number(body, 12) if flags & RUN_FIRST_FLAGS else said
    frames.count += count
    frames.duration += duration
    frames.runs.append((body, begin, begin + size))


def _columns(body: bytes, flags: int, count: int) -> dict[int, tuple[int, ...]]:
    """Return the values of each field of a run that says it frame by frame."""
    names = [name for name in RUN_FIELDS if flags & name]
    start = 12 + (LONG.size if flags & RUN_FIRST_FLAGS else 0)
    if len(body) < start + count * len(names) * LONG.size:
        raise NotFragments("a run of frames is cut off")
    numbers = struct.unpack_from(f">{count * len(names)}I", body, start)
    return {name: numbers[place :: len(names)] for place, name in enumerate(names)}


def _alone(sequence: bytes, frames: _Frames, content: bytes) -> bytes:
    """Return a fragment of the frames of one track; its runs lie one behind the other."""
    clock = box(b"tfdt", bytes([VERSION_1, 0, 0, 0]), DOUBLE_LONG.pack(frames.begin))
    sizes = [end - begin for _body, begin, end in frames.runs]
    # the same boxes with any offsets tell how long they are together
    blank = _header(sequence, frames, clock, [0] * len(sizes))
    offsets = [len(blank) + BOX_HEADER.size + sum(sizes[:place]) for place in range(len(sizes))]
    media = box(b"mdat", *(content[begin:end] for _body, begin, end in frames.runs))
    return _header(sequence, frames, clock, offsets) + media


def _header(sequence: bytes, frames: _Frames, clock: bytes, offsets: list[int]) -> bytes:
    runs = (
        box(b"trun", body[:8], LONG.pack(offset), body[12:])
        for (body, _begin, _end), offset in zip(frames.runs, offsets, strict=True)
    )
    return box(b"moof", box(b"mfhd", sequence), box(b"traf", box(b"tfhd", frames.header), clock, *runs))
