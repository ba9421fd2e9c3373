"""Lessons that were held, and who held them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.core.tables import Column, Filter, Table
from nastavnik.core.text import search_key
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import Lesson, Speaker

MINUTES = 60

LESSONS = Table[Lesson](
    name="lessons",
    columns=(
        Column("starts", _("Held"), lambda one: one.starts_at, order=("starts_at",)),
        Column(
            "title",
            _("Lesson"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("programme:lesson", args=[one.uid]),
        ),
        Column("kind", _("Kind"), lambda one: LessonKind(one.kind).label, order=("kind",)),
        Column("programme", _("Programme"), lambda one: one.cycle.programme.title),
        number_column("minutes", _("Minutes"), lambda one: one.duration_minutes, "duration_minutes"),
    ),
    filters=(
        Filter("kind", _("Kind"), query=lambda kind: Q(kind=kind), choices=tuple(LessonKind.choices)),
    ),
    order="starts",
    caption=_("Lessons that were held"),
)

SPEAKERS = Table[Any](
    name="speakers",
    columns=(
        Column("name", _("Name"), lambda one: one.name, order=("name_key",)),
        Column("position", _("Position"), lambda one: one.position, order=("position",)),
        number_column("lessons", _("Lessons"), lambda one: one.lessons, "lessons"),
    ),
    filters=(Filter("q", _("Search"), query=lambda text: Q(name_key__contains=search_key(text))),),
    order="name",
    caption=_("Those who held lessons"),
)


def held_lessons(scope: Scope) -> QuerySet[Lesson]:
    """Return the lessons of the period that were held."""
    lessons = Lesson.objects.filter(school=scope.school, state=LessonState.HELD, starts_at__range=scope.moments)
    return lessons.filter(cycle__programme=scope.programme) if scope.programme else lessons


def lesson_rows(kind: str = "") -> Callable[[Scope], Rows]:
    """Return what gives the held lessons, or those of a kind."""

    def rows(scope: Scope) -> Rows:
        lessons = held_lessons(scope).select_related("cycle__programme")
        return LESSONS, lessons.filter(kind=kind) if kind else lessons

    return rows


def speakers(scope: Scope) -> QuerySet[Speaker]:
    """Return who held lessons of the period."""
    held = Q(lesson__in=held_lessons(scope).values("pk"))
    counted = Speaker.objects.filter(school=scope.school).annotate(lessons=Count("lesson", filter=held))
    return counted.filter(lessons__gt=0)


def _speaker_rows(scope: Scope) -> Rows:
    return SPEAKERS, speakers(scope)


SOURCES = (
    Source("lessons", lambda scope: numbers(held_lessons(scope), Count("pk"), Sum("duration_minutes"), key="kind")),
    Source(
        "speakers",
        lambda scope: numbers(
            Lesson.speakers.through.objects.filter(lesson__in=held_lessons(scope).values("pk")),
            Count(F("speaker"), distinct=True),
        ),
    ),
)

KINDS = tuple(
    Figure(
        f"lessons.held.{kind.value}",
        title=title,
        rule=_("Lessons of this kind that a methodist has marked as held, by the day on which they began."),
        rows=lesson_rows(kind.value),
        read=("lessons", 1, kind.value),
    )
    for kind, title in (
        (LessonKind.MASTER_CLASS, _("Master classes")),
        (LessonKind.SEMINAR, _("Seminars")),
        (LessonKind.STRATEGIC_SESSION, _("Strategic sessions")),
        (LessonKind.WEBINAR, _("Webinars")),
        (LessonKind.ROUND_TABLE, _("Round tables")),
        (LessonKind.INTERNSHIP, _("Internships")),
    )
)

SECTION = Section(
    "lessons",
    _("Lessons"),
    SOURCES,
    (
        Figure(
            "lessons.held",
            title=_("Lessons held"),
            rule=_("Lessons that a methodist has marked as held, by the day on which they began."),
            rows=lesson_rows(),
            read=("lessons", 1),
        ),
        *KINDS,
        Figure(
            "lessons.hours",
            title=_("Hours of lessons"),
            rule=_("The planned length of the lessons that were held, in hours of 60 minutes."),
            rows=lesson_rows(),
            read=("lessons", 2),
            unit=Unit.HOURS,
            adds=Adds.SUM,
            column="minutes",
            scale=MINUTES,
        ),
        Figure(
            "lessons.speakers",
            title=_("Speakers"),
            rule=_("People who are named as speakers of lessons that were held; each counts once."),
            rows=_speaker_rows,
            read=("speakers", 1),
        ),
    ),
)
