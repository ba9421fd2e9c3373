"""HLS: the words that make ffmpeg write it, reading what it wrote, and our own master playlist."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SEGMENT_SECONDS = 4
MASTER = "master.m3u8"
SOUND_GROUP = "sound"
HEAD_BYTES = 4096
# A quality that a slow link can begin with; players take the first of the master before they know the link.
FIRST_SHORT_SIDE = 480
# ISO 14496-1: ES descriptor, decoder configuration (0x40 is MPEG-4 audio), then the audio specific configuration,
# whose first five bits are the kind of AAC. Lengths are written by ffmpeg in four bytes.
AAC_KIND = re.compile(rb"esds.{4}\x03.{4}.{3}\x04.{4}\x40.{12}\x05.{4}(.)", re.DOTALL)
AAC_LC = 2


@dataclass(frozen=True, slots=True)
class MadeRendition:
    """A quality as it lies in a folder: `<name>.m3u8` and `<name>.m4s`."""

    name: str
    is_picture: bool
    width: int | None
    height: int | None
    rate: str  # pictures a second, "" when copied or when there is no picture
    codecs: str
    peak_bits: int  # a second, of the heaviest segment
    average_bits: int
    bytes: int
    duration_seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return asdict(self)

    @property
    def files(self) -> tuple[str, str]:
        """The names of its files."""
        return (f"{self.name}.m3u8", f"{self.name}.m4s")


def hls_words(streams: list[str]) -> list[str]:
    """Return the words for fMP4 HLS with one file per stream; `streams` are words such as `v:0,name:v720`.

    Picture and sound lie apart, so that all qualities share one sound and the sound can be heard alone.
    """
    return [
        *("-map_metadata", "-1", "-map_chapters", "-1"),  # a phone writes into the film where its owner lives
        *("-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"),
        *("-var_stream_map", " ".join(f"{stream},agroup:{SOUND_GROUP}" for stream in streams), "%v.m3u8"),
    ]


def read_rendition(
    folder: Path, name: str, *, width: int | None = None, height: int | None = None, rate: str = ""
) -> MadeRendition:
    """Return what ffmpeg made under `name`; a picture has a `width`. Raises `ValueError` when there is nothing in it."""
    segments = _segments(folder / f"{name}.m3u8")
    seconds = sum(duration for duration, _size in segments)
    if not seconds:
        raise ValueError(f"{name} is empty")
    path = folder / f"{name}.m4s"
    average = int(sum(size for _duration, size in segments) * 8 / seconds)
    return MadeRendition(
        name=name,
        is_picture=width is not None,
        width=width,
        height=height,
        rate=rate,
        codecs=_codecs(path, is_picture=width is not None),
        # a very short last segment would tell a peak that no viewer ever meets
        peak_bits=max(average, *(int(size * 8 / max(duration, SEGMENT_SECONDS / 2)) for duration, size in segments)),
        average_bits=average,
        bytes=path.stat().st_size,
        duration_seconds=seconds,
    )


def _segments(playlist: Path) -> list[tuple[float, int]]:
    """Return the length in seconds and the size in bytes of each segment."""
    text = playlist.read_text(encoding="utf-8")
    found = re.findall(r"#EXTINF:([\d.]+),\s*\n#EXT-X-BYTERANGE:(\d+)", text)
    return [(float(duration), int(size)) for duration, size in found]


def _codecs(path: Path, *, is_picture: bool) -> str:
    """Return the codec of a quality in the words of RFC 6381, from the header that ffmpeg wrote."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if is_picture:
        at = head.index(b"avcC") + 5  # after the name and the version: profile, compatibility, level
        return f"avc1.{head[at : at + 3].hex()}"
    kind = AAC_KIND.search(head)
    return f"mp4a.40.{kind.group(1)[0] >> 3 if kind else AAC_LC}"


def write_master(folder: Path, made: list[MadeRendition]) -> None:
    """Write the master playlist of the qualities in `folder`, all at once or not at all."""
    sound = next((rendition for rendition in made if not rendition.is_picture), None)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound is not None:
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{SOUND_GROUP}",NAME="Звук",LANGUAGE="ru",DEFAULT=YES,AUTOSELECT=YES,'
            f'URI="{sound.name}.m3u8"'
        )
    for picture in in_order([rendition for rendition in made if rendition.is_picture]):
        lines += [_variant(picture, sound), f"{picture.name}.m3u8"]
    if sound is not None:
        lines += [_variant(sound, sound), f"{sound.name}.m3u8"]
    part = folder / f"{MASTER}.part"
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(folder / MASTER)


def in_order(pictures: list[MadeRendition]) -> list[MadeRendition]:
    """Return the pictures as the master names them: first the one to begin with, then from the smallest up."""
    rising = sorted(pictures, key=lambda picture: (picture.width or 0) * (picture.height or 0))
    modest = [picture for picture in rising if min(picture.width or 0, picture.height or 0) <= FIRST_SHORT_SIDE]
    begin_with = modest[-1:] or rising[:1]
    return begin_with + [picture for picture in rising if picture not in begin_with]


def _variant(rendition: MadeRendition, sound: MadeRendition | None) -> str:
    """Return the line of one quality; the bandwidth counts the sound that is heard with it."""
    with_sound = sound is not None and rendition.is_picture
    peak = rendition.peak_bits + (sound.peak_bits if sound is not None and with_sound else 0)
    average = rendition.average_bits + (sound.average_bits if sound is not None and with_sound else 0)
    codecs = f"{rendition.codecs},{sound.codecs}" if sound is not None and with_sound else rendition.codecs
    words = [f"BANDWIDTH={peak}", f"AVERAGE-BANDWIDTH={average}", f'CODECS="{codecs}"']
    if rendition.is_picture:
        words.append(f"RESOLUTION={rendition.width}x{rendition.height}")
    if rendition.rate:
        words.append(f"FRAME-RATE={_decimal(rendition.rate)}")
    if sound is not None:
        words.append(f'AUDIO="{SOUND_GROUP}"')
    return "#EXT-X-STREAM-INF:" + ",".join(words)


def _decimal(rate: str) -> str:
    above, _, below = rate.partition("/")
    return f"{float(above) / float(below or 1):.3f}"
