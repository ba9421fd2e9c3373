"""What learning shows on the page of a lesson: two queries at most, one of them remembered for everybody."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from nastavnik.core.connections import rows_of
from nastavnik.core.memory import remembered
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import LessonRule
from nastavnik.learning.permissions import can_see_progress
from nastavnik.learning.selectors.check_ins import is_open_for_check_in, screen_words
from nastavnik.learning.selectors.completion import Rule, hours_words, rule_from
from nastavnik.learning.selectors.progress import Progress, progress_in
from nastavnik.learning.selectors.quizzes.panel import STANDING, QuizCard, QuizStanding
from nastavnik.learning.selectors.surveys import is_survey_open
from nastavnik.learning.selectors.values import decimal_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson
from nastavnik.video.selectors import Player

# What everybody sees. One row for each question of the published self-check; one row without any where the lesson has none.
FACTS = """
       rule.hours, rule.percent, rule.needs_quiz, rule.version, air.live_at IS NOT NULL AND air.ended_at IS NOT NULL,
       quiz.id, quiz.token, quiz.title, quiz.pass_percent, quiz.attempts_allowed, question.id, question.at_second
"""
OF_LESSON = """
FROM programme_lesson lesson
LEFT JOIN live_broadcast air ON air.lesson_id = lesson.id
LEFT JOIN learning_lessonrule rule ON rule.lesson_id = lesson.id
LEFT JOIN learning_quiz quiz ON quiz.lesson_id = lesson.id AND quiz.is_published AND quiz.removed_at IS NULL
LEFT JOIN learning_question question
    ON question.quiz_id = quiz.id AND question.replaced_at IS NULL AND question.removed_at IS NULL
"""
OF_EVERYBODY = f"SELECT {FACTS} {OF_LESSON} WHERE lesson.id = %s"
# How one person stands to it, the same in every row; with the facts, because asking twice takes longer than a few bytes more.
OWN = """
       counted.hours, counted.way, counted.percent, there.way, there.percent, there.seconds,
       receipt.id, screen.people, coverage.seconds, place.seconds,
       standing.best_percent, standing.passed_at, standing.attempts, standing.is_open, standing.is_waiting
"""
OF_PERSON = f"""
SELECT {FACTS}, {OWN} {OF_LESSON}
LEFT JOIN learning_completion counted ON counted.lesson_id = lesson.id AND counted.user_id = %s
LEFT JOIN learning_attendance there ON there.lesson_id = lesson.id AND there.user_id = %s
LEFT JOIN learning_surveyreceipt receipt ON receipt.lesson_id = lesson.id AND receipt.user_id = %s
LEFT JOIN learning_checkin screen ON screen.lesson_id = lesson.id AND screen.user_id = %s
LEFT JOIN learning_watchcoverage coverage ON coverage.user_id = %s AND coverage.video_id = %s
LEFT JOIN video_watchposition place ON place.user_id = %s AND place.video_id = %s
LEFT JOIN ({STANDING}) standing ON 1 = 1
WHERE lesson.id = %s
"""
FACT_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What is the same for everybody: when the lesson counts, its self-check, whether its broadcast is over."""

    rule: Rule
    quiz: QuizCard | None
    is_aired: bool

    @property
    def needs_quiz(self) -> bool:
        """Whether the self-check must be passed."""
        return self.rule.needs_quiz and self.quiz is not None

    @property
    def rule_words(self) -> str:
        """Return the rule as people read it."""
        return self.rule.words(has_quiz=self.quiz is not None)


@dataclass(frozen=True, slots=True)
class Own:
    """How a person stands to a lesson; empty for guests."""

    # academic hours, once it counts
    hours: Decimal | None = None
    way: CompletionWay | None = None
    percent: int = 0
    attended_way: AttendanceWay | None = None
    attended_percent: int | None = None
    attended_seconds: int = 0
    has_answered: bool = False
    people_at_screen: int | None = None
    # `WatchCoverage.seconds`
    kept: bytes | memoryview | None = None
    # where she stopped watching the film
    stopped_seconds: float = 0.0
    quiz: QuizStanding = field(default_factory=QuizStanding)

    @property
    def is_counted(self) -> bool:
        """Whether the lesson counts for her."""
        return self.hours is not None

    @property
    def counted_words(self) -> str:
        """Say for how much the lesson counts, and what for."""
        if self.hours is None or self.way is None:
            return ""
        return gettext("The lesson counts for you: %(hours)s, %(way)s.") % {
            "hours": hours_words(self.hours),
            "way": self.way.label,
        }

    @property
    def attended_words(self) -> str:
        """Say how long she was there while it was held."""
        if self.attended_percent is None:
            return ""
        return gettext("You were there for %(percent)d %% of it.") % {"percent": self.attended_percent}


@dataclass(frozen=True, slots=True)
class CheckInLink:
    """The way to say who is at the screen, and how many were said to be."""

    url: str
    people: int | None

    @property
    def words(self) -> str:
        """Say how many are at the screen."""
        return screen_words(self.people) if self.people is not None else ""


