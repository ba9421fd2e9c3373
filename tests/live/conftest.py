"""What the tests of live broadcasts share."""

from datetime import UTC, datetime

import pytest
from tests.live.factories import BroadcastFactory
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too
from tests.programme.factories import LessonFactory

from nastavnik.live.services import keys
from nastavnik.people.permissions import SYSTEM


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
