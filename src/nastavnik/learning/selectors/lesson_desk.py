"""A lesson at the desk: when it counts, who attended it, for whom it counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.connections import rows_of
from nastavnik.core.journal import subject_kind
from nastavnik.core.models import JournalEntry
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import Attendance, CheckInPerson, Completion, RollCall
from nastavnik.learning.permissions import can_see_progress, can_set_rule
from nastavnik.learning.selectors.lesson import LessonFacts, lesson_facts
from nastavnik.learning.selectors.surveys import SurveyResults, survey_results
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to, place_of

# People on one page of the form; a network of a region has a thousand.
MOST_SHOWN = 50
MOST_NAMES = 300
MINUTE = 60

COUNTS = """
SELECT (SELECT COUNT(*) FROM learning_attendance WHERE lesson_id = %s),
       (SELECT COUNT(*) FROM learning_completion WHERE lesson_id = %s),
       (SELECT COUNT(*) FROM learning_surveyanswer WHERE lesson_id = %s)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people attended a lesson, have it counted, answered its survey."""

    attended: int
    counted: int
    answered: int


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the tables of the page."""

    url: str
    label: str
    is_current: bool
    count: int


@dataclass(frozen=True, slots=True)
class LessonDesk:
    """The page of a lesson's learning at the desk."""

    lesson: Lesson
    facts: LessonFacts
    # None before the attendance was counted
    roll_call: RollCall | None
    counts: Counts
    tabs: list[Tab]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class AttendedPage:
    """Who attended: people with an account as a table, the others by name."""

    desk: LessonDesk
    listing: Listing[Attendance]
    # without an account
    names: list[str]


@dataclass(frozen=True, slots=True)
class CountedPage:
    """For whom the lesson counts."""

    desk: LessonDesk
    listing: Listing[Completion]


@dataclass(frozen=True, slots=True)
class SurveyDesk:
    """What was said of the lesson."""

    desk: LessonDesk
    results: SurveyResults


@dataclass(frozen=True, slots=True)
class Noted:
    """Somebody who was noted by hand, and who did it."""

    user: User
    by: str


@dataclass(frozen=True, slots=True)
class NotePage:
    """Whom a methodist may note as having attended: those who are ticked, then those who were looked for."""

    lesson: Lesson
    people: list[User]
    # how many more were found than a page can show
    more: int
    # by hand already, and by whom
    noted: list[Noted]


def library_label(user: User) -> str:
    """Return the library of a person, which is joined, as people call it."""
    return user.library.label if user.library is not None else ""


def words_of_user(text: str) -> Q:
    """Return what finds rows by the name or the library of their `user`."""
    key = search_key(text)
    return Q(user__name_key__contains=key) | Q(user__library__name_key__contains=key)


def person_url(row: Any) -> str:
    """Return the address of the progress of a row's person."""
    return reverse("learning:person", args=[row.user.token])


BY_LIBRARY = ("user__library__kind", "user__library__number", "user__library__name_key")

ATTENDED: Table[Attendance] = Table(
    name="attended",
    caption=_("Attended"),
    columns=(
        Column("name", _("Name"), lambda row: row.user.full_name, order=("user__name_key",), link=person_url),
        Column("library", _("Library"), lambda row: library_label(row.user), order=BY_LIBRARY),
        Column("way", _("How it is known"), lambda row: AttendanceWay(row.way).label, order=("way",)),
        Column("came", _("Came"), lambda row: row.came_at, order=("came_at",)),
        Column("left", _("Left"), lambda row: row.left_at, order=("left_at",)),
        Column("minutes", _("Minutes"), lambda row: round(row.seconds / MINUTE), order=("seconds",), is_number=True),
        Column("percent", _("Of the lesson, %"), lambda row: row.percent, order=("percent",), is_number=True),
        Column("counted", _("Counted"), lambda row: _("yes") if is_counted(row) else ""),
    ),
    filters=(
        Filter("q", _("Name or library"), query=words_of_user),
        Filter("way", _("How it is known"), query=lambda way: Q(way=way), choices=tuple(AttendanceWay.choices)),
    ),
    order="name",
)

COUNTED: Table[Completion] = Table(
    name="counted",
    caption=_("Counted"),
    columns=(
        Column("name", _("Name"), lambda row: row.user.full_name, order=("user__name_key",), link=person_url),
        Column("library", _("Library"), lambda row: library_label(row.user), order=BY_LIBRARY),
        Column("way", _("What for"), lambda row: CompletionWay(row.way).label, order=("way",)),
        Column("percent", _("Of the lesson, %"), lambda row: row.percent, order=("percent",), is_number=True),
        Column("hours", _("Hours"), lambda row: row.hours, order=("hours",), is_number=True),
        Column("at", _("When"), lambda row: row.completed_at, order=("completed_at",)),
    ),
    filters=(
        Filter("q", _("Name or library"), query=words_of_user),
        Filter("way", _("What for"), query=lambda way: Q(way=way), choices=tuple(CompletionWay.choices)),
    ),
    order="name",
)


def is_counted(row: Attendance) -> bool:
    """Tell whether the lesson counts for who attended it; rows come from `attended_page`."""
    return bool(row.is_counted)  # type: ignore[attr-defined]  # annotated there


