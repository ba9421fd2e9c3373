"""The same costs as `reasons`, for many at once: a row for each place of a mentor, a column for each mentee."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nastavnik.mentoring.matching import points
from nastavnik.mentoring.matching.people import Earlier, EarlierPairs, Home, MenteeSide, MentorSide

Person: TypeAlias = MentorSide | MenteeSide
Matrix: TypeAlias = npt.NDArray[np.float64]
Floats: TypeAlias = npt.NDArray[np.float32]
Numbers: TypeAlias = npt.NDArray[np.int64]

# Rows that are compared at a time: the sums on the way take megabytes, not gigabytes.
BLOCK = 128
NONE = -1

# Called with how many rows are compared.
Told = Callable[[int], None]


class Side:
    """People of one side as columns of numbers."""

    def __init__(self, people: Sequence[Person], themes: dict[int, int], settlements: dict[str, int]) -> None:
        self.themes: Floats = np.zeros((len(people), max(len(themes), 1)), np.float32)
        for row, person in enumerate(people):
            for theme in person.themes:
                self.themes[row, themes[theme]] = 1
        self.theme_count: Floats = self.themes.sum(axis=1)
        self.since: Floats = np.array(
            [np.nan if one.since_year is None else one.since_year for one in people], np.float32
        )
        homes = [one.home for one in people]
        self.library = numbers(homes, lambda home: home.library)
        self.organisation = numbers(homes, lambda home: home.organisation)
        self.settlement = numbers(homes, lambda home: settlements.get(home.settlement, NONE))
        known = [home.point if home and home.point else (np.nan, np.nan) for home in homes]
        self.point: Matrix = np.radians(np.array(known, np.float64).reshape(len(people), 2))


def numbers(homes: Sequence[Home | None], number: Callable[[Home], int]) -> Numbers:
    """Return a number of each home, `NONE` for who has none."""
    return np.array([NONE if home is None else number(home) for home in homes], np.int64)


def fill_costs(
    slots: Sequence[tuple[int, int]],
    mentors: Sequence[MentorSide],
    mentees: Sequence[MenteeSide],
    earlier: EarlierPairs,
    told: Told,
) -> Matrix:
    """Return the costs: rows by `slots` (place of a mentor in `mentors`, how many more she has before this one).

    They lie in memory so that those of the smaller side stand together: the assignment takes it as its rows without a copy.
    """
    themes = {theme: place for place, theme in enumerate(sorted({theme for one in mentees for theme in one.themes}))}
    named = {one.home.settlement for one in mentees if one.home and one.home.settlement}
    settlements = {settlement: number for number, settlement in enumerate(sorted(named))}
    wanted = [MentorSide(one.id, one.themes & themes.keys(), one.since_year, home=one.home) for one in mentors]
    ours, theirs = Side(wanted, themes, settlements), Side(mentees, themes, settlements)
    fixed: Floats = np.array([points.led_points(one.led_well) + points.LOAD * one.taken for one in mentors], np.float32)
    takes_any = np.array([not one.themes for one in mentors], bool)
    costs: Matrix = np.empty((len(slots), len(mentees)), np.float64, order="F" if len(slots) > len(mentees) else "C")
    which: Numbers = np.array([mentor for mentor, _more in slots], np.int64)
    more: Floats = np.array([extra for _mentor, extra in slots], np.float32)
    for begin in range(0, len(slots), BLOCK):
        rows = which[begin : begin + BLOCK]
        block = theme_costs(ours, theirs, rows, takes_any) + practice_costs(ours, theirs, rows)
        block += home_costs(ours, theirs, rows)
        block += (fixed[rows] + points.LOAD * more[begin : begin + BLOCK])[:, None]
        costs[begin : begin + BLOCK] = block
        told(min(begin + BLOCK, len(slots)))
    add_earlier(costs, which, mentors, mentees, earlier)
    return costs


def theme_costs(ours: Side, theirs: Side, rows: Numbers, takes_any: npt.NDArray[np.bool_]) -> Matrix:
    """Return the points of themes."""
    common = ours.themes[rows] @ theirs.themes.T
    left = points.THEMES * (1 - common / np.maximum(theirs.theme_count, 1)[None, :])
    left = np.where(takes_any[rows][:, None], points.ANY_THEME, left)
    return np.asarray(np.where(theirs.theme_count[None, :] == 0, points.THEMES_UNSAID, left), np.float64)


def practice_costs(ours: Side, theirs: Side, rows: Numbers) -> Matrix:
    """Return the points of the years in libraries."""
    gap = theirs.since[None, :] - ours.since[rows][:, None]
    told = points.PRACTICE * (1 - np.clip(gap, 0, points.PRACTICE_ENOUGH) / points.PRACTICE_ENOUGH)
    return np.asarray(np.where(np.isnan(gap), points.PRACTICE_UNSAID, told), np.float64)


def home_costs(ours: Side, theirs: Side, rows: Numbers) -> Matrix:
    """Return the points of the way between the two."""
    organisation, library = ours.organisation[rows][:, None], ours.library[rows][:, None]
    settlement = ours.settlement[rows][:, None]
    is_ours = organisation == theirs.organisation[None, :]
    is_near = is_ours & (settlement == theirs.settlement[None, :]) & (settlement != NONE)
    by_name = np.where(is_near, points.SAME_SETTLEMENT, np.where(is_ours, points.SAME_ORGANISATION, points.DISTANCE))
    km = distances(ours.point[rows], theirs.point)
    by_map = np.maximum(points.SAME_SETTLEMENT, points.DISTANCE * np.minimum(km, points.FAR_KM) / points.FAR_KM)
    told = np.where(np.isnan(km), by_name, by_map)
    told = np.where(library == theirs.library[None, :], 0.0, told)
    is_unknown = (organisation == NONE) | (theirs.organisation[None, :] == NONE)
    return np.asarray(np.where(is_unknown, points.HOME_UNKNOWN, told), np.float64)


def distances(ours: Matrix, theirs: Matrix) -> Matrix:
    """Return kilometres between points in radians, not a number where one is not known."""
    latitude, to_latitude = ours[:, :1], theirs[:, 0][None, :]
    half = np.sin((to_latitude - latitude) / 2) ** 2
    half += np.cos(latitude) * np.cos(to_latitude) * np.sin((theirs[:, 1][None, :] - ours[:, 1:]) / 2) ** 2
    return np.asarray(2 * points.EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half))), np.float64)


def add_earlier(
    costs: Matrix,
    which: Numbers,
    mentors: Sequence[MentorSide],
    mentees: Sequence[MenteeSide],
    earlier: EarlierPairs,
) -> None:
    """Let those who were a good pair find each other, and those who were a bad one not."""
    columns = {one.id: column for column, one in enumerate(mentees)}
    places = {one.id: place for place, one in enumerate(mentors)}
    for mentor_id, mentee_ids in by_mentor(earlier).items():
        if mentor_id not in places:
            continue
        rows = np.flatnonzero(which == places[mentor_id])
        for mentee_id, how in mentee_ids:
            if mentee_id in columns:
                costs[rows, columns[mentee_id]] += points.KEPT if how is Earlier.GOOD else points.FORBIDDEN


def by_mentor(earlier: EarlierPairs) -> dict[int, list[tuple[int, Earlier]]]:
    """Return the earlier pairs of each mentor."""
    found: dict[int, list[tuple[int, Earlier]]] = {}
    for (mentee_id, mentor_id), how in earlier.items():
        found.setdefault(mentor_id, []).append((mentee_id, how))
    return found
