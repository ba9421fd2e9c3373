"""How far a person is in her programmes, lesson by lesson: for herself, the head of her library, the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.connections import rows_of
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.models import Standing
from nastavnik.learning.permissions import can_see_progress, learners_visible_to, libraries_headed_by
from nastavnik.learning.selectors.completion import DEFAULT_PERCENT, default_hours
from nastavnik.learning.selectors.values import decimal_of, moment_of
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, people_of, roles_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, Lesson, Programme, School
from nastavnik.programme.permissions import place_of, programmes_visible_to
from nastavnik.programme.selectors import lesson_url

Row = TypeVar("Row", Library, Programme)

# Every lesson of the programmes in which a person takes part, and how she stands to it: one query for the whole of a page.
LESSONS = """
SELECT lesson.id, lesson.slug, lesson.title, lesson.state, lesson.starts_at, lesson.duration_minutes,
       programme.id, programme.token, programme.title,
       rule.hours, rule.percent, rule.needs_quiz, counted.hours, counted.way, there.percent,
       (SELECT MAX(played.watched_seconds * 100.0 / film.duration_seconds)
        FROM learning_watchcoverage played JOIN video_video film ON film.id = played.video_id
        WHERE played.user_id = place.user_id AND film.lesson_id = lesson.id
          AND film.removed_at IS NULL AND film.duration_seconds > 0),
       quiz.token,
       (SELECT MAX(CASE WHEN attempt.passed_at IS NULL THEN 0 ELSE 1 END) FROM learning_attempt attempt
        WHERE attempt.user_id = place.user_id AND attempt.quiz_id = quiz.id),
       goal.hours, goal.lessons
FROM programme_enrolment place
JOIN programme_programme programme ON programme.id = place.programme_id
JOIN programme_cycle cycle ON cycle.programme_id = programme.id
JOIN programme_lesson lesson ON lesson.cycle_id = cycle.id AND lesson.removed_at IS NULL AND lesson.state <> %s
LEFT JOIN learning_lessonrule rule ON rule.lesson_id = lesson.id
LEFT JOIN learning_completion counted ON counted.lesson_id = lesson.id AND counted.user_id = place.user_id
LEFT JOIN learning_attendance there ON there.lesson_id = lesson.id AND there.user_id = place.user_id
LEFT JOIN learning_quiz quiz ON quiz.lesson_id = lesson.id AND quiz.is_published AND quiz.removed_at IS NULL
LEFT JOIN learning_certificaterule goal ON goal.programme_id = programme.id
WHERE place.user_id = %s AND place.left_at IS NULL AND programme.school_id = %s
ORDER BY programme.starts_on DESC, programme.id DESC, cycle.position, lesson.number, lesson.id
"""


@dataclass(frozen=True, slots=True)
class LessonStatus:
    """A lesson, and how a person stands to it."""

    id: int
    title: str
    url: str
    state: LessonState
    starts_at: datetime | None
    # academic hours that were earned, or may be
    hours: Decimal
    needed_percent: int
    is_counted: bool
    way: CompletionWay | None
    # of the recording; of the lesson while it was held; None: not at all
    watched_percent: int | None
    attended_percent: int | None
    has_quiz: bool
    is_quiz_needed: bool
    is_quiz_passed: bool

    @property
    def is_held(self) -> bool:
        """Whether it can be earned now: it was held."""
        return self.state == LessonState.HELD

    @property
    def percent(self) -> int:
        """How much of it was watched or attended, whichever is more."""
        return max(self.watched_percent or 0, self.attended_percent or 0)

    @property
    def is_begun(self) -> bool:
        """Whether some of it was watched or attended."""
        return self.percent > 0

    @property
    def is_waiting_for_quiz(self) -> bool:
        """Whether only the self-check is missing."""
        is_enough = self.percent >= self.needed_percent
        return not self.is_counted and self.is_quiz_needed and not self.is_quiz_passed and is_enough

    @property
    def words(self) -> str:
        """Say why it counts, or what is missing."""
        if self.is_counted:
            return str(self.way.label) if self.way else ""
        if self.is_waiting_for_quiz:
            return gettext("The self-check is still to be passed.")
        if self.is_begun:
            return gettext("%(percent)d %% of it so far, %(needed)d %% are needed.") % {
                "percent": self.percent,
                "needed": self.needed_percent,
            }
        return gettext("Not begun yet.") if self.is_held else ""


@dataclass(frozen=True, slots=True)
class ProgrammeStatus:
    """A programme in which a person takes part."""

    id: int
    token: str
    title: str
    lessons: list[LessonStatus]
    # what a certificate asks for, where that is said
    goal_hours: Decimal | None
    goal_lessons: int | None

    @property
    def counted(self) -> list[LessonStatus]:
        """The lessons that count."""
        return [lesson for lesson in self.lessons if lesson.is_counted]

    @property
    def hours(self) -> Decimal:
        """The academic hours that were earned."""
        return sum((lesson.hours for lesson in self.counted), Decimal(0))

    @property
    def held(self) -> int:
        """How many lessons can count by now: they were held, or count already."""
        return sum(lesson.is_held or lesson.is_counted for lesson in self.lessons)

    @property
    def percent(self) -> int:
        """How much of that counts."""
        return 100 * len(self.counted) // self.held if self.held else 0

    @property
    def left(self) -> list[LessonStatus]:
        """The lessons that were held and do not count yet, those that were begun first."""
        left = [lesson for lesson in self.lessons if lesson.is_held and not lesson.is_counted]
        return sorted(left, key=lambda lesson: -lesson.percent)

    @property
    def has_goal(self) -> bool:
        """Whether it is said what a certificate asks for."""
        return self.goal_hours is not None or self.goal_lessons is not None

    @property
    def hours_left(self) -> Decimal:
        """How many academic hours are missing for the certificate."""
        return max((self.goal_hours or Decimal(0)) - self.hours, Decimal(0))

    @property
    def lessons_left(self) -> int:
        """How many lessons are missing for the certificate."""
        return max((self.goal_lessons or 0) - len(self.counted), 0)

    @property
    def is_enough(self) -> bool:
        """Whether a certificate has been earned."""
        return self.has_goal and not self.hours_left and not self.lessons_left


@dataclass(frozen=True, slots=True)
class PersonPage:
    """How far one person is."""

    person: User
    programmes: list[ProgrammeStatus]


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """Somebody of a library, and how far she is in the programme; nothing where she takes no part."""

    person: User
    is_enrolled: bool
    lessons: int
    hours: Decimal
    percent: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several libraries or programmes to look at."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The people of a branch, for its head."""

    library: Library
    programme: Programme | None
    # lessons of it that were held
    held: int
    listing: Listing[ColleagueRow]
    # the other libraries that she heads, and the other programmes
    libraries: list[Choice]
    programmes: list[Choice]


