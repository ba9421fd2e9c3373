"""What queries that are written out give back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from nastavnik.core.connections import moment_of

NOON = datetime(2026, 11, 24, 9, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (None, None),
        ("2026-11-24 09:00:30", NOON),
        ("2026-11-24T12:00:30+03:00", NOON),
        (NOON.replace(tzinfo=None), NOON),
        (NOON.astimezone(timezone(timedelta(hours=3))), NOON),
    ],
)
def test_moment_is_aware_whatever_the_database_gives(value, moment):
    assert moment_of(value) == moment
