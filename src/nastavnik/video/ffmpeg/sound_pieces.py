"""Pieces of the sound of a film, each a file of its own: copied, nothing of it encoded anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nastavnik.video.ffmpeg.limits import for_copying
from nastavnik.video.ffmpeg.run import input_words, run_ffmpeg

# files that one run writes side by side
MOST_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """What is heard from one second to another; `name` is of its file, without the ending."""

    name: str
    seconds: float
    end_seconds: float


def copy_pieces(
    path: Path, folder: Path, pieces: Sequence[SoundPiece], *, duration_seconds: float, ffmpeg: str = ""
) -> None:
    """Copy pieces of the sound of `path` into `folder` (M4A), to some hundredths of a second. Raises `FfmpegFailed`."""
    for at in range(0, len(pieces), MOST_AT_ONCE):
        run_ffmpeg(
            [*input_words(path), *(word for one in pieces[at : at + MOST_AT_ONCE] for word in _written(one, folder))],
            limits=for_copying(path.stat().st_size, duration_seconds),
            reads=[path],
            writes=folder,
            ffmpeg=ffmpeg,
        )


def _written(piece: SoundPiece, folder: Path) -> list[str]:
    return [
        *("-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-c", "copy"),
        *("-ss", f"{piece.seconds:.3f}", "-to", f"{piece.end_seconds:.3f}", "-avoid_negative_ts", "make_zero"),
        *("-movflags", "+faststart", "-f", "ipod", str(folder / f"{piece.name}.m4a")),
    ]
