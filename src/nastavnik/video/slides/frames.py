"""The grey tap of a film: small pictures, two a second, and how much each block of them moves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, RATE = 160, 90, 2
FRAME_BYTES = WIDTH * HEIGHT
BLOCK = 10
ROWS, COLUMNS = HEIGHT // BLOCK, WIDTH // BLOCK
BLOCKS = ROWS * COLUMNS
CHUNK = 256
# Half of the stretch of time by which a block is called restless, and how often that is asked, in frames.
REACH, HOP = 20, 2
# Mean difference of grey in a block from one frame to the next that codecs alone do not make (measured on 240 lines).
MOVED = 3.0
# What a camera's noise leaves at most after so much shrinking; beyond it something moves.
MOST_NOISE = 2.5
# Of the frames before and of those after, the share in which a block may move before it is no part of a slide: a head that nods
# now and then. Asked of both, so that a film within the film does not reach beyond its ends.
RESTLESS_SHARE, LONG_REACH = 0.2, 60

Frames = NDArray[np.uint8]  # (n, 90, 160)
Picture = NDArray[np.float32]  # (90, 160)
PerBlock = NDArray[np.float32]  # (144,)
Mask = NDArray[np.bool_]  # (144,)


def frames_of(content: NDArray[np.uint8]) -> Frames:
    """Return the bytes of a tap (in memory, or a file that is mapped) as pictures; a last one that is not whole is left out."""
    count = len(content) // FRAME_BYTES
    return content[: count * FRAME_BYTES].reshape(count, HEIGHT, WIDTH)


def block_means(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of each block; the last two sides of `pictures` are 90 and 160, the answer has 144 in their place."""
    split = pictures.reshape(*pictures.shape[:-2], ROWS, BLOCK, COLUMNS, BLOCK)
    means: NDArray[np.float32] = split.mean(axis=(-3, -1)).reshape(*pictures.shape[:-2], BLOCKS)
    return means


def spread(blocks: Mask) -> NDArray[np.bool_]:
    """Return the points of the picture that lie in the given blocks."""
    grid = blocks.reshape(ROWS, COLUMNS)
    return np.repeat(np.repeat(grid, BLOCK, axis=0), BLOCK, axis=1)


@dataclass(frozen=True, slots=True)
class Motion:
    """How the blocks move: `steps[t]` from frame t - 1 to t; the others at every `HOP`-th frame."""

    steps: NDArray[np.float32]  # (n, 144)
    usual: NDArray[np.float32]  # (n / HOP, 144), the median of the steps around
    noises: NDArray[np.float32]  # (n / HOP), how much the quieter half of the picture moves: the camera's noise
    calms: NDArray[np.bool_]  # (n / HOP, 144)

    def calm(self, at: int) -> Mask:
        """Return the blocks that can be part of a slide around `at`: neither a speaker's head nor a film in a corner."""
        calm: Mask = self.calms[self.near(at)]
        return calm

    def threshold(self, at: int) -> float:
        """Return the difference beyond which a block is called changed around `at`."""
        return _threshold(float(self.noises[self.near(at)]))

    def near(self, at: int) -> int:
        """Return the number of the `HOP` nearest to a frame."""
        return min((at + HOP // 2) // HOP, len(self.noises) - 1)


def _threshold(noise: float) -> float:
    return max(MOVED, 2.5 * noise)


def measure_motion(frames: Frames) -> Motion:
    """Return how the blocks of a film move."""
    steps = np.zeros((len(frames), BLOCKS), np.float32)
    for begin in range(1, len(frames), CHUNK):
        part = frames[begin - 1 : begin + CHUNK].astype(np.float32)
        steps[begin : begin + CHUNK] = block_means(np.abs(np.diff(part, axis=0)))
    count = max(1, -(-len(frames) // HOP))
    usual, calms = np.zeros((count, BLOCKS), np.float32), np.ones((count, BLOCKS), np.bool_)
    noises = np.zeros(count, np.float32)
    for number in range(count):
        at = number * HOP
        usual[number] = np.median(steps[max(0, at - REACH) : at + REACH + 1], axis=0)
        noises[number] = min(float(np.median(usual[number])), MOST_NOISE)
        restless = _restlessness(steps, at, _threshold(float(noises[number])))
        calms[number] = (usual[number] <= 1.0 + 2 * noises[number]) & (restless < RESTLESS_SHARE)
    return Motion(steps, usual, noises, calms)


def _restlessness(steps: NDArray[np.float32], at: int, threshold: float) -> NDArray[np.float32]:
    """Return the share of the frames before or after `at` in which each block moves: the smaller; near an end the other."""
    sides = [steps[max(0, at - LONG_REACH) : at], steps[at : at + LONG_REACH]]
    shares = [(side > threshold).mean(axis=0) for side in sides if len(side) > REACH]
    smaller: NDArray[np.float32] = np.min(shares, axis=0) if shares else np.zeros(BLOCKS, np.float32)
    return smaller.astype(np.float32)
