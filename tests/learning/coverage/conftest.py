"""A lesson with a film of a thousand seconds, and somebody who watches it."""

from datetime import UTC, datetime

import pytest
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