def programmes_status(user: User, school: School) -> list[ProgrammeStatus]:
    """Return how far a person is in each programme of the school in which she takes part, the newest first; one query."""
    found: dict[int, ProgrammeStatus] = {}
    for row in rows_of(LESSONS, [LessonState.CANCELLED.value, user.pk, school.pk]):
        programme_id, token, title = row[6:9]
        goal_hours, goal_lessons = row[18:]
        programme = found.setdefault(
            programme_id,
            ProgrammeStatus(programme_id, token, title, [], decimal_of(goal_hours), goal_lessons),
        )
        if row[3] != LessonState.DRAFT or row[12] is not None:
            programme.lessons.append(_lesson_status(row))
    return list(found.values())


def _lesson_status(row: tuple[Any, ...]) -> LessonStatus:
    lesson_id, slug, title, state, starts_at, minutes = row[:6]
    rule_hours, rule_percent, needs_quiz, hours, way, attended, watched, quiz, passed = row[9:18]
    possible = decimal_of(rule_hours) if rule_hours is not None else default_hours(minutes)
    earned = decimal_of(hours)
    return LessonStatus(
        id=lesson_id,
        title=title,
        url=lesson_url(slug),
        state=LessonState(state),
        starts_at=moment_of(starts_at),
        hours=earned if earned is not None else possible or Decimal(0),
        needed_percent=rule_percent or DEFAULT_PERCENT,
        is_counted=earned is not None,
        way=CompletionWay(way) if way else None,
        watched_percent=min(int(watched), 100) if watched is not None else None,
        attended_percent=attended,
        has_quiz=quiz is not None,
        is_quiz_needed=quiz is not None and (needs_quiz is None or bool(needs_quiz)),
        is_quiz_passed=bool(passed),
    )


def person_page(actor: Actor, school: School, token: str) -> PersonPage:
    """Return how far a person is. Raises `User.DoesNotExist` for whom `actor` may not see."""
    person = learners_visible_to(actor, school).select_related("library").get(token=token)
    return PersonPage(person=person, programmes=programmes_status(person, school))


def person_at_desk(actor: Actor, school: School, token: str) -> PersonPage:
    """Return how far a person is, for the desk alone. Raises `User.DoesNotExist` for others."""
    if not can_see_progress(actor, school):
        raise User.DoesNotExist
    return person_page(actor, school, token)


def own_page(user: User, school: School) -> PersonPage:
    """Return how far a person is, for herself."""
    return PersonPage(person=user, programmes=programmes_status(user, school))


# --- the head of a library -------------------------------------------------------------------------------------------


def heads_a_library(actor: Actor) -> bool:
    """Tell whether `actor` heads a library anywhere, so that a page offers the way there."""
    return any(role is Role.HEAD and place.kind is PlaceKind.LIBRARY for role, place in roles_of(actor))


