"""Scripts, shots and consents: who works on the card; whoever has the secret of a link signs."""

from typing import Any

from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import Row

ROWS: tuple[Row, ...] = ()


def things_of_shooting(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return what stands in the addresses."""
    del school, people
    return {}
