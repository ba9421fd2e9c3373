"""How far a person is in her programmes, lesson by lesson: for herself, the head of her library, the desk."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from nastavnik.core.connections import rows_of
from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.permissions import can_see_progress, learners_visible_to
from nastavnik.learning.selectors.completion import DEFAULT_PERCENT, default_hours
from nastavnik.learning.selectors.values import decimal_of, moment_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, Programme, School
from nastavnik.programme.selectors import lesson_url

# Every lesson of the programmes in which a person takes part, and how she stands to it: one query for the whole of a page.
# Its per cent of a film are those of `watching.seconds`: of whole seconds, rounded down.
LESSONS = """
SELECT lesson.id, lesson.slug, lesson.title, lesson.state, lesson.starts_at, lesson.duration_minutes,
       programme.id, programme.token, programme.title,
       rule.hours, rule.percent, rule.needs_quiz, counted.hours, counted.way, there.percent,
       (SELECT MAX(FLOOR(played.watched_seconds * 100.0
                         / CASE WHEN film.duration_seconds < 1 THEN 1 ELSE FLOOR(film.duration_seconds + 0.5) END))
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
class Choice:
    """One of several libraries or programmes to look at."""

    url: str
    label: str
    is_current: bool


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


def share_of(lessons: int, held: int) -> int:
    """Return how many per cent of the lessons that were held count."""
    return min(100 * lessons // held, 100) if held else 0


def held_lessons(programme: Programme) -> int:
    """Return how many lessons of a programme were held."""
    lessons = Lesson.objects.filter(cycle__programme=programme, state=LessonState.HELD, removed_at=None)
    return lessons.count()
