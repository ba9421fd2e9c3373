"""What is compared: people as the matching knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Earlier(IntEnum):
    """How an earlier mentorship of the two went."""

    GOOD = 1
    BAD = -1


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody works: numbers of her library and its organisation, its settlement; `point`: latitude and longitude."""

    library: int
    organisation: int
    settlement: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class MentorSide:
    """A mentor. Without themes she takes any; `places`: how many more she can lead, `taken`: how many she leads."""

    id: int
    themes: frozenset[int] = frozenset()
    since_year: int | None = None
    # mentorships that she has brought to their end
    led_well: int = 0
    places: int = 1
    taken: int = 0
    home: Home | None = None


@dataclass(frozen=True, slots=True)
class MenteeSide:
    """Somebody for whom a mentor is looked for, and the themes that she wants."""

    id: int
    themes: frozenset[int] = frozenset()
    since_year: int | None = None
    home: Home | None = None


# By the numbers of mentee and mentor.
EarlierPairs = Mapping[tuple[int, int], Earlier]
