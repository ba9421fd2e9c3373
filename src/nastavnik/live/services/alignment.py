"""Where one recording lies in another, found by their sound: the rise and fall of its loudness.

Coding, gain and noise change a sound, but hardly when it grows loud and when quiet. Both sounds become loudness fifty times
a second, freed of what changes slowly; the shift at which the two curves go together best is the answer.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]

SAMPLE_RATE = 4000
STEPS_A_SECOND = 50
SAMPLES_A_STEP = SAMPLE_RATE // STEPS_A_SECOND
# Of full scale: below it is silence, whose noise says nothing.
FLOOR = 10 ** (-60 / 20)
# Slower changes are those of a volume knob.
SLOW_SECONDS = 2.0
CHUNK_STEPS = 30_000
# Two talks that have nothing in common come to 0.2 within an hour, the same one in two codings to 0.9.
LEAST_LIKENESS = 0.6
# A second place nearly as good: the sound repeats itself, and any answer would be a guess.
MOST_RIVAL_SHARE = 0.9
RIVAL_SECONDS = 1.0
# So much of both must lie together, or half of the shorter one.
LEAST_OVERLAP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Second 0 of one sound is second `seconds` of the other (it may be negative); `likeness` is at most 1."""

    seconds: float
    likeness: float


def loudness_curve(samples: Path) -> Curve:
    """Return the curve of a file of samples (16 bits, one channel, `SAMPLE_RATE` a second); empty for an empty file."""
    if samples.stat().st_size < SAMPLES_A_STEP * np.dtype("<i2").itemsize:
        return np.zeros(0)
    numbers = np.memmap(samples, dtype="<i2", mode="r")
    steps = numbers[: numbers.size // SAMPLES_A_STEP * SAMPLES_A_STEP].reshape(-1, SAMPLES_A_STEP)
    parts = [_loudness(steps[begin : begin + CHUNK_STEPS]) for begin in range(0, len(steps), CHUNK_STEPS)]
    return _without_slow(np.concatenate(parts))


def _loudness(steps: NDArray[np.int16]) -> Curve:
    power = np.mean((steps.astype(np.float64) / 2**15) ** 2, axis=1)
    loudness: Curve = np.log(np.maximum(np.sqrt(power), FLOOR))
    return loudness


def _without_slow(curve: Curve) -> Curve:
    """Return the curve less its average around each step."""
    width = int(SLOW_SECONDS * STEPS_A_SECOND) | 1
    padded = np.pad(curve, width // 2, mode="edge")
    return curve - np.convolve(padded, np.full(width, 1 / width), mode="valid")


def place_of(piece: Curve, whole: Curve) -> Place | None:
    """Return where `piece` lies in `whole`; it may stick out at both ends. None when they are not alike, or no shift is best."""
    if not piece.any() or not whole.any():
        return None
    likeness, least = _likeness_by_shift(piece, whole), _least_overlap(piece, whole)
    shifts = np.arange(1 - piece.size, whole.size)
    overlap = np.minimum(shifts + piece.size, whole.size) - np.maximum(shifts, 0)
    likeness[overlap < least] = 0.0
    best = int(np.argmax(likeness))
    around = int(RIVAL_SECONDS * STEPS_A_SECOND)
    rivals = np.concatenate([likeness[: max(0, best - around)], likeness[best + around + 1 :]])
    is_alone = rivals.size == 0 or float(rivals.max()) < MOST_RIVAL_SHARE * likeness[best]
    if likeness[best] < LEAST_LIKENESS or not is_alone:
        return None
    return Place(float(shifts[best]) / STEPS_A_SECOND, float(likeness[best]))


def _least_overlap(piece: Curve, whole: Curve) -> int:
    return int(min(LEAST_OVERLAP_SECONDS * STEPS_A_SECOND, min(piece.size, whole.size) / 2))


def _likeness_by_shift(piece: Curve, whole: Curve) -> Curve:
    """Return, for every shift at which the two touch, the correlation of what lies together."""
    together = _correlated(piece, whole)
    ones_piece, ones_whole = np.ones(piece.size), np.ones(whole.size)
    energy = _correlated(piece**2, ones_whole) * _correlated(ones_piece, whole**2)
    # what is left of silence after the Fourier transforms must not be divided by
    least = 1e-6 * float(np.max(energy)) if energy.size else 0.0
    return np.where(energy > least, together / np.sqrt(np.maximum(energy, least or 1.0)), 0.0)


def _correlated(piece: Curve, whole: Curve) -> Curve:
    size = piece.size + whole.size - 1
    fast = 1 << (size - 1).bit_length()
    product = np.fft.rfft(whole, fast) * np.fft.rfft(piece[::-1], fast)
    return np.fft.irfft(product, fast)[:size]
