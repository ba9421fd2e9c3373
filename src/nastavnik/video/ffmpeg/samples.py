"""The sound of a film as bare samples, to be compared with another."""

from pathlib import Path

from nastavnik.video.ffmpeg.limits import MEGABYTE, Limits, for_reading
from nastavnik.video.ffmpeg.run import Watch, input_words, run_ffmpeg

SAMPLE_BYTES = 2


def decode_sound(
    path: Path, target: Path, *, rate: int, duration_seconds: float, ffmpeg: str = "", watch: Watch | None = None
) -> None:
    """Write the sound of `path` to `target`: one channel of 16-bit numbers, least byte first, `rate` a second.

    Raises `FfmpegFailed`, also when there is no sound.
    """
    reading = for_reading(duration_seconds)
    limits = Limits(
        cpu_seconds=reading.cpu_seconds,
        memory_bytes=reading.memory_bytes,
        file_bytes=int(2 * duration_seconds * rate * SAMPLE_BYTES) + MEGABYTE,
        wall_seconds=reading.wall_seconds,
    )
    run_ffmpeg(
        [
            *("-vn", "-sn", "-dn", *input_words(path)),
            # holes in the clock of the sound stay as long as they were
            *("-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", str(rate)),
            *("-f", "s16le", str(target)),
        ],
        limits=limits,
        reads=[path],
        writes=target.parent,
        ffmpeg=ffmpeg,
        watch=watch,
    )
