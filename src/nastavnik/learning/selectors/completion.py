"""When a lesson counts and for how much, and what has counted for whom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from nastavnik.learning.models import Completion, LessonRule, Standing
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, Programme

ACADEMIC_MINUTES = 45
DEFAULT_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Rule:
    """When a lesson counts: so much of it watched or attended, and its self-check passed where it has one."""

    # academic hours
    hours: Decimal
    percent: int
    needs_quiz: bool
    # the hours were set by a methodist, and do not follow the length of the lesson
    are_hours_set: bool = False
    version: int = 0

    def words(self, *, has_quiz: bool) -> str:
        """Return the rule as people read it beside the hours."""
        parts = {"hours": hours_words(self.hours), "percent": self.percent}
        if self.needs_quiz and has_quiz:
            return (
                gettext(
                    "The lesson counts for %(hours)s: watch or attend at least %(percent)d %% of it and pass the self-check."
                )
                % parts
            )
        return gettext("The lesson counts for %(hours)s: watch or attend at least %(percent)d %% of it.") % parts


@dataclass(frozen=True, slots=True)
class Earned:
    """What a person has of a programme so far."""

    lessons: int
    hours: Decimal
    last_at: datetime | None


NOTHING_EARNED = Earned(lessons=0, hours=Decimal(0), last_at=None)


def default_hours(minutes: int) -> Decimal:
    """Return the academic hours (45 minutes) of a lesson of so many minutes, to the nearest half, never less than a half."""
    halves = (Decimal(2 * minutes) / ACADEMIC_MINUTES).quantize(Decimal(1), ROUND_HALF_UP)
    return max(halves, Decimal(1)) / 2


def hours_words(hours: Decimal) -> str:
    """Return academic hours in words; a part of an hour is said with its decimal."""
    if hours == hours.to_integral_value():
        whole = int(hours)
        return ngettext("%(count)d academic hour", "%(count)d academic hours", whole) % {"count": whole}
    return gettext("%(hours)s of an academic hour") % {"hours": number_format(hours, 1)}


def rule_from(row: LessonRule | None, minutes: int) -> Rule:
    """Return the rule of a lesson of so many minutes; without a row of its own it has the default one."""
    if row is None:
        return Rule(hours=default_hours(minutes), percent=DEFAULT_PERCENT, needs_quiz=True)
    return Rule(
        hours=row.hours if row.hours is not None else default_hours(minutes),
        percent=row.percent,
        needs_quiz=row.needs_quiz,
        are_hours_set=row.hours is not None,
        version=row.version,
    )


def rule_of(lesson: Lesson) -> Rule:
    """Return the rule of a lesson."""
    return rule_from(LessonRule.objects.filter(lesson=lesson.pk).first(), lesson.duration_minutes)


def hours_of(user: User, programme: Programme) -> Earned:
    """Return what a person has earned in a programme, read from what is summed up already."""
    standing = Standing.objects.filter(user=user, programme=programme).first()
    return Earned(standing.lessons, standing.hours, standing.last_at) if standing else NOTHING_EARNED


def completions_of(programme: Programme) -> QuerySet[Completion, Any]:
    """Return `user`, `lessons`, `hours` and `last_at` of everybody for whom lessons of a programme count, added up anew."""
    counted = Completion.objects.filter(lesson__cycle__programme=programme)
    return counted.values("user").annotate(lessons=Count("pk"), hours=Sum("hours"), last_at=Max("completed_at"))
