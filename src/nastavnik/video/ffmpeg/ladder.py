"""The qualities: planned from the picture's size, decoded once, encoded side by side with aligned key frames.

Numbers from our measurements: `veryfast` gives a fifth of the bytes of faster presets on slides; caps keep a moving
picture within what a village link carries.
"""

from dataclasses import dataclass
from pathlib import Path

from nastavnik.video.ffmpeg.limits import for_encoding
from nastavnik.video.ffmpeg.loudness import Loudness, gain_filters, layout_of
from nastavnik.video.ffmpeg.playlists import SEGMENT_SECONDS, MadeRendition, hls_words, read_rendition
from nastavnik.video.ffmpeg.probe import PictureTrack, SoundTrack, Source
from nastavnik.video.ffmpeg.remux import SOUND
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, input_words, run_ffmpeg
from nastavnik.video.ffmpeg.tap import TAP_FILTERS, tap_output

SOUND_BITS = {"mono": 48_000, "stereo": 64_000}
SOUND_RATE = 44_100
SIDE_RATIO = 16 / 9
# Keep the picture's own size as the highest quality when it is at least so much larger than the next.
WORTH_KEEPING = 1.1
SMALLEST_SIDE = 16
FIRST_SHORT_SIDE = 480
WORTH_HOLDING_SECONDS = 0.2
# Light of HDR films is brought down to what every screen can show (BT.2390's reference white, then a film-like curve).
HDR_FILTERS = (
    "zscale=t=linear:npl=203",
    "format=gbrpf32le",
    "zscale=p=bt709",
    "tonemap=tonemap=hable:desat=0",
    "zscale=t=bt709:m=bt709:r=tv",
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder: its short side, the quality aimed at, and the cap in bits a second."""

    short_side: int
    crf: int
    cap_bits: int


STEPS = (
    Step(1080, 23, 4_000_000),
    Step(720, 23, 1_800_000),
    Step(480, 24, 800_000),
    Step(360, 25, 500_000),
    Step(240, 25, 250_000),
)


@dataclass(frozen=True, slots=True)
class Rung:
    """A quality to be made of a certain picture."""

    name: str
    width: int
    height: int
    crf: int
    cap_bits: int


def plan(picture: PictureTrack | None) -> list[Rung]:
    """Return the qualities of a picture, largest first: never larger than it is, at least one, sides even.

    Each is the picture made to fit into a box of 16:9 (9:16 for an upright one).
    """
    if picture is None:
        return []
    rungs = []
    for index, step in enumerate(STEPS):
        shrink = _shrink(picture, step)
        is_whole = shrink >= 1
        below = _shrink(picture, STEPS[index + 1]) if index + 1 < len(STEPS) else 0.0
        if is_whole and below >= 1:
            continue  # the next smaller box holds all of it too
        if is_whole and below * WORTH_KEEPING > 1:
            continue
        rungs.append(_rung(picture, step, min(shrink, 1.0)))
    return rungs


def _shrink(picture: PictureTrack, step: Step) -> float:
    """Return by how much the picture must be made smaller to fit into the step's box; 1 or more when it fits."""
    long_side = step.short_side * SIDE_RATIO
    is_wide = picture.width >= picture.height
    box = (long_side, step.short_side) if is_wide else (step.short_side, long_side)
    # half a point: 854×480 must pass for 853.3×480
    return min((box[0] + 0.7) / picture.width, (box[1] + 0.7) / picture.height)


def _rung(picture: PictureTrack, step: Step, shrink: float) -> Rung:
    width, height = _even(picture.width * shrink), _even(picture.height * shrink)
    return Rung(f"v{step.short_side}", width, height, step.crf, step.cap_bits)


def _even(side: float) -> int:
    return max(int(side / 2 + 0.25) * 2, SMALLEST_SIDE)


def first_rung(rungs: list[Rung]) -> list[Rung]:
    """Return the quality that is made before all others when the film cannot be copied."""
    modest = [rung for rung in rungs if min(rung.width, rung.height) <= FIRST_SHORT_SIDE]
    return modest[:1] or rungs[-1:]


def make_rungs(
    path: Path,
    source: Source,
    rungs: list[Rung],
    folder: Path,
    *,
    loudness: Loudness | None,
    ffmpeg: str = "",
    watch: Watch | None = None,
    has_tap: bool = False,
) -> tuple[list[MadeRendition], str]:
    """Make `rungs` (and the sound, unless `loudness` is None) in one run; return them and what ffmpeg said.

    `has_tap`: the pictures, decoded once, also go grey and small into `tap.TAP`, for finding slides.

    Raises `FfmpegFailed`, `Stopped`.
    """
    sound = source.sound if loudness is not None else None
    streams = [f"v:{number},name:{rung.name}" for number, rung in enumerate(rungs)]
    streams += [f"a:0,name:{SOUND}"] if sound is not None else []
    finished = run_ffmpeg(
        [
            *input_words(path),
            *picture_words(source, rungs, has_tap=has_tap),
            *(sound_words(source, sound, loudness) if sound is not None and loudness is not None else []),
            *hls_words(streams),
            *(tap_output() if has_tap and source.picture is not None and rungs else []),
        ],
        limits=for_encoding(max([rung.cap_bits for rung in rungs] + [SOUND_BITS["stereo"]]), source.duration_seconds),
        reads=[path],
        writes=folder,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    return _read_all(source, rungs, folder, finished.log, has_sound=sound is not None), finished.log


def picture_words(source: Source, rungs: list[Rung], *, has_tap: bool = False) -> list[str]:
    """Return the words that decode the picture once and encode every rung."""
    if source.picture is None or not rungs:
        return []
    words = ["-filter_complex", graph(source, source.picture, rungs, has_tap=has_tap)]
    for rung in rungs:
        words += ["-map", f"[{rung.name}]"]
    words += [
        *("-c:v", "libx264", "-preset", "veryfast", "-sc_threshold", "0"),
        *("-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT_SECONDS})"),
    ]
    for number, rung in enumerate(rungs):
        words += [f"-crf:v:{number}", str(rung.crf), f"-maxrate:v:{number}", str(rung.cap_bits)]
        words += [f"-bufsize:v:{number}", str(rung.cap_bits * 2)]
    return words


def graph(source: Source, picture: PictureTrack, rungs: list[Rung], *, has_tap: bool = False) -> str:
    """Return the filter graph: what all rungs share, once, then a branch for each, and one for the tap."""
    shared = ["bwdif=mode=send_frame:deint=interlaced"] if picture.is_interlaced else []
    # a constant rate, from the very beginning: key frames fall on the same times in all qualities
    shared.append(f"fps={picture.rate}:start_time=0")
    gap = source.duration_seconds - picture.duration_seconds
    if gap > WORTH_HOLDING_SECONDS:  # the sound goes on: so does the last picture
        shared.append(f"tpad=stop_mode=clone:stop_duration={gap:.3f}")
    names = [f"[s{number}]" for number in range(len(rungs))]
    branches = [*names, "[st]"] if has_tap else names
    parts = [f"[0:{picture.index}]{','.join(shared)},split={len(branches)}{''.join(branches)}"]
    tone = list(HDR_FILTERS) if picture.is_hdr else []
    for name, rung in zip(names, rungs, strict=True):
        branch = [f"scale={rung.width}:{rung.height}:out_range=tv", *tone, "setsar=1", "format=yuv420p"]
        parts.append(f"{name}{','.join(branch)}[{rung.name}]")
    if has_tap:
        parts.append(f"[st]{TAP_FILTERS}[tap]")
    return ";".join(parts)


def sound_words(source: Source, sound: SoundTrack, loudness: Loudness) -> list[str]:
    """Return the words that make our sound: evened out, without holes, as long as the film."""
    layout = layout_of(sound)
    filters = [
        f"aformat=channel_layouts={layout}",
        f"aresample={SOUND_RATE}:async=1:first_pts=0",
        *gain_filters(loudness),
        f"apad=whole_dur={source.duration_seconds:.3f}",
    ]
    bits = SOUND_BITS[layout]
    return ["-map", f"0:{sound.index}", "-af", ",".join(filters), "-c:a", "aac", "-b:a", str(bits)]


def _read_all(source: Source, rungs: list[Rung], folder: Path, log: str, *, has_sound: bool) -> list[MadeRendition]:
    rate = source.picture.rate if source.picture is not None else ""
    try:
        made = [read_rendition(folder, rung.name, width=rung.width, height=rung.height, rate=rate) for rung in rungs]
        return [*made, read_rendition(folder, SOUND)] if has_sound else made
    except (OSError, ValueError) as error:
        raise FfmpegFailed("nothing playable came out", log) from error
