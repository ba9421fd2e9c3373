"""The sound of a film as one file that any player opens: copied, nothing of it encoded anew."""

from pathlib import Path

from nastavnik.video.ffmpeg.limits import for_copying
from nastavnik.video.ffmpeg.run import input_words, run_ffmpeg


def copy_sound(path: Path, target: Path, *, title: str, duration_seconds: float, ffmpeg: str = "") -> None:
    """Copy the sound of `path` into `target` (M4A), its index first, so that it plays before all of it has come.

    Raises `FfmpegFailed`, also where there is no sound.
    """
    run_ffmpeg(
        [
            *input_words(path),
            *("-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-c", "copy"),
            *("-metadata", f"title={title}", "-movflags", "+faststart", "-f", "ipod", str(target)),
        ],
        limits=for_copying(path.stat().st_size, duration_seconds),
        reads=[path],
        writes=target.parent,
        ffmpeg=ffmpeg,
    )
