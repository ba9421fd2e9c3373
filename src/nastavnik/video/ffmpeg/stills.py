"""Stills of slides in two sizes, and the sound that is played with them on a thin link."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nastavnik.video.ffmpeg.limits import MEGABYTE, Limits, for_reading
from nastavnik.video.ffmpeg.playlists import hls_words
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, input_words, run_ffmpeg

STILL_WIDTHS = (1280, 640)
STILL_CODING = ("-c:v", "libwebp", "-quality", "70", "-compression_level", "4")
# As many openings of the film by one ffmpeg: its start costs as much as a still.
STILLS_A_RUN = 8
# Speech is understood well at it; with stills an hour stays below 15 MB.
THIN_BITS, THIN_RATE = 24_000, 24_000
# Before the end of the film there may be no whole frame.
NEAR_END_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class WantedStill:
    """A picture of the film to be taken at `seconds` and written to `<name>-1280.webp` and `<name>-640.webp`."""

    name: str
    seconds: float


def still_names(name: str) -> tuple[str, ...]:
    """Return the files of a still."""
    return tuple(f"{name}-{width}.webp" for width in STILL_WIDTHS)


def take_stills(
    path: Path,
    wanted: Sequence[WantedStill],
    folder: Path,
    *,
    duration_seconds: float,
    ffmpeg: str = "",
    watch: Watch | None = None,
) -> None:
    """Take stills of the film at `path` into `folder`. Raises `FfmpegFailed` when one is missing."""
    for begin in range(0, len(wanted), STILLS_A_RUN):
        some = wanted[begin : begin + STILLS_A_RUN]
        finished = run_ffmpeg(
            _still_words(path, some, max(0.0, duration_seconds - NEAR_END_SECONDS)),
            limits=for_reading(duration_seconds),
            reads=[path],
            writes=folder,
            ffmpeg=ffmpeg,
            watch=watch,
        )
        if not all((folder / name).exists() for still in some for name in still_names(still.name)):
            raise FfmpegFailed("a still is missing", finished.log)


def _still_words(path: Path, some: Sequence[WantedStill], last_second: float) -> list[str]:
    words: list[str] = []
    for still in some:
        words += input_words(path, "-an", "-ss", f"{min(still.seconds, last_second):.3f}")
    words += ["-filter_complex", ";".join(_sizes(number) for number in range(len(some)))]
    for number, still in enumerate(some):
        for width, name in zip(STILL_WIDTHS, still_names(still.name), strict=True):
            words += ["-map", f"[o{number}w{width}]", "-frames:v", "1", *STILL_CODING, "-map_metadata", "-1"]
            words += ["-update", "1", name]
    return words


def _sizes(number: int) -> str:
    """Return a graph that gives the first picture of an input in both sizes, never larger than it is."""
    names = [f"[s{number}w{width}]" for width in STILL_WIDTHS]
    parts = [f"[{number}:v:0]trim=end_frame=1,setsar=1,split={len(names)}{''.join(names)}"]
    for width, name in zip(STILL_WIDTHS, names, strict=True):
        parts.append(f"{name}scale='min({width},iw)':-2:out_range=tv[o{number}w{width}]")
    return ";".join(parts)


def make_thin_sound(
    path: Path, folder: Path, name: str, *, duration_seconds: float, ffmpeg: str = "", watch: Watch | None = None
) -> tuple[str, str]:
    """Make the sound of the film at `path` thin: `<name>.m3u8` and `<name>.m4s` in `folder`; return the two names.

    Raises `FfmpegFailed`.
    """
    reading = for_reading(duration_seconds)
    limits = Limits(
        cpu_seconds=reading.cpu_seconds,
        memory_bytes=reading.memory_bytes,
        file_bytes=int(duration_seconds * THIN_BITS / 4) + MEGABYTE,
        wall_seconds=reading.wall_seconds,
    )
    finished = run_ffmpeg(
        [
            *("-vn", "-sn", "-dn", *input_words(path), "-map", "0:a:0", "-ac", "1", "-ar", str(THIN_RATE)),
            *("-c:a", "aac", "-b:a", str(THIN_BITS), *hls_words([f"a:0,name:{name}"])),
        ],
        limits=limits,
        reads=[path],
        writes=folder,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    made = (f"{name}.m3u8", f"{name}.m4s")
    if not all((folder / one).exists() for one in made):
        raise FfmpegFailed("no thin sound came out", finished.log)
    return made
