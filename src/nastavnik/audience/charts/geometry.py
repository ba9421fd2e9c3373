"""Drawings of numbers as coordinates; templates draw them. Nothing here knows rows or colours.

Every mark is told from its neighbours by place, label or pattern, never by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH = 640
ROW, BAR = 30, 18
LABELS, NUMBERS = 240, 70
LINE_HEIGHT, LINE_TOP, LINE_BOTTOM, LINE_SIDE = 220, 16, 28, 44
SMALL_WIDTH, SMALL_HEIGHT = 300, 120
MAP_WIDTH, MAP_MOST_HEIGHT, MAP_MARGIN = 640, 560, 28
TOPS = (2, 4, 6, 8, 10, 12, 14, 16)


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar with its label on the left and its number at its end."""

    label: str
    text: str
    y: int
    text_y: int
    width: float
    text_x: float
    # a second bar within the first: how much of it is done
    part_width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other on a common scale that begins at nothing."""

    bars: tuple[Bar, ...]
    left: int
    thick: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line."""

    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `number` from 1 tells lines apart (stroke, marks), `end` is where its name stands."""

    name: str
    number: int
    path: str
    dots: tuple[Dot, ...]
    end: Dot


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over the same steps on one scale that begins at nothing."""

    lines: tuple[Line, ...]
    steps: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    width: int
    height: int
    left: int
    right: int
    floor: int


@dataclass(frozen=True, slots=True)
class Column:
    """An upright bar."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """One of several small drawings; each has its own scale, because their numbers are not alike."""

    title: str
    columns: tuple[Column, ...]
    most: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map."""

    x: float
    y: float
    label: str
    short: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Map:
    """Places on a plane, as near to each other as they are on earth."""

    spots: tuple[Spot, ...]
    width: int
    height: int


def bars(rows: Sequence[tuple[str, float, float, str]]) -> Bars:
    """Draw bars of `(label, value, part of it that is done, text)`."""
    most = max((value for _label, value, _part, _text in rows), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    drawn = []
    for place, (label, value, part, text) in enumerate(rows):
        width = round(room * value / most, 1)
        top = place * ROW + (ROW - BAR) // 2
        drawn.append(
            Bar(label, text, top, top + BAR - 4, width, LABELS + width + 8, round(room * min(part, value) / most, 1))
        )
    return Bars(tuple(drawn), LABELS, BAR, WIDTH, len(rows) * ROW)


def nice_top(most: float) -> int:
    """Return an even round number at or above `most`: one of `TOPS` and noughts."""
    step = 1
    while True:
        for factor in TOPS:
            if factor * step >= most:
                return factor * step
        step *= 10


def lines(names: Sequence[str], steps: Sequence[str], values: Sequence[Sequence[float]]) -> Lines:
    """Draw lines: `values[line][step]`."""
    top = nice_top(max((value for row in values for value in row), default=0) or 1)
    right, floor = WIDTH - 120, LINE_HEIGHT - LINE_BOTTOM
    wide, high = right - LINE_SIDE, floor - LINE_TOP
    xs = [round(LINE_SIDE + wide * place / max(len(steps) - 1, 1), 1) for place in range(len(steps))]
    drawn = []
    for number, (name, row) in enumerate(zip(names, values, strict=True), start=1):
        dots = tuple(
            Dot(x, round(floor - high * value / top, 1), step, f"{value:g}")
            for x, step, value in zip(xs, steps, row, strict=True)
        )
        path = " ".join(f"{'L' if place else 'M'}{dot.x} {dot.y}" for place, dot in enumerate(dots))
        drawn.append(Line(name, number, path, dots, dots[-1]))
    # as many names of steps as there is room for, the last always
    every = max(1, -(-len(steps) // 8))
    ticks = tuple(Tick(x, step) for place, (x, step) in enumerate(zip(xs, steps, strict=True)) if place % every == 0)
    levels = tuple(Tick(round(floor - high * share, 1), f"{top * share:g}") for share in (0, 0.5, 1))
    return Lines(tuple(drawn), ticks, levels, WIDTH, LINE_HEIGHT, LINE_SIDE, right, floor)


def small(title: str, rows: Sequence[tuple[str, float]], most_text: str) -> Small:
    """Draw upright bars of `(label, value)` on a scale of their own."""
    most = max((value for _label, value in rows), default=0) or 1
    each = SMALL_WIDTH / max(len(rows), 1)
    columns = tuple(
        Column(
            round(place * each + each * 0.1, 1),
            round(SMALL_HEIGHT - SMALL_HEIGHT * value / most, 1),
            round(each * 0.8, 1),
            round(SMALL_HEIGHT * value / most, 1),
            label,
            f"{value:g}",
        )
        for place, (label, value) in enumerate(rows)
    )
    return Small(title, columns, most_text, SMALL_WIDTH, SMALL_HEIGHT)


def map_of(places: Sequence[tuple[str, str, float, float, bool]]) -> Map | None:
    """Draw places of `(label, short, latitude, longitude, is reached)`; None where there is none."""
    if not places:
        return None
    latitudes, longitudes = [place[2] for place in places], [place[3] for place in places]
    north, south, west, east = max(latitudes), min(latitudes), min(longitudes), max(longitudes)
    # a degree of longitude is shorter the farther from the equator
    narrow = cos(radians((north + south) / 2))
    wide, high = (east - west) * narrow, north - south
    room = MAP_WIDTH - 2 * MAP_MARGIN
    scale = min(room / wide if wide else room, (MAP_MOST_HEIGHT - 2 * MAP_MARGIN) / high if high else room)
    # many libraries of a town stand on one point: they are put beside each other
    seen: dict[tuple[float, float], int] = {}
    spots = []
    for label, short, latitude, longitude, is_reached in places:
        beside = seen.get((latitude, longitude), 0)
        seen[latitude, longitude] = beside + 1
        x = MAP_WIDTH / 2 + (longitude - (west + east) / 2) * narrow * scale + beside * 12
        spots.append(Spot(round(x, 1), round(MAP_MARGIN + (north - latitude) * scale, 1), label, short, is_reached))
    return Map(tuple(spots), MAP_WIDTH, round(2 * MAP_MARGIN + high * scale))
