"""The header of a fragmented MP4 (`ftyp` and `moov`): which picture and sound, and the header of the sound alone."""

from dataclasses import dataclass, field

from nastavnik.live.ingest.packaging.boxes import NotFragments, box, boxes, inside, number
from nastavnik.video.ffmpeg.playlists import AAC_KIND, AAC_LC

# Bytes of a sample entry before the boxes inside it.
PICTURE_ENTRY_BYTES, SOUND_ENTRY_BYTES = 78, 28
VERSION_1 = 1  # of a full box: its times have eight bytes


@dataclass(frozen=True, slots=True)
class Track:
    """The picture or the sound of a film, as its header says."""

    number: int
    is_picture: bool
    codec: str  # in the words of RFC 6381
    configuration: bytes  # what a decoder must know first
    timescale: int  # units of time in a second
    width: int
    height: int
    # of a frame whose fragment does not say it
    usual_duration: int
    usual_size: int
    usual_flags: int


@dataclass(frozen=True, slots=True)
class Init:
    """The header that a player needs before any piece."""

    content: bytes = field(repr=False)
    picture: Track | None
    sound: Track | None

    @property
    def codecs(self) -> str:
        """What CODECS of a master playlist says."""
        return ",".join(track.codec for track in (self.picture, self.sound) if track is not None)

    def of_sound(self) -> "Init | None":
        """Return the header of the sound alone; None when there is no sound."""
        if self.sound is None or self.picture is None:
            return self if self.sound is not None else None
        return Init(_with_only(self.sound.number, self.content), None, self.sound)


def read_init(content: bytes) -> Init:
    """Read a header; raises `NotFragments`."""
    movie = inside(content, b"moov")
    usual = {number(body, 4): body for kind, body in boxes(inside(movie, b"mvex")) if kind == b"trex"}
    tracks = [_track(body, usual) for kind, body in boxes(movie) if kind == b"trak"]
    pictures = [track for track in tracks if track.is_picture]
    sounds = [track for track in tracks if not track.is_picture]
    if not tracks or len(pictures) > 1 or len(sounds) > 1:
        raise NotFragments(f"{len(pictures)} pictures and {len(sounds)} sounds")
    return Init(content, pictures[0] if pictures else None, sounds[0] if sounds else None)


def joined(picture: Init, sound: Init | None) -> Init:
    """Return a header for the picture of one film with the sound of another; their tracks have different numbers."""
    if sound is None or sound.sound is None or picture.picture is None:
        return picture
    theirs = dict(boxes(inside(_with_only(sound.sound.number, sound.content), b"moov")))
    mine = _with_only(picture.picture.number, picture.content)
    movie = []
    for kind, body in boxes(inside(mine, b"moov")):
        if kind == b"mvex":
            movie += [box(b"trak", theirs[b"trak"]), box(kind, body, theirs[b"mvex"])]
        else:
            movie.append(box(kind, body))
    others = (box(kind, body) for kind, body in boxes(mine) if kind != b"moov")
    return Init(b"".join((*others, box(b"moov", *movie))), picture.picture, sound.sound)


def _track(body: bytes, usual: dict[int, bytes]) -> Track:
    track_number = _track_number(body)
    media_header = inside(body, b"mdia", b"mdhd")
    timescale = number(media_header, 20 if media_header[:1] == bytes([VERSION_1]) else 12)
    if track_number not in usual or not timescale:
        raise NotFragments("a track without a clock or not in fragments")
    # the kind and the body of its first sample entry, after the version and the number of entries
    kind, entry = next(boxes(inside(body, b"mdia", b"minf", b"stbl", b"stsd")[8:]), (b"", b""))
    if kind == b"avc1":
        configuration = inside(entry[PICTURE_ENTRY_BYTES:], b"avcC")
        codec = f"avc1.{configuration[1:4].hex()}"
        width, height = number(entry, 24) >> 16, number(entry, 24) & 0xFFFF
    elif kind == b"mp4a":
        configuration = inside(entry[SOUND_ENTRY_BYTES:], b"esds")
        found = AAC_KIND.search(b"esds" + configuration)
        codec = f"mp4a.40.{found.group(1)[0] >> 3 if found else AAC_LC}"
        width = height = 0
    else:
        raise NotFragments(f"a track of {kind!r}")
    defaults = [number(usual[track_number], offset) for offset in (12, 16, 20)]
    return Track(track_number, kind == b"avc1", codec, configuration, timescale, width, height, *defaults)


def _track_number(body: bytes) -> int:
    header = inside(body, b"tkhd")
    return number(header, 20 if header[:1] == bytes([VERSION_1]) else 12)


def _with_only(track_number: int, content: bytes) -> bytes:
    """Return the header without the tracks that are not `track_number`."""
    kept = []
    for kind, body in boxes(inside(content, b"moov")):
        if kind == b"mvex":
            mine = (box(k, b) for k, b in boxes(body) if k != b"trex" or number(b, 4) == track_number)
            kept.append(box(kind, *mine))
        elif kind != b"trak" or _track_number(body) == track_number:
            kept.append(box(kind, body))
    others = (box(kind, body) for kind, body in boxes(content) if kind != b"moov")
    return b"".join((*others, box(b"moov", *kept)))
