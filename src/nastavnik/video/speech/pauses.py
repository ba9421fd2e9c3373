"""How loud a sound is, where somebody speaks in it, and where it can be cut without cutting a word.

The level of a room's noise differs from film to film and within one, so what counts as silence follows the sound: a few
decibels above what is quietest around, below what is loudest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
Levels = NDArray[np.float32]

RATE = 16_000
STEPS_A_SECOND = 50
SAMPLES_A_STEP = RATE // STEPS_A_SECOND
# Decibels of full scale: below it nothing is told apart.
FLOOR_DB = -90.0
# No room is quieter; what is below is not speech, however quiet the rest.
SILENCE_DB = -62.0

# Noise and speech are looked for in so much around each second.
AROUND_SECONDS = 30.0
NOISE_SHARE, SPEECH_SHARE = 12, 92
# Of the way from the noise up to the speech; not nearer to the noise than its own trembling.
THRESHOLD_SHARE = 0.3
LEAST_ABOVE_NOISE_DB = 5.0
# Where noise and speech are so near each other there is only one of them.
LEAST_RANGE_DB = 10.0
# Within a word there are holes, and a click is no word.
SHORTEST_PAUSE_SECONDS = 0.14
SHORTEST_SPEECH_SECONDS = 0.1

# A recogniser is given stretches of about so much, cut at the best pause.
SHORTEST_WINDOW_SECONDS = 6.0
LONGEST_WINDOW_SECONDS = 26.0
EDGE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody speaks from `seconds` to `end_seconds`."""

    seconds: float
    end_seconds: float


def levels_of(samples: Samples) -> Levels:
    """Return how loud the samples are, `STEPS_A_SECOND` times a second, in decibels of full scale."""
    steps = samples[: samples.size // SAMPLES_A_STEP * SAMPLES_A_STEP].reshape(-1, SAMPLES_A_STEP)
    power = np.mean((steps.astype(np.float32) / 2**15) ** 2, axis=1)
    levels: Levels = np.maximum(10 * np.log10(np.maximum(power, 1e-12)), FLOOR_DB).astype(np.float32)
    return levels


def is_speech(levels: Levels) -> NDArray[np.bool_]:
    """Tell for each step whether somebody speaks."""
    if levels.size == 0:
        return np.zeros(0, dtype=np.bool_)
    heard: NDArray[np.bool_] = _smooth(levels) > _threshold(levels)
    _drop_short(heard, value=False, longest=int(SHORTEST_PAUSE_SECONDS * STEPS_A_SECOND))
    _drop_short(heard, value=True, longest=int(SHORTEST_SPEECH_SECONDS * STEPS_A_SECOND))
    return heard


def _smooth(levels: Levels) -> Levels:
    """Return the levels averaged over three steps: a single one trembles."""
    padded = np.pad(levels, 1, mode="edge")
    smooth: Levels = ((padded[:-2] + padded[1:-1] + padded[2:]) / 3).astype(np.float32)
    return smooth


def _threshold(levels: Levels) -> Levels:
    """Return above which level it is speech, for each step: looked up once a second, in between as it lies between."""
    around = int(AROUND_SECONDS * STEPS_A_SECOND)
    places = np.arange(0, levels.size, STEPS_A_SECOND)
    limits = [_limit(levels[max(0, place - around) : place + around]) for place in places]
    threshold: Levels = np.interp(np.arange(levels.size), places, limits).astype(np.float32)
    return threshold


def _limit(levels: Levels) -> float:
    noise, speech = np.percentile(levels, [NOISE_SHARE, SPEECH_SHARE])
    if speech - noise < LEAST_RANGE_DB:
        # all of it is speech, or all of it is noise: the loud is speech
        return SILENCE_DB
    return float(max(noise + max(THRESHOLD_SHARE * (speech - noise), LEAST_ABOVE_NOISE_DB), SILENCE_DB))


def _drop_short(heard: NDArray[np.bool_], *, value: bool, longest: int) -> None:
    """Turn every run of `value` that is not longer than `longest` steps, and does not touch an end, into its opposite."""
    edges = np.flatnonzero(np.diff(heard.astype(np.int8))) + 1
    for begin, end in pairwise(edges):
        if heard[begin] == value and end - begin <= longest:
            heard[begin:end] = not value


def stretches_of(levels: Levels, from_seconds: float = 0.0) -> list[Stretch]:
    """Return the stretches in which somebody speaks; the first step is at `from_seconds`."""
    heard = np.concatenate([[False], is_speech(levels), [False]]).astype(np.int8)
    turns = np.flatnonzero(np.diff(heard)) / STEPS_A_SECOND + from_seconds
    return [Stretch(float(begin), float(end)) for begin, end in zip(turns[::2], turns[1::2], strict=True)]


def windows_of(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Yield the sound in windows for a recogniser, cut at pauses; together they are the whole sound."""
    longest = int(LONGEST_WINDOW_SECONDS * RATE)
    gathered = np.zeros(0, dtype=np.int16)
    for block in blocks:
        gathered = np.concatenate([gathered, block])
        while gathered.size > longest:
            cut = _best_cut(gathered[:longest])
            yield gathered[:cut]
            gathered = gathered[cut:]
    if gathered.size:
        yield gathered


def _best_cut(samples: Samples) -> int:
    """Return the middle of the longest pause that is not too near to the beginning; without one, the quietest place."""
    levels = levels_of(samples)
    first = int(SHORTEST_WINDOW_SECONDS * STEPS_A_SECOND)
    last = levels.size - int(EDGE_SECONDS * STEPS_A_SECOND)
    quiet = np.concatenate([[False], ~is_speech(levels)[first:last], [False]]).astype(np.int8)
    turns = np.flatnonzero(np.diff(quiet))
    if turns.size:
        begins, ends = turns[::2], turns[1::2]
        place = int(np.argmax(ends - begins))
        step = first + int(begins[place] + ends[place]) // 2
    else:
        step = first + int(np.argmin(np.convolve(levels[first:last], np.full(5, 0.2), mode="same")))
    return step * SAMPLES_A_STEP