def lesson_at_desk(actor: Actor, school: School, uid: str) -> Lesson:
    """Return a lesson for the desk. Raises `Lesson.DoesNotExist` for others."""
    if not can_see_progress(actor, school):
        raise Lesson.DoesNotExist
    lessons = lessons_visible_to(actor, school).select_related("school", "cycle__programme")
    return lessons.get(uid=uid)


def lesson_to_run(actor: Actor, school: School, uid: str) -> Lesson:
    """Return a lesson whose rule and attendance `actor` may change. Raises `Lesson.DoesNotExist`."""
    lesson = lesson_at_desk(actor, school, uid)
    if not can_set_rule(actor, lesson):
        raise Lesson.DoesNotExist
    return lesson


def lesson_desk(actor: Actor, school: School, uid: str, *, current: str) -> LessonDesk:
    """Return the page of a lesson's learning at the desk; `current` names the table that is shown."""
    lesson = lesson_at_desk(actor, school, uid)
    counts = Counts(*rows_of(COUNTS, [lesson.pk] * 3)[0])
    tabs = (
        ("learning:lesson", gettext("Attended"), counts.attended),
        ("learning:counted", gettext("Counted"), counts.counted),
        ("learning:survey_results", gettext("Survey"), counts.answered),
    )
    return LessonDesk(
        lesson=lesson,
        facts=lesson_facts(lesson.pk, lesson.duration_minutes),
        roll_call=RollCall.objects.filter(lesson=lesson).first(),
        counts=counts,
        tabs=[Tab(reverse(name, args=[uid]), label, name == current, count) for name, label, count in tabs],
        can_edit=can_set_rule(actor, lesson),
    )


def attended_page(actor: Actor, school: School, uid: str, params: Mapping[str, str]) -> AttendedPage:
    """Return who attended a lesson. Raises `Lesson.DoesNotExist` for who is not of the desk."""
    desk = lesson_desk(actor, school, uid, current="learning:lesson")
    counted = Completion.objects.filter(lesson=desk.lesson, user=OuterRef("user"))
    rows = Attendance.objects.filter(lesson=desk.lesson).select_related("user__library")
    named = CheckInPerson.objects.filter(check_in__lesson=desk.lesson, user=None).order_by("name", "pk")
    return AttendedPage(
        desk=desk,
        listing=ATTENDED.listing(rows.annotate(is_counted=Exists(counted)), params),
        names=list(named.values_list("name", flat=True)[:MOST_NAMES]),
    )


def counted_page(actor: Actor, school: School, uid: str, params: Mapping[str, str]) -> CountedPage:
    """Return for whom a lesson counts. Raises `Lesson.DoesNotExist` for who is not of the desk."""
    desk = lesson_desk(actor, school, uid, current="learning:counted")
    rows = Completion.objects.filter(lesson=desk.lesson).select_related("user__library")
    return CountedPage(desk=desk, listing=COUNTED.listing(rows, params))


def note_page(actor: Actor, school: School, uid: str, *, words: str, ticked: list[int]) -> NotePage:
    """Return people of the school who are not noted as attending yet, by name. Raises `Lesson.DoesNotExist`.

    Those who are `ticked` (by their numbers) stay, whatever is looked for; besides them `MOST_SHOWN` are shown.
    """
    lesson = lesson_to_run(actor, school, uid)
    attended = Attendance.objects.filter(lesson=lesson, percent=100).values("user")
    people = people_of(place_of(school)).filter(is_active=True).exclude(pk__in=attended)
    people = people.select_related("library").order_by("name_key", "pk")
    key = search_key(words)
    found = people.filter(Q(name_key__contains=key) | Q(library__name_key__contains=key)) if key else people
    others = found.exclude(pk__in=ticked)
    shown = list(others[: MOST_SHOWN + 1])
    more = others.count() - MOST_SHOWN if len(shown) > MOST_SHOWN else 0
    return NotePage(
        lesson=lesson,
        people=[*people.filter(pk__in=ticked), *shown[:MOST_SHOWN]],
        more=more,
        noted=noted_by_hand(lesson),
    )


def noted_by_hand(lesson: Lesson) -> list[Noted]:
    """Return who was noted by hand as attending a lesson, by name, and by whom, as the journal says."""
    rows = Attendance.objects.filter(lesson=lesson, way=AttendanceWay.METHODIST).select_related("user__library")
    shown = list(rows.order_by("user__name_key", "pk")[:MOST_NAMES])
    entries = JournalEntry.objects.filter(
        subject_kind=subject_kind(Attendance()), subject_id__in=[row.pk for row in shown], verb="attendance_noted"
    )
    by = dict(entries.order_by("at", "pk").values_list("subject_id", "actor_name"))
    return [Noted(row.user, by.get(row.pk, "")) for row in shown]


def survey_desk(actor: Actor, school: School, uid: str, params: Mapping[str, str]) -> SurveyDesk:
    """Return what was said of a lesson. Raises `Lesson.DoesNotExist` for who is not of the desk."""
    desk = lesson_desk(actor, school, uid, current="learning:survey_results")
    return SurveyDesk(desk=desk, results=survey_results(actor, desk.lesson, params))
