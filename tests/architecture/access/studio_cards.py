"""Production cards: the desk sees all, who makes one works on it, methodists publish."""

from typing import Any

from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import Row

ROWS: tuple[Row, ...] = ()


def things_of_cards(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return what stands in the addresses."""
    del school, people
    return {}
