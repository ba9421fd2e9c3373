"""Curves of what was watched: numbers become the data of an SVG path. Knows no rows."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 200
# so many points are told apart on a screen; a film has at most twice as many stretches
MOST_POINTS = 400
# so much higher than the mean is a summit, so low beside it is a valley, and so far down it reaches
ABOVE_USUAL, VALLEY, SLOPE = 1.2, 0.85, 0.75


@dataclass(frozen=True, slots=True)
class Curve:
    """A line over time and the area under it, in a box of `WIDTH` by `HEIGHT`."""

    line: str
    area: str
    # what the upper edge of the box stands for
    top: int

    @property
    def box(self) -> str:
        """Return the box of the drawing."""
        return f"0 0 {WIDTH} {HEIGHT}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a film, in seconds."""

    begin: int
    end: int
    plays: int


def curve(values: Sequence[float]) -> Curve:
    """Return values at even distances as a curve; the largest touches the upper edge."""
    top = max(values, default=0) or 1
    points = [
        (WIDTH * place / max(len(values) - 1, 1), HEIGHT - HEIGHT * value / top) for place, value in enumerate(values)
    ]
    if len(points) == 1:
        points.append((float(WIDTH), points[0][1]))
    line = "M" + " L".join(f"{x:.0f} {y:.1f}" for x, y in points) if points else ""
    area = f"{line} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z" if line else ""
    return Curve(line, area, round(top))


def smoothed(values: Sequence[float]) -> list[float]:
    """Return values where each is a middle of itself and its neighbours: one that stands alone is chance."""
    last = len(values) - 1
    return [
        (values[max(place - 1, 0)] + 2 * value + values[min(place + 1, last)]) / 4 for place, value in enumerate(values)
    ]


def thinned(values: Sequence[int], most: int = MOST_POINTS) -> list[int]:
    """Return no more than `most` values: of neighbours the largest, so that no peak is lost."""
    step = -(-len(values) // most) or 1
    return [max(values[place : place + step]) for place in range(0, len(values), step)]


def summits(plays: Sequence[int], width: int, most: int) -> list[Stretch]:
    """Return the stretches that were played again most, the strongest first: those that stand out above what is around them.

    What everybody plays once is no summit; neither is the beginning, which everybody plays.
    """
    level = smoothed(smoothed(plays))
    usual = sum(level) / len(level) if level else 0
    tops = [
        place
        for place in range(1, len(level) - 1)
        if level[place] > level[place + 1] and level[place] > usual * ABOVE_USUAL and _rises(level, place)
    ]
    strongest = sorted(tops, key=lambda place: (-level[place], place))[:most]
    return [_around(place, level, plays, width) for place in strongest]


def _rises(level: Sequence[float], top: int) -> bool:
    """Tell whether the curve rises to a place from a valley, rather than falling down to it all the way."""
    for value in reversed(level[:top]):
        if value > level[top]:
            return False
        if value <= level[top] * VALLEY:
            return True
    return False


def _around(top: int, level: Sequence[float], plays: Sequence[int], width: int) -> Stretch:
    """Return the summit with its slopes, down to where it is no more than three quarters as high."""
    first = last = top
    while first > 0 and level[first - 1] >= level[top] * SLOPE and level[first - 1] <= level[first]:
        first -= 1
    while last < len(level) - 1 and level[last + 1] >= level[top] * SLOPE and level[last + 1] <= level[last]:
        last += 1
    return Stretch(first * width, (last + 1) * width, max(plays[first : last + 1]))
