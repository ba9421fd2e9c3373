"""What a source file is: asked from a limited process that may crash, judged here."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nastavnik.video.enums import RefusalCode
from nastavnik.video.ffmpeg import limits as allowed
from nastavnik.video.ffmpeg.run import FfmpegFailed, OverLimit, Watch, run_limited

CHILD = Path(__file__).with_name("inspect_child.py")
HEAD_BYTES = 12
# The boxes with which files of the MP4 family begin (ISO 14496-12, QuickTime).
MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")
CUT_TOLERANCE_SECONDS = 2.0
CUT_TOLERANCE_SHARE = 0.01
QUARTER_TURN = 90
MAX_BASE_RATE = 241  # above it the header tells the clock of the file, not its pictures
HIGHEST_RATE, LOWEST_RATE, USUAL_RATE = 30.5, 10.0, 25.0
# The usual rates as fractions: 23.976, 29.97 and their kin must not become 23.98.
NTSC_RATES = {"24000/1001": 24000 / 1001, "30000/1001": 30000 / 1001, "15000/1001": 15000 / 1001}


class SourceRefused(Exception):
    """The file cannot become a film, for a reason that its owner can understand."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """The picture of a source file."""

    index: int
    codec: str
    profile: str
    pixel_format: str
    coded_width: int
    coded_height: int
    # as people see it: turned, with square points
    width: int
    height: int
    is_turned: bool
    has_square_points: bool
    is_interlaced: bool
    is_hdr: bool
    rate: str  # pictures a second of our qualities, as ffmpeg reads it: "25", "30000/1001"
    duration_seconds: float
    max_key_gap_seconds: float
    has_header: bool  # parameters stand in the container, as copying needs it


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """The sound of a source file."""

    index: int
    codec: str
    profile: str
    channels: int
    sample_rate: int
    has_header: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What a source file is. Times in seconds."""

    container: str
    duration_seconds: float
    is_cut_short: bool
    picture: PictureTrack | None
    sound: SoundTrack | None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Source":
        """Return what `to_json` gave."""
        picture = PictureTrack(**kept["picture"]) if kept["picture"] else None
        sound = SoundTrack(**kept["sound"]) if kept["sound"] else None
        return cls(kept["container"], kept["duration_seconds"], kept["is_cut_short"], picture, sound)


def probe(path: Path, *, work_dir: Path, watch: Watch | None = None) -> Source:
    """Return what the source file is.

    Raises `SourceRefused` with the reason when it cannot become a film.
    """
    if path.stat().st_size == 0:
        raise SourceRefused(RefusalCode.EMPTY)
    try:
        answer = _ask(path, work_dir, watch or Watch())
    except OverLimit as error:
        raise SourceRefused(RefusalCode.TOO_HARD) from error
    except FfmpegFailed as error:  # the reader crashed on it
        raise SourceRefused(RefusalCode.UNREADABLE) from error
    if "error" in answer:
        raise SourceRefused(RefusalCode.INDEX_MISSING if _looks_like_mp4(path) else RefusalCode.NOT_A_FILM)
    return read_answer(answer)


def _ask(path: Path, work_dir: Path, watch: Watch) -> dict[str, Any]:
    question = {
        "path": str(path),
        "formats": ",".join(allowed.DEMUXERS),
        "codecs": ",".join((*allowed.PICTURE_CODECS, *allowed.SOUND_CODECS)),
        "protocols": ",".join(allowed.PROTOCOLS),
        "max_tracks": allowed.MAX_TRACKS,
        "max_seconds": allowed.MAX_DURATION_SECONDS,
        "max_side": allowed.MAX_SIDE,
    }
    finished = run_limited(
        [sys.executable, "-I", str(CHILD), json.dumps(question)],
        limits=allowed.PROBE,
        reads=[path, CHILD, Path(sys.prefix), Path(sys.base_prefix)],
        writes=[],
        folder=work_dir,
        watch=watch,
    )
    answer: dict[str, Any] = json.loads(finished.answer)
    return answer


def _looks_like_mp4(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)[4:8] in MP4_BOXES


