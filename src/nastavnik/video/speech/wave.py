"""How loud a film is, kept small: ten peaks a second to be drawn, and fifty levels a second to find the pauses of speech.

The file: the sign `NWAV1` and, for each second of the film, 10 bytes of peaks (0 silence, 255 as loud as can be) and 50 bytes
of levels (decibels of full scale above `FLOOR_DB`). 216 KB an hour.
"""

from dataclasses import dataclass
from io import BufferedIOBase
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from nastavnik.video.speech.pauses import FLOOR_DB, RATE, STEPS_A_SECOND, Levels, Samples, levels_of

SIGN = b"NWAV1"
PEAKS_A_SECOND = 10
ROW = PEAKS_A_SECOND + STEPS_A_SECOND


@dataclass(frozen=True, slots=True)
class Wave:
    """`peaks`: ten bytes a second; `levels`: decibels, fifty a second."""

    peaks: bytes
    levels: Levels


class WaveWriter:
    """Takes the sound block by block and writes a row for each whole second."""

    def __init__(self, file: BinaryIO | BufferedIOBase) -> None:
        self._file = file
        self._rest: Samples = np.zeros(0, dtype=np.int16)
        file.write(SIGN)

    def hear(self, samples: Samples) -> None:
        """Take the next samples."""
        whole = np.concatenate([self._rest, samples])
        size = whole.size // RATE * RATE
        self._rest = whole[size:]
        self._write(whole[:size])

    def close(self) -> None:
        """Write the last, unfinished second, filled up with silence."""
        if self._rest.size:
            self._write(np.concatenate([self._rest, np.zeros(RATE - self._rest.size, dtype=np.int16)]))

    def _write(self, samples: Samples) -> None:
        if not samples.size:
            return
        seconds = samples.size // RATE
        levels = np.round(levels_of(samples) - FLOOR_DB).astype(np.uint8).reshape(seconds, STEPS_A_SECOND)
        rows = np.concatenate([_peaks(samples).reshape(seconds, PEAKS_A_SECOND), levels], axis=1)
        self._file.write(rows.tobytes())


def _peaks(samples: Samples) -> NDArray[np.uint8]:
    loudest = np.max(np.abs(samples.astype(np.int32)).reshape(-1, RATE // PEAKS_A_SECOND), axis=1)
    peaks: NDArray[np.uint8] = np.minimum(loudest * 255 // 32767, 255).astype(np.uint8)
    return peaks


def read_wave(content: bytes) -> Wave:
    """Return what `WaveWriter` wrote. Raises `ValueError` when it was something else."""
    rows = content[len(SIGN) :]
    if not content.startswith(SIGN) or len(rows) % ROW:
        raise ValueError("no wave")
    table = np.frombuffer(rows, dtype=np.uint8).reshape(-1, ROW)
    levels: Levels = table[:, PEAKS_A_SECOND:].reshape(-1).astype(np.float32) + FLOOR_DB
    return Wave(table[:, :PEAKS_A_SECOND].tobytes(), levels)
