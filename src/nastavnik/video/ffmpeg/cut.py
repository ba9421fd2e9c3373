"""A film without so much of its beginning and end, nothing of it encoded anew."""

from pathlib import Path

from nastavnik.video.ffmpeg.limits import for_copying
from nastavnik.video.ffmpeg.probe import probe
from nastavnik.video.ffmpeg.run import Watch, input_words, run_ffmpeg

# A key frame that is only so much later will do: clocks of picture and sound differ by as much.
NEAR_SECONDS = 0.25


def cut_by_copying(
    path: Path,
    target: Path,
    *,
    head_seconds: float,
    tail_seconds: float,
    ffmpeg: str = "",
    watch: Watch | None = None,
) -> float:
    """Write `path` without its first and last seconds to `target` (MP4); return how much was really taken off the beginning.

    A picture can begin with a key frame only: with the last one before the wanted place, so that nothing wanted is lost.
    Raises `FfmpegFailed`, `SourceRefused`.
    """
    source = probe(path, work_dir=target.parent, watch=watch)
    begin = head_seconds + NEAR_SECONDS if head_seconds and source.picture is not None else head_seconds
    wanted = source.duration_seconds - begin - tail_seconds
    run_ffmpeg(
        [
            *input_words(path, "-ss", f"{begin:.3f}"),
            *("-map", "0:v:0?", "-map", "0:a:0?", "-c", "copy", *(["-t", f"{wanted:.3f}"] if tail_seconds else [])),
            *("-avoid_negative_ts", "make_zero", "-movflags", "+faststart", "-f", "mp4", str(target)),
        ],
        limits=for_copying(path.stat().st_size, wanted),
        reads=[path],
        writes=target.parent,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    longer = probe(target, work_dir=target.parent, watch=watch).duration_seconds - wanted
    return max(0.0, begin - max(longer, 0.0))
