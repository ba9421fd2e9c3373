"""What people wish the next lessons to be about, for apps above; nobody's name, and nothing of lessons of which few have spoken."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from nastavnik.learning.models import SurveyAnswer
from nastavnik.learning.selectors.surveys import FEWEST
from nastavnik.programme.models import Lesson


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish of a survey. When it was said is not known, only of which lesson: `held_at` is when that began."""

    answer_id: int
    text: str
    lesson_title: str
    held_at: datetime


def wishes_since(school_id: int, since: datetime) -> list[Wish]:
    """Return what was wished after lessons that began since; two queries. Unsigned wishes of few are left out, as at the desk."""
    held = Lesson.objects.filter(school=school_id, starts_at__gte=since, removed_at=None)
    answers = SurveyAnswer.objects.filter(lesson__in=held)
    told = answers.order_by().values("lesson").annotate(count=Count("pk"), unsigned=Count("pk", filter=Q(user=None)))
    counts = {row["lesson"]: (row["count"], row["unsigned"]) for row in told}
    rows = answers.exclude(next_themes="").select_related("lesson").order_by("pk")
    return [
        Wish(row.pk, row.next_themes, row.lesson.title, row.lesson.starts_at)
        for row in rows
        if row.lesson.starts_at and _may_be_told(row, *counts[row.lesson_id])
    ]


def _may_be_told(answer: SurveyAnswer, count: int, unsigned: int) -> bool:
    return count >= FEWEST and (answer.user_id is not None or unsigned >= FEWEST)
