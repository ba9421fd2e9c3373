"""What is told to a record store: rows of which statements are made, and short ways to send them."""

from datetime import timedelta

from tests.learning.coverage.factories import WatchCoverageFactory
from tests.learning.factories import AttendanceFactory, CompletionFactory
from tests.video.factories import VideoFactory

from nastavnik.learning.models import Attempt, Quiz
from nastavnik.learning.services.statements import sending, writing


def tell(now):
    """Write down and send; return how many statements the store took."""
    writing.write_statements(now=now)
    return sending.send_due_statements(clock=lambda: now)


def film_of(lesson):
    return VideoFactory(lesson=lesson, ready=True, duration_seconds=1000.0)


def watched(learner, film, now, *pieces):
    return WatchCoverageFactory(user=learner, video=film, pieces=pieces, first_at=now, updated_at=now)


def of_quiz(lesson, learner, now, *, percent=70, unread=0, passed=True, **changes):
    """Let somebody have gone through a self-check."""
    quiz = Quiz.objects.filter(lesson=lesson).first() or Quiz.objects.create(
        lesson=lesson, title="Самопроверка", is_published=True, updated_at=now
    )
    words = {
        "number": 1,
        "seed": 1,
        "pass_percent": 60,
        "started_at": now - timedelta(minutes=5),
        "finished_at": now,
        "points": 7,
        "most_points": 10,
        "percent": percent,
        "unread": unread,
        "passed_at": now if passed else None,
    }
    return Attempt.objects.create(quiz=quiz, user=learner, **{**words, **changes})


def everything(lesson, learner, now):
    watched(learner, film_of(lesson), now, (0, 1000))
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)
    AttendanceFactory(lesson=lesson, user=learner, left_at=now, came_at=now)
    of_quiz(lesson, learner, now)


def waiting(lesson, now, count):
    for _number in range(count):
        AttendanceFactory(lesson=lesson, left_at=now, came_at=now)
    writing.write_statements(now=now)
