"""A lesson that was broadcast, and its film of a thousand seconds."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.live.factories import BroadcastFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory


@pytest.fixture
def now():
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle__programme__school=school, held=True)


@pytest.fixture
def film(lesson):
    return VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0)


@pytest.fixture
def broadcast(lesson, film, now):
    ended = now - timedelta(minutes=10)
    return BroadcastFactory(
        lesson=lesson, ended=True, video=film, live_at=now - timedelta(minutes=19), ended_at=ended, finished_at=ended
    )
