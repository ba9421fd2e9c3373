"""Minutes of films at whose questions much was lost, for apps above; no answer of anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from nastavnik.learning.models import Answer
from nastavnik.learning.selectors.quizzes.contract import published
from nastavnik.learning.selectors.quizzes.measures import FEWEST_ANSWERS, minutes_of
from nastavnik.programme.models import Lesson
from nastavnik.video.models import Video
from nastavnik.video.selectors.moments import newest_film

MINUTE = 60


@dataclass(frozen=True, slots=True)
class HardMinute:
    """A minute of the film that a lesson plays; `lost` is the share of the points that was lost at the questions about it."""

    lesson_title: str
    lesson_path: str
    film_token: str
    seconds: int
    lost: float
    answers: int
    last_on: date


@dataclass(slots=True)
class _Minute:
    lost: float
    answers: int
    last_on: date


def hard_minutes(school_id: int, *, least_lost: float) -> list[HardMinute]:
    """Return the minutes that were not understood, judged by first attempts; three queries.

    Of fewer than `FEWEST_ANSWERS` answers nothing is said: they say more of chance.
    """
    minutes = _minutes(_answers(school_id))
    bad = {place: one for place, one in minutes.items() if _is_bad(one, least_lost)}
    rows = Lesson.objects.filter(pk__in={lesson_id for lesson_id, _minute in bad}, removed_at=None)
    lessons = {lesson.pk: lesson for lesson in rows.annotate(film=newest_film("pk"))}
    films = dict(Video.objects.filter(pk__in=[row.film for row in lessons.values()]).values_list("pk", "token"))
    return [
        HardMinute(
            lesson_title=lesson.title,
            lesson_path=lesson.path,
            film_token=films[lesson.film],
            seconds=minute * MINUTE,
            lost=one.lost / one.answers,
            answers=one.answers,
            last_on=one.last_on,
        )
        for (lesson_id, minute), one in sorted(bad.items())
        if (lesson := lessons.get(lesson_id)) is not None and lesson.film in films
    ]


def _answers(school_id: int) -> QuerySet[Answer, Any]:
    """Return for each question how many answered it, how much they got, and when the last did."""
    quizzes = published().filter(lesson__school=school_id)
    answers = Answer.objects.filter(attempt__quiz__in=quizzes, attempt__number=1, attempt__finished_at__isnull=False)
    asked = answers.filter(
        question__replaced_at=None, question__removed_at=None, question__moment_seconds__isnull=False
    )
    rows = asked.filter(share__isnull=False).order_by().values("question")
    sums = rows.annotate(got=Sum("share"), times=Count("pk"), last_at=Max("attempt__finished_at"))
    where = ("attempt__quiz__lesson", "question__moment_seconds", "question__moment_end_seconds")
    return sums.values_list(*where, "got", "times", "last_at")


def _minutes(rows: QuerySet[Answer, Any]) -> dict[tuple[int, int], _Minute]:
    found: dict[tuple[int, int], _Minute] = {}
    for lesson_id, begin, end, got, times, last_at in rows:
        for minute in minutes_of(begin, end):
            one = found.setdefault((lesson_id, minute), _Minute(0, 0, last_at.date()))
            one.lost, one.answers = one.lost + times - got, one.answers + times
            one.last_on = max(one.last_on, last_at.date())
    return found


def _is_bad(one: _Minute, least_lost: float) -> bool:
    return one.answers >= FEWEST_ANSWERS and one.lost >= least_lost * one.answers
