"""What the tests of live broadcasts share."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.live.factories import BroadcastFactory
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too
from tests.programme.factories import LessonFactory

from nastavnik.live.services import keys
from nastavnik.people.permissions import SYSTEM

HERE = Path(__file__).parent
# Protocols and files without a database; whole processes with a school of their own.
OWN_DATABASE = ("packaging", "rtmp", "ingest/test_air", "ingest/test_relays", "ingest/test_bucket")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE) and str(item.path.relative_to(HERE)).startswith(OWN_DATABASE):
            item.add_marker(pytest.mark.own_database)


@pytest.fixture
def now():
    """Noon in Moscow, a Tuesday."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def lesson(school, now):
    return LessonFactory(announced=True, starts_at=now, cycle__programme__school=school)


@pytest.fixture
def broadcast(lesson):
    return BroadcastFactory(lesson=lesson)


@pytest.fixture
def stream_key(broadcast, now):
    """The key itself, which OBS holds."""
    _row, key = keys.make_key(actor=SYSTEM, broadcast_id=broadcast.pk, label="Ноутбук", now=now)
    return key