def read_answer(answer: dict[str, Any]) -> Source:
    """Judge what `inspect_child` saw; raises `SourceRefused`."""
    picture, sound = answer["picture"], answer["sound"]
    reason = _header_fault(answer) or _tracks_fault(picture, sound)
    if reason is not None:
        raise SourceRefused(reason)
    start = max(answer["start_seconds"], 0.0)
    duration = max(track["end_seconds"] for track in (picture, sound) if track and track["can_be_decoded"]) - start
    if duration > allowed.MAX_DURATION_SECONDS:
        raise SourceRefused(RefusalCode.TOO_LONG)
    if duration <= 0:
        raise SourceRefused(RefusalCode.UNREADABLE)
    return Source(
        container=answer["container"],
        duration_seconds=duration,
        is_cut_short=_is_cut_short(answer["declared_seconds"], duration),
        picture=_picture(picture, start) if picture is not None else None,
        sound=_sound(sound) if sound is not None and sound["can_be_decoded"] else None,
    )


def _header_fault(answer: dict[str, Any]) -> RefusalCode | None:
    """Return what is wrong with the file as a whole."""
    picture = answer["picture"]
    if answer["tracks"] > allowed.MAX_TRACKS:
        return RefusalCode.TOO_MANY_TRACKS
    if answer["declared_seconds"] > allowed.MAX_DURATION_SECONDS:
        return RefusalCode.TOO_LONG
    if picture is None and answer["sound"] is None:
        return RefusalCode.NOTHING_INSIDE
    if picture is not None and max(picture["width"], picture["height"]) > allowed.MAX_SIDE:
        return RefusalCode.TOO_LARGE_PICTURE
    return None


def _tracks_fault(picture: dict[str, Any] | None, sound: dict[str, Any] | None) -> RefusalCode | None:
    """Return what is wrong with the tracks; a film whose sound alone cannot be read is shown without it."""
    for track, codecs in ((picture, allowed.PICTURE_CODECS), (sound, allowed.SOUND_CODECS)):
        if track is not None and track["codec"] not in codecs:
            return RefusalCode.UNKNOWN_CODEC
    needed = picture if picture is not None else sound
    return None if needed is not None and needed["can_be_decoded"] else RefusalCode.UNREADABLE


def _is_cut_short(declared_seconds: float, duration_seconds: float) -> bool:
    tolerance = max(CUT_TOLERANCE_SECONDS, declared_seconds * CUT_TOLERANCE_SHARE)
    return declared_seconds - duration_seconds > tolerance


def _picture(seen: dict[str, Any], start_seconds: float) -> PictureTrack:
    width, height = seen["width"] * seen["point_ratio"], float(seen["height"])
    if abs(seen["rotation"]) % (2 * QUARTER_TURN) == QUARTER_TURN:
        width, height = height, width
    return PictureTrack(
        index=seen["index"],
        codec=seen["codec"],
        profile=seen["profile"],
        pixel_format=seen["pixel_format"],
        coded_width=seen["width"],
        coded_height=seen["height"],
        width=round(width),
        height=round(height),
        is_turned=seen["rotation"] != 0,
        has_square_points=seen["point_ratio"] == 1.0,
        is_interlaced=seen["is_interlaced"],
        is_hdr=seen["is_hdr"],
        rate=steady_rate(seen["base_rate"], seen["packets"] / max(seen["end_seconds"] - seen["first_seconds"], 0.001)),
        duration_seconds=seen["end_seconds"] - start_seconds,
        max_key_gap_seconds=seen["max_key_gap_seconds"],
        has_header=seen["has_header"],
    )


def _sound(seen: dict[str, Any]) -> SoundTrack:
    return SoundTrack(
        index=seen["index"],
        codec=seen["codec"],
        profile=seen["profile"],
        channels=seen["channels"],
        sample_rate=seen["sample_rate"],
        has_header=seen["has_header"],
    )


def steady_rate(base_rate: float, average_rate: float) -> str:
    """Return the constant rate for our qualities: the film's own up to 30 a second, half of it above.

    `base_rate` is the rate at which all pictures of the file can be shown, `average_rate` how many there really are; a
    screen capture has few pictures at a high base and gets the base, so that no movement is lost.
    """
    rate = base_rate if 0 < base_rate <= MAX_BASE_RATE else average_rate
    if rate <= 0:
        rate = USUAL_RATE
    while rate > HIGHEST_RATE:
        rate /= 2
    rate = max(rate, LOWEST_RATE)
    for name, value in NTSC_RATES.items():
        if abs(rate - value) < 0.004:  # noqa: PLR2004 -- nearer than to the whole number beside it
            return name
    return f"{rate:.3f}".rstrip("0").rstrip(".")
