"""Tags: what RTMP carries and an FLV file holds (Adobe Flash Video File Format 10.1; Enhanced RTMP v2 for new codecs).

A tag is one packet of sound, one of the picture, or a script with metadata; its body begins with what it is coded in.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import BinaryIO

from nastavnik.live.ingest.rtmp import amf0

MOST_TAG_BYTES = 0xFFFFFF
# Codec and packet type, with the longest beginning of an enhanced tag: what classification looks at.
HEAD_BYTES = 5

_FLV = b"FLV\x01"
_HEADER_BYTES, _TAG_HEADER_BYTES, _TAIL_BYTES = 9, 11, 4
_HAS_SOUND, _HAS_PICTURE = 0x04, 0x01
_TAG_HEADER = struct.Struct(">II3x")
_LONG = struct.Struct(">I")

SOUND_CODECS = {
    0: "pcm", 1: "adpcm_swf", 2: "mp3", 3: "pcm_s16le", 4: "nellymoser", 5: "nellymoser", 6: "nellymoser",
    7: "pcm_alaw", 8: "pcm_mulaw", 10: "aac", 11: "speex", 14: "mp3",
}  # fmt: skip
PICTURE_CODECS = {2: "flv1", 3: "flashsv", 4: "vp6f", 5: "vp6a", 6: "flashsv2", 7: "h264", 12: "hevc", 13: "av1"}
FOUR_CHARACTER_CODES = {
    b"avc1": "h264", b"hvc1": "hevc", b"vvc1": "vvc", b"av01": "av1", b"vp08": "vp8", b"vp09": "vp9",
    b"mp4a": "aac", b".mp3": "mp3", b"Opus": "opus", b"fLaC": "flac", b"ac-3": "ac3", b"ec-3": "eac3",
}  # fmt: skip
UNKNOWN = "unknown"
# Codecs whose decoder needs a tag of its own before the first packet.
_CONFIGURED = {"h264", "hevc", "av1", "aac"}
_ENHANCED_PICTURE, _ENHANCED_SOUND = 0x80, 9
_KEY, _COMMAND_FRAME = 1, 5
# Packets of an enhanced tag that belong to one plain track: begin, frames, end, frames without a shift, metadata.
_PLAIN_PACKETS = range(5)


class NotFlv(Exception):
    """The file is no FLV file."""


class Kind(IntEnum):
    """What a tag carries, by its number in RTMP and FLV."""

    SOUND = 8
    PICTURE = 9
    SCRIPT = 18


@dataclass(frozen=True, slots=True)
class Tag:
    """One packet as it was sent; `timestamp_ms` is when it is decoded, from 0 to 2³² - 1."""

    kind: Kind
    timestamp_ms: int
    body: bytes = field(repr=False)

    @property
    def codec(self) -> str:
        """What it is coded in ("h264", "aac", ...), or "unknown"; of a script ""."""
        return codec_of(self.kind, self.body)

    @property
    def is_key_frame(self) -> bool:
        """Whether a picture can be shown from this tag on; a configuration is no frame."""
        return is_key_frame(self.kind, self.body)

    @property
    def is_configuration(self) -> bool:
        """Whether it holds what a decoder must know first: a sequence header, an AudioSpecificConfig."""
        return is_configuration(self.kind, self.body)


def codec_of(kind: int, head: bytes) -> str:
    """Return the codec of a tag whose body begins with `head`; of a script ""."""
    if kind == Kind.SCRIPT:
        return ""
    if not head:
        return UNKNOWN
    if _packet_type(kind, head) is not None:
        is_plain = _packet_type(kind, head) in _PLAIN_PACKETS
        return FOUR_CHARACTER_CODES.get(head[1:5], UNKNOWN) if is_plain else UNKNOWN
    if kind == Kind.SOUND:
        return SOUND_CODECS.get(head[0] >> 4, UNKNOWN)
    return PICTURE_CODECS.get(head[0] & 0x0F, UNKNOWN)


def is_key_frame(kind: int, head: bytes) -> bool:
    """Tell whether a picture can be shown from this tag on."""
    if kind != Kind.PICTURE or not head or (head[0] >> 4) & 0x07 != _KEY:
        return False
    enhanced = _packet_type(kind, head)
    if enhanced is not None:
        return enhanced in {1, 3}
    return codec_of(kind, head) not in _CONFIGURED or head[1:2] == b"\x01"


def is_configuration(kind: int, head: bytes) -> bool:
    """Tell whether the tag configures a decoder instead of carrying a packet."""
    if kind == Kind.SCRIPT or not head:
        return False
    enhanced = _packet_type(kind, head)
    if enhanced is not None:
        return enhanced == 0
    is_command = kind == Kind.PICTURE and (head[0] >> 4) & 0x07 == _COMMAND_FRAME
    return codec_of(kind, head) in _CONFIGURED and head[1:2] == b"\0" and not is_command


def _packet_type(kind: int, head: bytes) -> int | None:
    """Return the packet type of an enhanced tag; None when the tag is an old one."""
    if kind == Kind.PICTURE:
        return head[0] & 0x0F if head[0] & _ENHANCED_PICTURE else None
    return head[0] & 0x0F if head[0] >> 4 == _ENHANCED_SOUND else None


# --- metadata -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a publisher says of its stream in `onMetaData`; 0 where it says nothing. Words, not facts."""

    width: int = 0
    height: int = 0
    frames_per_second: float = 0
    picture_kilobits_per_second: float = 0
    sound_kilobits_per_second: float = 0
    sound_hertz: int = 0
    encoder: str = ""


