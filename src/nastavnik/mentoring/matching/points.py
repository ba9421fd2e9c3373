"""What each thing counts, in points: the fewer, the better two people suit each other.

The weights stand in docs/decisions/2026-11-26-matching.md; a change here is a change there.
"""

from math import asin, cos, radians, sin, sqrt

THEMES = 40.0  # none of the wanted themes is hers
ANY_THEME = 6.0  # she takes whatever comes: a mentor of the very theme is better
THEMES_UNSAID = 20.0

PRACTICE = 15.0  # works in libraries no longer than the mentee
PRACTICE_ENOUGH = 5  # years longer than the mentee
PRACTICE_UNSAID = 7.5
LED = 5.0  # has not led anybody to the end yet
LED_ENOUGH = 3

DISTANCE = 20.0
FAR_KM = 100.0
SAME_SETTLEMENT = 1.0
SAME_ORGANISATION = 8.0
HOME_UNKNOWN = 14.0

LOAD = 5.0  # for each whom she leads already
KEPT = -30.0  # the two were a good pair
# They were a bad one: never again by itself, though a methodist may.
FORBIDDEN = 1e6

EARTH_KM = 6371.0


def practice_points(gap_years: int) -> float:
    """Return the points for a mentor who works so many years longer than the mentee."""
    return PRACTICE * (1 - min(max(gap_years, 0), PRACTICE_ENOUGH) / PRACTICE_ENOUGH)


def led_points(led_well: int) -> float:
    """Return the points for so many mentorships brought to their end."""
    return LED * (1 - min(led_well, LED_ENOUGH) / LED_ENOUGH)


def distance_points(km: float) -> float:
    """Return the points for a distance between two settlements."""
    return max(SAME_SETTLEMENT, DISTANCE * min(km, FAR_KM) / FAR_KM)


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points on the earth along a great circle, by the haversine."""
    latitude, longitude, to_latitude, to_longitude = map(radians, (*one, *other))
    half = sin((to_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
