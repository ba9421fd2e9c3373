"""Learners, the libraries that they come from, and who was at lessons."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.audience.selectors.figures.lessons import held_lessons
from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.core.tables import Column, Filter, Table
from nastavnik.core.text import search_key
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import Attendance, CheckIn, Completion
from nastavnik.people.enums import LibraryKind
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import libraries_of
from nastavnik.programme.models import Enrolment
from nastavnik.programme.permissions import place_of

NAMED = Filter[Any]("q", _("Search"), query=lambda text: Q(name_key__contains=search_key(text)))
OF_PERSON = Filter[Any]("q", _("Search"), query=lambda text: Q(user__name_key__contains=search_key(text)))


def library_label(library: Library | None) -> str:
    """Return how people call a library; nothing of none."""
    return library.label if library else ""


PEOPLE = Table[User](
    name="people",
    columns=(
        Column(
            "name",
            _("Name"),
            lambda one: one.full_name,
            order=("name_key",),
            link=lambda one: reverse("people:person", args=[one.token]),
        ),
        Column("position", _("Position"), lambda one: one.position, order=("position",)),
        Column("library", _("Library"), lambda one: library_label(one.library), order=("library__name_key",)),
    ),
    filters=(NAMED,),
    order="name",
    caption=_("People"),
    is_long=True,
)

LIBRARIES = Table[Library](
    name="libraries",
    columns=(
        Column(
            "name",
            _("Library"),
            lambda one: one.label,
            order=("name_key",),
            link=lambda one: reverse("people:library", args=[one.token]),
        ),
        Column("settlement", _("Settlement"), lambda one: one.settlement, order=("settlement_key",)),
        Column("kind", _("Kind"), lambda one: LibraryKind(one.kind).label, order=("kind",)),
    ),
    filters=(NAMED,),
    order="name",
    caption=_("Libraries"),
)

VISITS = Table[Attendance](
    name="attendance",
    columns=(
        Column("name", _("Name"), lambda one: one.user.full_name, order=("user__name_key",)),
        Column("library", _("Library"), lambda one: library_label(one.user.library)),
        Column("lesson", _("Lesson"), lambda one: one.lesson.title, order=("lesson__title",)),
        Column("came", pgettext_lazy("report", "Came"), lambda one: one.came_at, order=("came_at",)),
        Column("way", _("How it is known"), lambda one: AttendanceWay(one.way).label, order=("way",)),
    ),
    filters=(OF_PERSON,),
    order="came",
    caption=_("Who was at which lesson"),
    is_long=True,
)

SCREENS = Table[CheckIn](
    name="screens",
    columns=(
        Column("lesson", _("Lesson"), lambda one: one.lesson.title, order=("lesson__title",)),
        Column("library", _("Library"), lambda one: library_label(one.library), order=("library__name_key",)),
        Column("at", pgettext_lazy("report", "Came"), lambda one: one.at, order=("at",)),
        number_column("people", _("People at the screen"), lambda one: one.people, "people"),
    ),
    order="at",
    caption=_("Screens with several people"),
)

COMPLETIONS = Table[Completion](
    name="counted",
    columns=(
        Column("name", _("Name"), lambda one: one.user.full_name, order=("user__name_key",)),
        Column("lesson", _("Lesson"), lambda one: one.lesson.title, order=("lesson__title",)),
        Column("at", _("Counted"), lambda one: one.completed_at, order=("completed_at",)),
        Column("way", _("Counted for"), lambda one: CompletionWay(one.way).label, order=("way",)),
        number_column("hours", _("Academic hours"), lambda one: one.hours, "hours"),
    ),
    filters=(OF_PERSON,),
    order="at",
    caption=_("Lessons that were counted for people"),
    is_long=True,
)


def enrolments(scope: Scope) -> QuerySet[Enrolment]:
    """Return the places in programmes that somebody had at the end of the period."""
    ended = scope.ends_at
    held = Enrolment.objects.filter(Q(left_at=None) | Q(left_at__gt=ended), enrolled_at__lte=ended)
    held = held.filter(programme__school=scope.school)
    return held.filter(programme=scope.programme) if scope.programme else held


def learners(scope: Scope) -> QuerySet[User]:
    """Return who takes part."""
    return User.objects.filter(Exists(enrolments(scope).filter(user=OuterRef("pk"))))


def reached_libraries(scope: Scope) -> QuerySet[Library]:
    """Return the libraries of the network whose people take part, or checked in at a common screen."""
    places = Exists(enrolments(scope).filter(user__library=OuterRef("pk")))
    screens = Exists(check_ins(scope).filter(library=OuterRef("pk")))
    return libraries_of(place_of(scope.school)).filter(places | screens)


def attendances(scope: Scope) -> QuerySet[Attendance]:
    """Return who was at the held lessons."""
    return Attendance.objects.filter(lesson__in=held_lessons(scope).values("pk"))


def check_ins(scope: Scope) -> QuerySet[CheckIn]:
    """Return the screens with several people at the held lessons."""
    return CheckIn.objects.filter(lesson__in=held_lessons(scope).values("pk"))


def completions(scope: Scope) -> QuerySet[Completion]:
    """Return which held lessons were counted for whom."""
    return Completion.objects.filter(lesson__in=held_lessons(scope).values("pk"), completed_at__lte=scope.as_of)


def attenders(scope: Scope) -> QuerySet[User]:
    """Return who was at any held lesson."""
    return User.objects.filter(Exists(attendances(scope).filter(user=OuterRef("pk"))))


def _attenders_counted(scope: Scope) -> QuerySet[Any, Any]:
    """Count `attenders` the shorter way: of the whole time person by person up to her first visit, of less among its visits."""
    if scope.begins_on is not None or scope.programme is not None:
        return numbers(attendances(scope), Count("user", distinct=True))
    # SQLite would look for each person at each lesson; with a sum instead of a key it looks at the few lessons that she was at
    came = Attendance.objects.annotate(at=F("lesson_id") + 0).filter(at__in=held_lessons(scope).values("pk"))
    return numbers(User.objects.filter(Exists(came.filter(user=OuterRef("pk")))), Count("pk"))


def _people(people: QuerySet[User]) -> Rows:
    return PEOPLE, people.select_related("library")


def _all_libraries(scope: Scope) -> QuerySet[Library]:
    return libraries_of(place_of(scope.school))


SOURCES = (
    Source("learners", lambda scope: numbers(enrolments(scope), Count("user", distinct=True))),
    Source("libraries", lambda scope: numbers(_all_libraries(scope), Count("pk"))),
    Source("reached", lambda scope: numbers(reached_libraries(scope), Count("pk"))),
    Source("visits", lambda scope: numbers(attendances(scope), Count("*"))),
    Source("attenders", _attenders_counted),
    Source("screens", lambda scope: numbers(check_ins(scope), Count("pk"), Sum("people"))),
    Source("counted", lambda scope: numbers(completions(scope), Count("pk"), Sum("hours"))),
)

PEOPLE_SECTION = Section(
    "people",
    _("Learners and libraries"),
    SOURCES[:3],
    (
        Figure(
            "people.learners",
            title=_("Learners"),
            rule=_(
                "People who had a place in a programme at the end of the period and had not given it up; each counts once."
            ),
            rows=lambda scope: _people(learners(scope)),
            read=("learners", 1),
        ),
        Figure(
            "libraries.reached",
            title=_("Libraries reached"),
            rule=_("Libraries of the network that have a learner, or checked in at a common screen of a lesson."),
            rows=lambda scope: (LIBRARIES, reached_libraries(scope)),
            read=("reached", 1),
        ),
        Figure(
            "libraries.all",
            title=_("Libraries of the network"),
            rule=_("All libraries of the organisations of the network, as they stand in the list today."),
            rows=lambda scope: (LIBRARIES, _all_libraries(scope)),
            read=("libraries", 1),
        ),
    ),
)

ATTENDANCE_SECTION = Section(
    "attendance",
    _("Attendance"),
    SOURCES[3:],
    (
        Figure(
            "attendance.people",
            title=_("People who came to lessons"),
            rule=_("People with an account who were at a lesson while it was held; each counts once."),
            rows=lambda scope: _people(attenders(scope)),
            read=("attenders", 1),
        ),
        Figure(
            "attendance.visits",
            title=_("Visits of lessons"),
            rule=_("A person at a lesson is a visit: who was at three lessons counts three times."),
            rows=lambda scope: (VISITS, attendances(scope).select_related("user__library", "lesson")),
            read=("visits", 1),
        ),
        Figure(
            "attendance.screens",
            title=_("Common screens"),
            rule=_(
                "A library that checked in at a lesson with several people before one screen; once for each lesson."
            ),
            rows=lambda scope: (SCREENS, check_ins(scope).select_related("lesson", "library")),
            read=("screens", 1),
        ),
        Figure(
            "attendance.at_screens",
            title=_("People at common screens"),
            rule=_(
                "So many people as the libraries say sat before their screens, lesson by lesson. Not added to the visits: some are in both."
            ),
            rows=lambda scope: (SCREENS, check_ins(scope).select_related("lesson", "library")),
            read=("screens", 2),
            adds=Adds.SUM,
            column="people",
        ),
        Figure(
            "attendance.counted",
            title=_("Lessons counted for people"),
            rule=_("A lesson counts for a person who watched or attended enough of it and passed its self-check."),
            rows=lambda scope: (COMPLETIONS, completions(scope).select_related("user", "lesson")),
            read=("counted", 1),
        ),
        Figure(
            "attendance.hours",
            title=_("Academic hours of people"),
            rule=_("Academic hours of the lessons that were counted, of all people together."),
            rows=lambda scope: (COMPLETIONS, completions(scope).select_related("user", "lesson")),
            read=("counted", 2),
            unit=Unit.ACADEMIC,
            adds=Adds.SUM,
            column="hours",
        ),
    ),
)
