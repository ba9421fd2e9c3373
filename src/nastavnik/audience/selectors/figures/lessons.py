"""Lessons that were held, and who held them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.core.tables import Column, Filter, Table
from nastavnik.core.text import search_key
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import Lesson, LessonSpeaker, Speaker

MINUTES = 60
STANDING = (LessonState.ANNOUNCED, LessonState.HELD)

LESSONS = Table[Lesson](
    name="lessons",
    columns=(
        Column("starts", _("Begins"), lambda one: one.starts_at, order=("starts_at",)),
        Column(
            "title",
            _("Lesson"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("programme:lesson", args=[one.uid]),
        ),
        Column("kind", _("Kind"), lambda one: LessonKind(one.kind).label, order=("kind",)),
        Column("state", _("State"), lambda one: LessonState(one.state).label, order=("state",)),
        Column("programme", _("Programme"), lambda one: one.cycle.programme.title),
        number_column("minutes", _("Minutes"), lambda one: one.duration_minutes, "duration_minutes"),
    ),
    filters=(Filter("kind", _("Kind"), query=lambda kind: Q(kind=kind), choices=tuple(LessonKind.choices)),),
    order="starts",
    caption=_("Lessons"),
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


def planned_lessons(scope: Scope) -> QuerySet[Lesson]:
    """Return the lessons of the period that stand in the programme: held, or announced for a day that may be still to come."""
    lessons = Lesson.objects.filter(school=scope.school, state__in=STANDING, starts_at__gte=scope.begins_at)
    if scope.ends_on is not None:
        lessons = lessons.filter(starts_at__lte=scope.last_at)
    return lessons.filter(cycle__programme=scope.programme) if scope.programme else lessons


def lesson_rows(lessons_of: Callable[[Scope], QuerySet[Lesson]], kind: str = "") -> Callable[[Scope], Rows]:
    """Return what gives the rows of lessons, all or those of a kind."""

    def rows(scope: Scope) -> Rows:
        lessons = lessons_of(scope).select_related("cycle__programme")
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
    Source("planned", lambda scope: numbers(planned_lessons(scope), Count("pk"), key="kind")),
    Source("lessons", lambda scope: numbers(held_lessons(scope), Count("pk"), Sum("duration_minutes"), key="kind")),
    Source(
        "speakers",
        lambda scope: numbers(
            LessonSpeaker.objects.filter(lesson__in=held_lessons(scope).values("pk")),
            Count("speaker", distinct=True),
        ),
    ),
)

KINDS = (
    (LessonKind.MASTER_CLASS, _("Master classes in the programme"), _("Master classes held")),
    (LessonKind.SEMINAR, _("Seminars in the programme"), _("Seminars held")),
    (LessonKind.STRATEGIC_SESSION, _("Strategic sessions in the programme"), _("Strategic sessions held")),
    (LessonKind.WEBINAR, _("Webinars in the programme"), _("Webinars held")),
    (LessonKind.ROUND_TABLE, _("Round tables in the programme"), _("Round tables held")),
    (LessonKind.INTERNSHIP, _("Internships in the programme"), _("Internships held")),
)
PLANNED_RULE = _(
    "Lessons that are announced or held, by the day on which they begin. Drafts and cancelled ones are not counted."
)
HELD_RULE = _("Lessons that a methodist has marked as held, by the day on which they began.")

PLANNED = tuple(
    Figure(
        f"lessons.planned.{kind.value}",
        title=title,
        rule=PLANNED_RULE,
        rows=lesson_rows(planned_lessons, kind.value),
        read=("planned", 1, kind.value),
    )
    for kind, title, _held in KINDS
)
HELD = tuple(
    Figure(
        f"lessons.held.{kind.value}",
        title=title,
        rule=HELD_RULE,
        rows=lesson_rows(held_lessons, kind.value),
        read=("lessons", 1, kind.value),
    )
    for kind, _planned, title in KINDS
)

SECTION = Section(
    "lessons",
    _("Lessons"),
    SOURCES,
    (
        Figure(
            "lessons.planned",
            title=_("Lessons in the programme"),
            rule=PLANNED_RULE,
            rows=lesson_rows(planned_lessons),
            read=("planned", 1),
        ),
        *PLANNED,
        Figure(
            "lessons.held",
            title=_("Lessons held"),
            rule=HELD_RULE,
            rows=lesson_rows(held_lessons),
            read=("lessons", 1),
        ),
        *HELD,
        Figure(
            "lessons.hours",
            title=_("Hours of lessons"),
            rule=_("The planned length of the lessons that were held, in hours of 60 minutes."),
            rows=lesson_rows(held_lessons),
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