def share_of(lessons: int, held: int) -> int:
    """Return how many per cent of the lessons that were held count."""
    return min(100 * lessons // held, 100) if held else 0


STATES = (("behind", _("Less than a half counts")), ("done", _("All counts")), ("out", _("Not enrolled")))
KEEP_STATE: dict[str, Callable[[ColleagueRow], bool]] = {
    "behind": lambda row: row.is_enrolled and 2 * row.percent < 100,  # noqa: PLR2004 -- a half of a hundred
    "done": lambda row: row.percent == 100,  # noqa: PLR2004 -- all of it
    "out": lambda row: not row.is_enrolled,
}

COLLEAGUES: Table[ColleagueRow] = Table(
    name="library",
    caption=_("People of the library"),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda row: row.person.full_name,
            order=("name",),
            link=lambda row: reverse("learning:colleague", args=[row.person.token]),
        ),
        Column("position", _("Position"), lambda row: row.person.position, order=("position",)),
        Column(
            "lessons",
            _("Lessons that count"),
            lambda row: row.lessons if row.is_enrolled else None,
            order=("lessons",),
            is_number=True,
        ),
        Column(
            "percent",
            _("Of those held, %"),
            lambda row: row.percent if row.is_enrolled else None,
            order=("percent",),
            is_number=True,
        ),
        Column(
            "hours",
            _("Academic hours"),
            lambda row: row.hours if row.is_enrolled else None,
            order=("hours",),
            is_number=True,
        ),
        Column("last", _("Last counted"), lambda row: row.last_at, order=("last",)),
        Column("enrolled", _("Enrolled"), lambda row: _("yes") if row.is_enrolled else _("no"), order=("enrolled",)),
    ),
    filters=(
        Filter("q", _("Name"), keep=lambda row, text: search_key(text) in row.person.name_key),
        Filter("state", _("How far"), keep=lambda row, state: KEEP_STATE[state](row), choices=STATES),
    ),
    order="name",
)


def library_page(
    actor: Actor, school: School, params: Mapping[str, str], library_token: str = "", programme_token: str = ""
) -> LibraryPage:
    """Return the people of a library that `actor` heads, and how far each is in a programme.

    Without tokens the first of her libraries, and the newest programme. Raises `Library.DoesNotExist` for who does not
    head it, `Programme.DoesNotExist` for one that is not shown to her.
    """
    libraries = list(libraries_headed_by(actor, school).order_by("number", "name_key", "pk"))
    library = _chosen(libraries, library_token, Library.DoesNotExist)
    if library is None:
        raise Library.DoesNotExist
    programmes = list(programmes_visible_to(actor, school).filter(is_public=True).order_by("-starts_on", "-pk"))
    programme = _chosen(programmes, programme_token, Programme.DoesNotExist)
    held = held_lessons(programme) if programme is not None else 0
    return LibraryPage(
        library=library,
        programme=programme,
        held=held,
        listing=COLLEAGUES.listing(_colleagues(library, school, programme, held), params),
        libraries=[
            Choice(reverse("learning:one_library", args=[one.token]), one.label, one == library) for one in libraries
        ],
        programmes=[
            Choice(reverse("learning:library_year", args=[library.token, one.token]), one.title, one == programme)
            for one in programmes
        ],
    )


def _chosen(rows: list[Row], token: str, missing: type[Exception]) -> Row | None:
    """Return the row with this token, or the first when none is asked for. Raises `missing`."""
    if not token:
        return next(iter(rows), None)
    found = next((row for row in rows if row.token == token), None)
    if found is None:
        raise missing
    return found


def held_lessons(programme: Programme) -> int:
    """Return how many lessons of a programme were held."""
    lessons = Lesson.objects.filter(cycle__programme=programme, state=LessonState.HELD, removed_at=None)
    return lessons.count()


def _colleagues(library: Library, school: School, programme: Programme | None, held: int) -> list[ColleagueRow]:
    """Return the people of a library with how far each is; three queries."""
    people = people_of(place_of(school)).filter(library=library, is_active=True).order_by("name_key", "pk")
    is_ours = Q(user__library=library, programme=programme)
    enrolled = set(Enrolment.objects.filter(is_ours, left_at=None).values_list("user_id", flat=True))
    standings = {one.user_id: one for one in Standing.objects.filter(is_ours)}
    nothing = Standing()
    return [
        ColleagueRow(
            person=person,
            is_enrolled=person.pk in enrolled,
            lessons=standing.lessons,
            hours=Decimal(standing.hours),
            percent=share_of(standing.lessons, held),
            last_at=standing.last_at,
        )
        for person in people
        for standing in [standings.get(person.pk, nothing)]
    ]
