"""What two pictures have in common: what was shown and is gone, whether something was only added, or all of it scrolled.

Everything is asked of *edges* (where the grey changes from point to point): they are what letters and drawings are made of,
whatever the ground is. Blocks that are not in `blocks` (a speaker's head, say) are not looked at.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nastavnik.video.slides.frames import Mask, Picture, block_means, spread

EDGE = 12.0
# A point of an edge is still there when its grey is so near.
KEPT = 10.0
# A picture with fewer points of edges shows nothing.
FEWEST_EDGES = 15
# So much brighter or darker as a whole is a camera that settles, not another picture.
EXPOSURE = 20.0
FEWEST_LOST = 20
# Of the edges in the changed blocks, and of all: above both it is another slide.
LOST_OF_CHANGED, LOST_OF_ALL = 0.35, 0.12
# A bullet that was dimmed has the same shape.
SAME_SHAPE = 0.85
SAME_LOST = 0.08
SCROLL_MOST, SCROLL_KEPT, SCROLL_EDGES, SCROLL_GREY = 60, 0.72, 0.3, 22.0


@dataclass(frozen=True, slots=True)
class Change:
    """From one picture to another: the blocks that changed, and how much of what was shown is gone."""

    blocks: int
    lost: int
    lost_of_changed: float
    lost_of_all: float

    @property
    def is_another(self) -> bool:
        """Tell whether what was shown is gone, so that it is another slide and no step of the same."""
        gone = self.lost_of_changed >= LOST_OF_CHANGED and self.lost_of_all >= LOST_OF_ALL
        return self.lost >= FEWEST_LOST and gone


def edges_of(picture: Picture) -> NDArray[np.bool_]:
    """Return the points at which the grey changes."""
    across, down = np.zeros_like(picture), np.zeros_like(picture)
    across[:, 1:] = np.abs(np.diff(picture, axis=1))
    down[1:] = np.abs(np.diff(picture, axis=0))
    edges: NDArray[np.bool_] = np.maximum(across, down) > EDGE
    return edges


def is_blank(picture: Picture, blocks: Mask) -> bool:
    """Tell whether nothing is shown."""
    return int((edges_of(picture) & spread(blocks)).sum()) < FEWEST_EDGES


def difference(before: Picture, after: Picture, blocks: Mask) -> Picture:
    """Return by how much each point changed, a change of the exposure taken out."""
    change = after - before
    shift = float(np.median(change[spread(blocks)])) if blocks.any() else 0.0
    apart: Picture = np.abs(change - shift if abs(shift) <= EXPOSURE else change)
    return apart


def changed_blocks(before: Picture, after: Picture, blocks: Mask, threshold: float) -> Mask:
    """Return those of `blocks` that changed by more than `threshold` in the mean of their points."""
    changed: Mask = (block_means(difference(before, after, blocks)) > threshold) & blocks
    return changed


def compare(before: Picture, after: Picture, blocks: Mask, threshold: float) -> Change:
    """Return what changed from `before` to `after`."""
    apart = difference(before, after, blocks)
    changed: Mask = (block_means(apart) > threshold) & blocks
    edges = edges_of(before) & spread(blocks)
    lost = edges & (apart > KEPT) & spread(changed & ~_alike_in_shape(before, after))
    in_changed, of_all = int((edges & spread(changed)).sum()), int(edges.sum())
    gone = int(lost.sum())
    return Change(int(changed.sum()), gone, gone / max(in_changed, 1), gone / max(of_all, 1))


def is_same(before: Picture, after: Picture, blocks: Mask, threshold: float) -> bool:
    """Tell whether the two are the same picture, a few small marks (a pointer, a page number) aside."""
    few = max(2, int(blocks.sum()) // 40)
    if _differs_clearly(before, after, blocks, threshold, few):
        return False
    one, other = (compare(*pair, blocks, threshold) for pair in ((before, after), (after, before)))
    return one.blocks <= few and max(one.lost_of_all, other.lost_of_all) <= SAME_LOST


def _differs_clearly(before: Picture, after: Picture, blocks: Mask, threshold: float, few: int) -> bool:
    """Tell by the means of the blocks alone, which costs a tenth, whether the two are surely not the same."""
    change = (block_means(after) - block_means(before))[blocks]
    shift = float(np.median(change)) if len(change) else 0.0
    apart = np.abs(change - shift if abs(shift) <= EXPOSURE else change)
    return int((apart > 1.5 * threshold).sum()) > few + 1


def is_scrolled(before: Picture, after: Picture, blocks: Mask) -> bool:
    """Tell whether `after` is `before` moved up or down, with something new at the other end."""
    shown = spread(blocks)
    edges = edges_of(before) & shown
    fewest = max(SCROLL_EDGES * float(edges.sum()), FEWEST_EDGES)

    def fits(move: int) -> bool:
        """Tell whether the rows of `before`, moved up by `move` points, are found in `after`."""
        old, new = (slice(move, None), slice(None, -move)) if move > 0 else (slice(None, move), slice(-move, None))
        seen = edges[old] & shown[new]
        if seen.sum() < fewest:
            return False
        return float((np.abs(after[new] - before[old])[seen] <= SCROLL_GREY).mean()) >= SCROLL_KEPT

    return any(fits(move) for size in range(2, SCROLL_MOST) for move in (size, -size))


def _alike_in_shape(before: Picture, after: Picture) -> Mask:
    """Return the blocks whose picture is the same but for its contrast."""
    mean_before, mean_after = block_means(before), block_means(after)
    together = block_means(before * after) - mean_before * mean_after
    spread_before = block_means(before * before) - mean_before**2
    spread_after = block_means(after * after) - mean_after**2
    alike: Mask = together > SAME_SHAPE * np.sqrt(np.maximum(spread_before * spread_after, 1.0))
    return alike