def metadata_of(tag: Tag) -> Metadata | None:
    """Return what `tag` says of the stream; None when it is another tag, or nothing that can be read."""
    if tag.kind != Kind.SCRIPT:
        return None
    try:
        values = amf0.decode(tag.body)
    except amf0.NotAmf0:
        return None
    match values:
        case ["onMetaData", dict() as said, *_] | ["@setDataFrame", "onMetaData", dict() as said, *_]:
            return _metadata(said)
    return None


def _metadata(said: dict[str, amf0.Value]) -> Metadata:
    def number(name: str, most: float) -> float:
        value = said.get(name)
        is_sane = isinstance(value, float) and math.isfinite(value) and 0 <= value <= most
        return value if is_sane and isinstance(value, float) else 0

    encoder = said.get("encoder")
    return Metadata(
        width=int(number("width", 16384)),
        height=int(number("height", 16384)),
        frames_per_second=number("framerate", 1000),
        picture_kilobits_per_second=number("videodatarate", 1_000_000),
        sound_kilobits_per_second=number("audiodatarate", 100_000),
        sound_hertz=int(number("audiosamplerate", 1_000_000)),
        encoder="".join(filter(str.isprintable, encoder))[:100] if isinstance(encoder, str) else "",
    )


# --- files ----------------------------------------------------------------------------------------------------------


def flv_header(*, has_sound: bool = True, has_picture: bool = True) -> bytes:
    """Return how a file begins, up to its first tag."""
    flags = (_HAS_SOUND if has_sound else 0) | (_HAS_PICTURE if has_picture else 0)
    return _FLV + bytes([flags]) + _LONG.pack(_HEADER_BYTES) + bytes(_TAIL_BYTES)


def flv_tag(tag: Tag) -> bytes:
    """Return `tag` as a file holds it. Its body is at most `MOST_TAG_BYTES` long."""
    length, when = len(tag.body), tag.timestamp_ms
    # The time's low three bytes come first, then its high one.
    header = _TAG_HEADER.pack(tag.kind << 24 | length, (when & 0xFFFFFF) << 8 | (when >> 24) & 0xFF)
    return b"".join((header, tag.body, _LONG.pack(_TAG_HEADER_BYTES + length)))


@dataclass(frozen=True, slots=True)
class StoredTag:
    """A whole tag in a file: `offset` of its first byte, `end` behind its last; `head` begins its body."""

    offset: int
    end: int
    kind: Kind
    timestamp_ms: int
    head: bytes

    @property
    def codec(self) -> str:
        return codec_of(self.kind, self.head)

    @property
    def is_key_frame(self) -> bool:
        return is_key_frame(self.kind, self.head)

    @property
    def is_configuration(self) -> bool:
        return is_configuration(self.kind, self.head)

    @property
    def body_offset(self) -> int:
        return self.offset + _TAG_HEADER_BYTES

    @property
    def body_bytes(self) -> int:
        return self.end - _TAIL_BYTES - self.body_offset


def stored_tags(file: BinaryIO) -> Iterator[StoredTag]:
    """Walk over the whole tags of an FLV file, up to where it was cut or is damaged; raises `NotFlv` at once.

    A tag is whole when its end repeats its length, so a file that a crash left with a torn or an empty end is read up
    to the last tag that was written. Bodies are skipped, not read.
    """
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_FLV):
        raise NotFlv
    offset = int(_LONG.unpack(header[5:9])[0]) + _TAIL_BYTES
    while (tag := _tag_at(file, offset)) is not None:
        yield tag
        offset = tag.end


def _tag_at(file: BinaryIO, offset: int) -> StoredTag | None:
    file.seek(offset)
    start = file.read(_TAG_HEADER_BYTES + HEAD_BYTES)
    if len(start) < _TAG_HEADER_BYTES or start[0] not in {Kind.SOUND, Kind.PICTURE, Kind.SCRIPT}:
        return None
    size = _TAG_HEADER_BYTES + int.from_bytes(start[1:4], "big")
    file.seek(offset + size)
    if file.read(_TAIL_BYTES) != _LONG.pack(size):
        return None
    when = int.from_bytes(start[4:7], "big") | start[7] << 24
    return StoredTag(offset, offset + size + _TAIL_BYTES, Kind(start[0]), when, start[_TAG_HEADER_BYTES:size])