@dataclass(frozen=True, slots=True)
class LessonPanel:
    """Everything that learning shows on the page of a lesson; each part is drawn by the area that it belongs to."""

    lesson_slug: str
    is_signed_in: bool
    facts: LessonFacts
    own: Own = field(default_factory=Own)
    # of the film that the page plays; None for guests, and where there is nothing to play
    progress: Progress | None = None
    # while several at one screen may say so
    check_in: CheckInLink | None = None
    # once the lesson is over
    survey_url: str = ""
    # for the desk
    desk_url: str = ""

    @property
    def is_quiz_missing(self) -> bool:
        """Whether only the self-check is still to be passed."""
        has_enough = max(self._watched, self.own.attended_percent or 0) >= self.facts.rule.percent
        return self.facts.needs_quiz and not self.own.is_counted and has_enough and not self.own.quiz.is_passed

    @property
    def _watched(self) -> int:
        return self.progress.coverage.percent if self.progress is not None else 0


def lesson_panel(actor: Actor, lesson: Lesson, player: Player | None, now: datetime) -> LessonPanel | None:
    """Return what the page of a lesson, which `actor` may open, shows of learning; nothing of a lesson that was called off.

    `player`: of the film that the page plays, if there is any.
    """
    if lesson.state == LessonState.CANCELLED:
        return None
    if not isinstance(actor, User):
        return LessonPanel(lesson.slug, is_signed_in=False, facts=lesson_facts(lesson.pk, lesson.duration_minutes))
    facts, own = _facts_and_own(actor, lesson, player)
    can_check_in = is_open_for_check_in(lesson, is_aired=facts.is_aired, now=now)
    is_over = is_survey_open(lesson, is_aired=facts.is_aired, now=now)
    return LessonPanel(
        lesson_slug=lesson.slug,
        is_signed_in=True,
        facts=facts,
        own=own,
        progress=_progress(actor, player, facts, own, now),
        check_in=CheckInLink(reverse("learning:check_in", args=[lesson.slug]), own.people_at_screen)
        if can_check_in
        else None,
        survey_url=reverse("learning:survey", args=[lesson.slug]) if is_over else "",
        desk_url=reverse("learning:lesson", args=[lesson.uid]) if can_see_progress(actor, lesson.school) else "",
    )


def _progress(user: User, player: Player | None, facts: LessonFacts, own: Own, now: datetime) -> Progress | None:
    if player is None:
        return None
    percent = 0 if own.is_counted else facts.rule.percent
    return progress_in(user_id=user.pk, player=player, kept=own.kept, counts_percent=percent, now=now)


@remembered
def lesson_facts(lesson_id: int, minutes: int) -> LessonFacts:
    """Return what everybody sees of a lesson of so many minutes."""
    return _facts_in(rows_of(OF_EVERYBODY, [lesson_id]), minutes)


def _facts_in(rows: list[tuple[Any, ...]], minutes: int) -> LessonFacts:
    hours, percent, needs_quiz, version, is_aired = rows[0][:5]
    row = None
    if percent is not None:
        row = LessonRule(hours=decimal_of(hours), percent=percent, needs_quiz=bool(needs_quiz), version=version)
    quiz = _quiz_in([found[5:FACT_COLUMNS] for found in rows])
    return LessonFacts(rule=rule_from(row, minutes), quiz=quiz, is_aired=bool(is_aired))


def _quiz_in(rows: list[tuple[Any, ...]]) -> QuizCard | None:
    if rows[0][0] is None:
        return None
    quiz_id, token, title, pass_percent, attempts_allowed = rows[0][:5]
    return QuizCard(
        id=quiz_id,
        token=token,
        title=title,
        questions=sum(question is not None for *_quiz, question, _second in rows),
        pass_percent=pass_percent,
        attempts_allowed=attempts_allowed,
        stops=tuple(sorted({second for *_others, second in rows if second is not None})),
    )


def _facts_and_own(user: User, lesson: Lesson, player: Player | None) -> tuple[LessonFacts, Own]:
    """Return what everybody sees of a lesson, and how a person stands to it; one query."""
    video = [user.pk, player.video_id if player is not None else None]
    rows = rows_of(OF_PERSON, [*[user.pk] * 4, *video, *video, user.pk, lesson.pk, lesson.pk])
    hours, way, percent, there, there_percent, there_seconds, receipt, people, kept, stopped = rows[0][
        FACT_COLUMNS : FACT_COLUMNS + 10
    ]
    own = Own(
        hours=decimal_of(hours),
        way=CompletionWay(way) if way else None,
        percent=percent or 0,
        attended_way=AttendanceWay(there) if there else None,
        attended_percent=there_percent,
        attended_seconds=there_seconds or 0,
        has_answered=receipt is not None,
        people_at_screen=people,
        kept=kept,
        stopped_seconds=stopped or 0.0,
        quiz=QuizStanding(*rows[0][FACT_COLUMNS + 10 :]),
    )
    return _facts_in(rows, lesson.duration_minutes), own
