"""Evening out the loudness: measured first (EBU R 128), then one constant gain with a limiter above it.

Two passes of `loudnorm` would do the same for eight times the work; a constant gain keeps the dynamics of speech.
"""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nastavnik.video.ffmpeg.limits import for_reading
from nastavnik.video.ffmpeg.probe import SoundTrack, Source
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, input_words, run_ffmpeg

TARGET_LUFS = -16.0
# What is quieter is not speech but the noise of a room without anybody in it.
SILENCE_LUFS = -60.0
MAX_GAIN_DB, MIN_GAIN_DB = 24.0, -24.0
# Of the samples; the true peak and the encoder add about half a decibel.
CEILING_DB = -1.5
INTEGRATED = re.compile(r"^\s*I:\s+(-?[\d.]+|-inf|nan) LUFS", re.MULTILINE)
PEAK = re.compile(r"^\s*Peak:\s+(-?[\d.]+|-inf|nan) dBFS", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured, and what follows from it."""

    lufs: float | None  # None: silence
    gain_db: float
    needs_limiter: bool

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return asdict(self)


AS_IT_IS = Loudness(lufs=None, gain_db=0.0, needs_limiter=False)


def measure(path: Path, source: Source, folder: Path, *, ffmpeg: str = "", watch: Watch | None = None) -> Loudness:
    """Measure the sound of the film as we are going to encode it; without sound there is nothing to even out."""
    if source.sound is None:
        return AS_IT_IS
    finished = run_ffmpeg(
        [
            *("-loglevel", "info", "-vn", "-sn", "-dn"),
            *input_words(path),
            *("-map", f"0:{source.sound.index}"),
            *("-af", f"aformat=channel_layouts={layout_of(source.sound)},ebur128=peak=sample:framelog=verbose"),
            *("-f", "null", "-"),
        ],
        limits=for_reading(source.duration_seconds),
        reads=[path],
        writes=folder,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    return read_summary(finished.log)


def read_summary(log: str) -> Loudness:
    """Return the loudness from the summary at the end of ffmpeg's words; raises `FfmpegFailed` when there is none."""
    integrated, peak = INTEGRATED.findall(log), PEAK.findall(log)
    if not integrated or not peak:
        raise FfmpegFailed("no loudness was measured", log)
    lufs = float(integrated[-1])
    if not lufs > SILENCE_LUFS:  # also when it is not a number
        return AS_IT_IS
    gain = min(max(TARGET_LUFS - lufs, MIN_GAIN_DB), MAX_GAIN_DB)
    return Loudness(lufs=lufs, gain_db=round(gain, 2), needs_limiter=float(peak[-1]) + gain > CEILING_DB)


def layout_of(sound: SoundTrack) -> str:
    """Return the channels of our sound: one stays one, more become two."""
    return "mono" if sound.channels == 1 else "stereo"


def gain_filters(loudness: Loudness) -> list[str]:
    """Return the filters that bring the sound to the target."""
    filters = [f"volume={loudness.gain_db}dB"] if loudness.gain_db else []
    if loudness.needs_limiter:
        filters.append(f"alimiter=limit={10 ** (CEILING_DB / 20):.4f}:attack=5:release=50:level=disabled")
    return filters
