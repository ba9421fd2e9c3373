"""What the rest of learning asks about self-checks: whether a lesson has one, and who passed it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min, QuerySet

from nastavnik.learning.models import Attempt, Quiz


def has_quiz(lesson_id: int) -> bool:
    """Tell whether a lesson has a published self-check."""
    return published().filter(lesson=lesson_id).exists()


def passed_at(user_id: int, lesson_id: int) -> datetime | None:
    """Return when a person first passed the published self-check of a lesson; None: not yet, or there is none."""
    passed = _passed([lesson_id]).filter(user=user_id)
    first: datetime | None = passed.aggregate(first=Min("passed_at"))["first"]
    return first


def passed_pairs(lesson_ids: Iterable[int]) -> QuerySet[Attempt, tuple[int, int]]:
    """Return (person, lesson) for everybody who passed the published self-check of one of the lessons."""
    return _passed(lesson_ids).values_list("user_id", "quiz__lesson_id").distinct()


def best_percents(lesson_ids: Iterable[int]) -> QuerySet[Attempt, tuple[int, int, int]]:
    """Return (person, lesson, best per cent) for everybody who finished the published self-check of one of the lessons."""
    finished = Attempt.objects.filter(quiz__in=published().filter(lesson__in=list(lesson_ids)))
    rows = finished.exclude(finished_at=None).order_by().values("user_id", "quiz__lesson_id")
    return rows.annotate(best=Max("percent")).values_list("user_id", "quiz__lesson_id", "best")


def published() -> QuerySet[Quiz]:
    """Return the self-checks that learners see, of all lessons: one of a lesson at most."""
    return Quiz.objects.filter(is_published=True, removed_at=None)


def _passed(lesson_ids: Iterable[int]) -> QuerySet[Attempt]:
    quizzes = published().filter(lesson__in=list(lesson_ids))
    return Attempt.objects.filter(quiz__in=quizzes).exclude(passed_at=None).order_by()
