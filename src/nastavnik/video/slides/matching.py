"""Which page of the talk's file is shown on which still: by likeness of the pictures and by the order of both.

A speaker mostly goes from page to page, sometimes leaves some out, sometimes goes back. So the pages of all stills are chosen
together (Viterbi): each step pays for its jump, each page earns its likeness. What is not like enough stays without a page.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from nastavnik.video.slides.frames import BLOCK, HEIGHT, WIDTH, Frames

Box = tuple[int, int, int, int]  # left, top, right, bottom

# Below it a still shows none of the pages (the film of a room, say); it is what "no page" earns.
LEAST_LIKE = 0.66
# What a step pays: to the next page nothing, to stay or to leave pages out a little, to go back a little more.
STAY, SKIP, BACK, NO_PAGE = 0.02, 0.01, 0.06, 0.02
MOST_PAID = 0.15
FEWEST_BLOCKS = 4
# Texts that share so much are the same.
SAME_TEXT = 0.6
SMALLEST, SIZES = 0.5, 11
# So many are enough to find the place.
FEW_STILLS, FEW_PAGES = 3, 6


def match_pictures(stills: Frames, pages: Frames, boxes: Sequence[Box]) -> list[int | None]:
    """Return for each still the number of its page from 0, or None. `boxes`: where the pages lie in their pictures.

    All grey and of the size of the tap. A slide may fill only a part of the film's picture (beside the speaker): the place that suits
    all stills best is looked for first.
    """
    if not len(stills) or not len(pages):
        return [None] * len(stills)
    place = _place(stills, pages, boxes)
    likeness = np.array(
        [[_like(still, page, box, place) for page, box in zip(pages, boxes, strict=True)] for still in stills]
    )
    return best_way(likeness)


def match_texts(stills: Sequence[str], pages: Sequence[str]) -> list[int | None]:
    """Return for each text read off a still the number of the page that says the same, or None."""
    if not pages or not any(stills):
        return [None] * len(stills)
    return best_way(np.array([[_same_words(still, page) for page in pages] for still in stills]), SAME_TEXT)


def match_order(stills: int, pages: int, repeats: Sequence[int | None]) -> list[int | None]:
    """Return the pages by their order alone: only when there are as many pages as different slides."""
    different = [number for number in range(stills) if repeats[number] is None]
    if len(different) != pages:
        return [None] * stills
    numbers = {number: page for page, number in enumerate(different)}
    return [numbers.get(number if repeats[number] is None else repeats[number] or 0) for number in range(stills)]


def best_way(likeness: NDArray[np.float64], least: float = LEAST_LIKE) -> list[int | None]:
    """Return the pages of all stills that are together the likeliest; `likeness` has a row for each still."""
    count, pages = likeness.shape
    earned = np.column_stack([likeness, np.full(count, least)])
    paid = _paid(pages)
    score, came_from = earned[0] - np.append(np.minimum(SKIP * np.arange(pages), MOST_PAID), 0.0), []
    for row in earned[1:]:
        ways = score[:, None] - paid
        came_from.append(ways.argmax(axis=0))
        score = ways.max(axis=0) + row
    way = [int(score.argmax())]
    for step in reversed(came_from):
        way.append(int(step[way[-1]]))
    return [page if page < pages else None for page in reversed(way)]


def _paid(pages: int) -> NDArray[np.float64]:
    """Return what each step from page (row) to page (column) pays; the last of both is "no page"."""
    jump = np.arange(pages)[None, :] - np.arange(pages)[:, None]
    paid = np.where(jump > 0, SKIP * (jump - 1), np.where(jump == 0, STAY, BACK - SKIP * jump))
    whole = np.full((pages + 1, pages + 1), NO_PAGE)
    whole[:pages, :pages] = np.minimum(paid, MOST_PAID)
    return whole


def _same_words(still: str, page: str) -> float:
    """Return how much of the two texts is the same, by words in their order."""
    return SequenceMatcher(None, still.casefold().split(), page.casefold().split(), autojunk=False).ratio()


def _place(stills: Frames, pages: Frames, boxes: Sequence[Box]) -> Box:
    """Return the part of the film's picture in which the slides are shown: whole, or smaller at a side or a corner.

    Looked for out of focus, where a place need not be exact, then made exact.
    """
    some = stills[np.linspace(0, len(stills) - 1, min(len(stills), FEW_STILLS)).astype(int)]
    few = np.linspace(0, len(pages) - 1, min(len(pages), FEW_PAGES)).astype(int)

    def suits(place: Box, *, is_sharp: bool) -> float:
        best = [max(_like(still, pages[one], boxes[one], place, is_sharp=is_sharp) for one in few) for still in some]
        return float(np.mean(best))

    whole = (0, 0, WIDTH, HEIGHT)
    if suits(whole, is_sharp=True) >= LEAST_LIKE:
        return whole
    near = max([whole, *_smaller_places()], key=lambda place: suits(place, is_sharp=False))
    return max(_around(near), key=lambda place: suits(place, is_sharp=True))


def _smaller_places() -> list[Box]:
    places = []
    for size in np.linspace(0.95, SMALLEST, SIZES):
        width, height = round(WIDTH * size), round(HEIGHT * size)
        for left in (0, (WIDTH - width) // 2, WIDTH - width):
            places += [(left, top, left + width, top + height) for top in (0, (HEIGHT - height) // 2, HEIGHT - height)]
    return places


def _around(place: Box) -> list[Box]:
    """Return the places that differ by a point or two."""
    left, top, right, bottom = place
    moves = [(x, y, more) for x in (-2, 0, 2) for y in (-2, 0, 2) for more in (-2, -1, 0, 1, 2)]
    near = [(left + x, top + y, right + x + more, bottom + y + round(more * HEIGHT / WIDTH)) for x, y, more in moves]
    inside = [one for one in near if min(one) >= 0 and one[2] <= WIDTH and one[3] <= HEIGHT]
    return [place, *inside]


def _like(still: NDArray[np.uint8], page: NDArray[np.uint8], box: Box, place: Box, *, is_sharp: bool = True) -> float:
    """Return how like a still at `place` is to a page: the median of the likenesses of their blocks, so that a head hides little."""
    left, top, right, bottom = box
    shown = page[top:bottom, left:right].astype(np.float32)
    # the page is fitted into the place as it is fitted into its own picture
    scale_x, scale_y = (place[2] - place[0]) / WIDTH, (place[3] - place[1]) / HEIGHT
    x, y = place[0] + round(left * scale_x), place[1] + round(top * scale_y)
    width, height = max(BLOCK, round((right - left) * scale_x)), max(BLOCK, round((bottom - top) * scale_y))
    part = still[y : y + height, x : x + width].astype(np.float32)
    fitted = _sized(shown, part.shape[0], part.shape[1])
    return _median_likeness(part, fitted) if is_sharp else _median_likeness(_blurred(part), _blurred(fitted))


def _sized(picture: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Return the picture in another size, each point the mean of those it stands for."""
    if picture.shape == (height, width):
        return picture
    rows, columns = _edges(height, picture.shape[0]), _edges(width, picture.shape[1])
    sums = np.pad(picture.cumsum(axis=0, dtype=np.float64).cumsum(axis=1), ((1, 0), (1, 0)))[np.ix_(rows, columns)]
    means = np.diff(np.diff(sums, axis=0), axis=1) / np.outer(np.diff(rows), np.diff(columns))
    sized: NDArray[np.float32] = means.astype(np.float32)
    return sized


def _edges(small: int, large: int) -> NDArray[np.int64]:
    """Return between which of `large` points each of fewer ones lies."""
    return np.round(np.arange(small + 1) * large / small).astype(np.int64)


def _median_likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the median correlation of the blocks in which either shows something."""
    first, second = _blocks(one), _blocks(other)
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    deep_first, deep_second = np.sqrt((first**2).mean(axis=1)), np.sqrt((second**2).mean(axis=1))
    shown = (deep_first > BLOCK / 2) | (deep_second > BLOCK / 2)
    if shown.sum() < min(FEWEST_BLOCKS, len(shown) // 4):
        return 0.0
    together = (first * second).mean(axis=1) / np.maximum(deep_first * deep_second, 1.0)
    return float(np.median(together[shown]))


def _blurred(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the picture a little out of focus: a place is known to a point or two, and so is the edge of a letter."""
    padded = np.pad(picture, 1, mode="edge")
    down = padded[:-2] + padded[1:-1] + padded[2:]
    blurred: NDArray[np.float32] = (down[:, :-2] + down[:, 1:-1] + down[:, 2:]) / 9
    return blurred


def _blocks(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    cut = picture[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return cut.transpose(0, 2, 1, 3).reshape(rows * columns, BLOCK * BLOCK)
