"""The grey tap: the picture of a film, small and two a second, as bare bytes, in which slides are looked for.

A branch of the ladder's own decoding costs a hundredth of the ladder; alone, the smallest quality is decoded.
"""

from pathlib import Path

from nastavnik.video.ffmpeg.limits import MEGABYTE, Limits, for_reading
from nastavnik.video.ffmpeg.run import Watch, input_words, run_ffmpeg
from nastavnik.video.slides.frames import FRAME_BYTES, HEIGHT, RATE, WIDTH

TAP = "tap.grey"
TAP_FILTERS = f"fps={RATE},scale={WIDTH}:{HEIGHT}:flags=area,format=gray"


def tap_output() -> list[str]:
    """Return the words for the output of the branch `[tap]`."""
    return ["-map", "[tap]", "-c:v", "rawvideo", "-f", "rawvideo", TAP]


def make_tap(
    path: Path, folder: Path, *, duration_seconds: float, ffmpeg: str = "", watch: Watch | None = None
) -> Path:
    """Write the tap of a film's picture at `path` into `folder`; return it. Raises `FfmpegFailed`."""
    reading = for_reading(duration_seconds)
    limits = Limits(
        cpu_seconds=reading.cpu_seconds,
        memory_bytes=reading.memory_bytes,
        file_bytes=int((duration_seconds + 60) * RATE * FRAME_BYTES) + MEGABYTE,
        wall_seconds=reading.wall_seconds,
    )
    run_ffmpeg(
        [
            # pictures that no other is made of need not be decoded: two a second are wanted
            *input_words(path, "-an", "-sn", "-dn", "-skip_frame", "noref"),
            *("-map", "0:v:0"),
            *(
                "-vf",
                TAP_FILTERS.replace("fps=", "fps=start_time=0:fps=", 1),
                "-c:v",
                "rawvideo",
                "-f",
                "rawvideo",
                TAP,
            ),
        ],
        limits=limits,
        reads=[path],
        writes=folder,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    return folder / TAP
