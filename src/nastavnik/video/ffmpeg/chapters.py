"""A film as one file to take away: copied, nothing of it encoded anew, with its title and chapters inside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nastavnik.video.ffmpeg.limits import for_copying
from nastavnik.video.ffmpeg.run import Watch, input_words, run_ffmpeg

SPECIAL = re.compile(r"([=;#\\\n])")
METADATA = "chapters.ffmetadata"


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """A chapter of the file, in seconds."""

    seconds: float
    until_seconds: float
    title: str


def copy_with_chapters(
    path: Path,
    target: Path,
    *,
    title: str,
    chapters: Sequence[MarkedPlace],
    duration_seconds: float,
    ffmpeg: str = "",
    watch: Watch | None = None,
) -> None:
    """Copy picture and sound of `path` into `target` (MP4), whose folder is for this alone; chapters without a length are left out.

    Raises `FfmpegFailed`, also for a codec that MP4 does not take.
    """
    metadata = target.with_name(METADATA)
    metadata.write_text(as_metadata(title, chapters), encoding="utf-8")
    run_ffmpeg(
        [
            *input_words(path),
            *("-protocol_whitelist", "file", "-f", "ffmetadata", "-i", f"file:{metadata}"),
            *("-map", "0:v:0?", "-map", "0:a:0?", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy"),
            *("-movflags", "+faststart", "-f", "mp4", str(target)),
        ],
        limits=for_copying(path.stat().st_size, duration_seconds),
        reads=[path],
        writes=target.parent,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    metadata.unlink()


def as_metadata(title: str, chapters: Sequence[MarkedPlace]) -> str:
    """Return title and chapters as ffmpeg's own format of metadata."""
    lines = [";FFMETADATA1", f"title={_escaped(title)}"]
    for chapter in chapters:
        begin, end = round(chapter.seconds * 1000), round(chapter.until_seconds * 1000)
        if end > begin:
            lines += [
                "[CHAPTER]",
                "TIMEBASE=1/1000",
                f"START={begin}",
                f"END={end}",
                f"title={_escaped(chapter.title)}",
            ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
