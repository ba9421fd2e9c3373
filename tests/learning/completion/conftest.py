"""A held lesson of an hour with a film, and how somebody comes to meet its rule."""

from datetime import timedelta

import pytest
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.learning.models import Attempt, Quiz
from nastavnik.learning.services import completion


@pytest.fixture
def lesson(school, now):
    return LessonFactory(cycle__programme__school=school, held=True, starts_at=now - timedelta(days=1))


@pytest.fixture
def film(lesson):
    return VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0)


@pytest.fixture
def watch(film):
    """Let somebody have played so many per cent of the film."""

    def played(user, percent, video=film):
        return WatchCoverageFactory(user=user, video=video, pieces=[(0, 10 * percent)])

    return played


@pytest.fixture
def quiz(lesson, now):
    return Quiz.objects.create(lesson=lesson, title="Проверьте себя", is_published=True, updated_at=now)


@pytest.fixture
def pass_quiz(quiz, now):
    """Let somebody have passed the lesson's self-check."""

    def passed(user):
        return Attempt.objects.create(
            quiz=quiz,
            user=user,
            number=1,
            seed=1,
            pass_percent=60,
            percent=80,
            started_at=now,
            finished_at=now,
            passed_at=now,
        )

    return passed


@pytest.fixture
def settle(lesson, now):
    """Look whether the lesson counts for somebody."""

    def settled(user, at=now):
        return completion.settle(user_id=user.pk, lesson_id=lesson.pk, now=at)

    return settled


@pytest.fixture
def heard(monkeypatch):
    """Return the events that are told."""
    told = []
    monkeypatch.setattr(completion, "publish", told.append)
    return told
