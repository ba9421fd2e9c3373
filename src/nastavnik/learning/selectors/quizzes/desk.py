"""Self-checks at the desk: the list of them, and one with its questions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.markdown import render_markdown
from nastavnik.core.ordering import Order
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.templatetags.ui import timecode
from nastavnik.core.text import search_key
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.questions import Item
from nastavnik.learning.models import Answer, Attempt, Question, Quiz, UnsavedForm
from nastavnik.learning.permissions import (
    answers_read_by,
    can_edit_quiz,
    can_read_answers,
    quizzes_at_desk_of,
    quizzes_edited_by,
)
from nastavnik.learning.selectors.quizzes.items import item_of
from nastavnik.learning.selectors.quizzes.results import moment_times, right_of
from nastavnik.learning.selectors.quizzes.rows import (
    QuestionRow,
    Showing,
    options_by_question,
    picture_url,
    question_row,
)
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, LessonSpeaker, School
from nastavnik.programme.permissions import can_run_school, can_see_desk
from nastavnik.programme.selectors import LessonCard, lesson_url, lessons_to_choose

# The form of the settings, by the name under which it keeps what is not saved.
SETTINGS = "settings"
STATES = (
    ("published", _("published")),
    ("draft", _("in work")),
    ("removed", _("removed")),
)
BADGES = {"published": "ok", "draft": "neutral", "removed": "wrong"}


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A self-check in the list of all."""

    token: str
    title: str
    lesson: str
    state: str
    questions: int
    people: int
    passed: int
    waiting: int
    updated_at: datetime

    @property
    def url(self) -> str:
        return reverse("learning:desk_quiz", args=[self.token])

    @property
    def state_label(self) -> str:
        return str(dict(STATES)[self.state])


QUIZZES = Table[QuizLine](
    name="self-checks",
    columns=(
        Column("title", _("Self-check"), lambda one: one.title, order=("title",), link=lambda one: one.url),
        Column("lesson", _("Lesson"), lambda one: one.lesson, order=("lesson",)),
        Column("state", _("State"), lambda one: one.state_label, order=("state",)),
        Column("questions", _("Questions"), lambda one: one.questions, order=("questions",), is_number=True),
        Column("people", _("Handed in by"), lambda one: one.people, order=("people",), is_number=True),
        Column("passed", _("Passed by"), lambda one: one.passed, order=("passed",), is_number=True),
        Column("waiting", _("To be read"), lambda one: one.waiting, order=("waiting",), is_number=True),
        Column("updated", _("Changed"), lambda one: one.updated_at, order=("updated",)),
    ),
    filters=(
        Filter("q", _("Search"), keep=lambda one, text: search_key(text) in search_key(f"{one.title} {one.lesson}")),
        Filter("state", _("State"), keep=lambda one, state: one.state == state, choices=STATES),
    ),
    order="-updated",
    caption=_("Self-checks"),
)


@dataclass(frozen=True, slots=True)
class QuizzesPage:
    """The list of self-checks, and what the viewer may do beside it."""

    listing: Listing[QuizLine]
    can_add: bool
    # answers in own words that wait for the viewer; None: she reads none
    waiting: int | None


def quizzes_page(actor: Actor, school: School, params: QueryDict) -> QuizzesPage:
    """Return the list of self-checks; three queries however many there are. Raises `PermissionDenied` for strangers."""
    held = LessonSpeaker.objects.filter(speaker__user=actor.pk, lesson__school=school) if actor.pk else None
    is_author = can_run_school(actor, school) or (held is not None and held.exists())
    if not is_author and not can_see_desk(actor, school):
        raise PermissionDenied
    lines = [_line(one) for one in counted(quizzes_at_desk_of(actor, school))]
    if params.get("state") != "removed":
        lines = [line for line in lines if line.state != "removed"]
    waiting = (
        answers_read_by(actor, school).filter(is_waiting=True).count() if can_read_answers(actor, school) else None
    )
    return QuizzesPage(QUIZZES.listing(lines, params), can_add=is_author, waiting=waiting)


def counted(quizzes: QuerySet[Quiz]) -> QuerySet[Quiz]:
    """Return self-checks with how many questions they have, who handed them in, passed them, and what is to be read."""
    current = Count("questions", filter=Q(questions__replaced_at=None, questions__removed_at=None))
    finished = Attempt.objects.filter(quiz=OuterRef("pk")).exclude(finished_at=None)
    waiting = Answer.objects.filter(attempt__quiz=OuterRef("pk"), is_waiting=True)
    return quizzes.select_related("lesson").annotate(
        count_questions=current,
        count_people=_number_of(finished, Count("user", distinct=True)),
        count_passed=_number_of(finished.exclude(passed_at=None), Count("user", distinct=True)),
        count_waiting=_number_of(waiting, Count("pk"), key="attempt__quiz"),
    )


def _number_of(rows: QuerySet[Any], number: Count, *, key: str = "quiz") -> Coalesce:
    grouped = rows.order_by().values(key).annotate(number=number).values("number")
    return Coalesce(Subquery(grouped), 0)


def _line(quiz: Any) -> QuizLine:
    return QuizLine(
        token=quiz.token,
        title=quiz.title,
        lesson=quiz.lesson.title,
        state=state_of(quiz),
        questions=quiz.count_questions,
        people=quiz.count_people,
        passed=quiz.count_passed,
        waiting=quiz.count_waiting,
        updated_at=quiz.updated_at,
    )


def state_of(quiz: Quiz) -> str:
    """Return the state of a self-check in a word of `STATES`."""
    if quiz.removed_at is not None:
        return "removed"
    return "published" if quiz.is_published else "draft"


# --- one ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question among those of its self-check, as its author sees it."""

    lineage: str
    number: int
    kind_label: str
    # without its markup, to be named in buttons
    name: str
    text: SafeString
    picture_url: str
    picture_alt: str
    right: tuple[str, ...]
    points: int
    moment: str
    stop: str
    is_asked: bool
    url: str


@dataclass(frozen=True, slots=True)
class DeedLine:
    """A line of a history: who did what, when."""

    at: datetime
    actor_name: str
    what: str


@dataclass(frozen=True, slots=True)
class QuizDesk:
    """A self-check at the desk."""

    quiz: Quiz
    lesson: Lesson
    lesson_url: str
    state: str
    questions: tuple[QuestionLine, ...]
    removed: tuple[QuestionLine, ...]
    history: tuple[DeedLine, ...]
    can_edit: bool
    # attempts that were handed in
    finished: int

    @property
    def state_label(self) -> str:
        return str(dict(STATES)[self.state])

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def points(self) -> int:
        return sum(line.points for line in self.questions)

    @property
    def settings(self) -> dict[str, Any]:
        """Return what the form of the settings begins with."""
        names = ("title", "intro", "pass_percent", "attempts_allowed", "is_shuffled", "are_options_shuffled", "version")
        return {name: getattr(self.quiz, name) for name in names}


# How the history of a self-check reads; every verb that our services write stands here.
DONE: dict[str, Promise] = {
    "quiz made": _("made the self-check"),
    "quiz changed": _("changed its settings"),
    "quiz published": _("published it"),
    "quiz taken off": _("took it off"),
    "quiz removed": _("removed it"),
    "quiz restored": _("brought it back"),
    "quiz copied": _("copied it from another one"),
    "quiz imported": _("made it of a file"),
    "question added": _("added a question"),
    "question changed": _("changed a question"),
    "question removed": _("removed a question"),
    "question restored": _("brought a question back"),
    "questions put in order": _("put the questions in order"),
    "answer marked": _("marked an answer"),
}


def quiz_desk(actor: Actor, school: School, token: str) -> QuizDesk:
    """Return a self-check with its questions, for its authors and whoever looks at the desk. Raises `Quiz.DoesNotExist`."""
    quiz = _joined(quizzes_at_desk_of(actor, school)).get(token=token)
    lines = question_lines(quiz)
    history = journal.history_of(quiz, limit=20)
    return QuizDesk(
        quiz=quiz,
        lesson=quiz.lesson,
        lesson_url=lesson_url(quiz.lesson.slug),
        state=state_of(quiz),
        questions=tuple(line for line, is_removed in lines if not is_removed),
        removed=tuple(line for line, is_removed in lines if is_removed),
        history=tuple(DeedLine(one.at, one.actor_name, str(DONE.get(one.verb, one.verb))) for one in history),
        can_edit=can_edit_quiz(actor, quiz),
        finished=Attempt.objects.filter(quiz=quiz).exclude(finished_at=None).count(),
    )


def _joined(quizzes: QuerySet[Quiz]) -> QuerySet[Quiz]:
    return quizzes.select_related("lesson__school", "lesson__cycle__programme__school")


def question_lines(quiz: Quiz) -> list[tuple[QuestionLine, bool]]:
    """Return the questions of a self-check in their order, each with whether it was removed; two queries."""
    questions = list(Question.objects.filter(quiz=quiz, replaced_at=None).order_by("position", "pk"))
    options = options_by_question(questions)
    lines: list[tuple[QuestionLine, bool]] = []
    number = 0
    for question in questions:
        number += question.removed_at is None
        lines.append((_question_line(question, options[question.pk], number), question.removed_at is not None))
    return lines


def _question_line(question: Question, options: Any, number: int) -> QuestionLine:
    return QuestionLine(
        lineage=question.lineage,
        number=number,
        kind_label=str(QuestionKind(question.kind).label),
        name=str(question),
        text=render_markdown(question.text),
        picture_url=picture_url(question),
        picture_alt=question.picture_alt,
        right=right_of(question, options),
        points=question.points,
        moment=moment_times(question),
        stop=timecode(question.at_second),
        is_asked=question.is_asked,
        url=reverse("learning:edit_question", args=[question.lineage]),
    )


def current_order(quiz: Quiz) -> Order:
    """Return the questions in their order, as the list that puts them in order knows them."""
    questions = Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None).order_by("position", "pk")
    return {"questions": list(questions.values_list("lineage", flat=True))}


def quiz_to_edit(actor: Actor, school: School, token: str) -> Quiz:
    """Return a self-check that `actor` may change. Raises `Quiz.DoesNotExist`."""
    return _joined(quizzes_edited_by(actor, school)).get(token=token)


def question_to_edit(actor: Actor, school: School, lineage: str) -> tuple[Question, Item]:
    """Return the current version of a question that `actor` may change, and what it says. Raises `Question.DoesNotExist`."""
    questions = Question.objects.filter(quiz__in=quizzes_edited_by(actor, school), replaced_at=None)
    question = questions.select_related("quiz__lesson").get(lineage=lineage)
    return question, item_of(question, options_by_question([question])[question.pk])


def lessons_for_quizzes(actor: Actor, school: School) -> list[LessonCard]:
    """Return the lessons for which `actor` may make self-checks. Raises `PermissionDenied` when there are none for her."""
    if can_run_school(actor, school):
        return lessons_to_choose(actor, school)
    held = set(LessonSpeaker.objects.filter(speaker__user=actor.pk).values_list("lesson_id", flat=True))
    lessons = [card for card in lessons_to_choose(actor, school) if actor.pk and card.id in held]
    if not lessons:
        raise PermissionDenied
    return lessons


def lesson_chosen(lessons: list[LessonCard], uid: str) -> int:
    """Return the number of the lesson that was chosen among those. Raises `Lesson.DoesNotExist`."""
    chosen = next((card.id for card in lessons if card.uid == uid), None)
    if chosen is None:
        raise Lesson.DoesNotExist
    return chosen


def preview_rows(quiz: Quiz) -> tuple[QuestionRow, ...]:
    """Return the questions as a learner would see them now; two queries."""
    questions = list(Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None).order_by("position", "pk"))
    options = options_by_question(questions)
    showing = Showing(1, is_mixed=quiz.are_options_shuffled)
    return tuple(question_row(one, options[one.pk], number, showing) for number, one in enumerate(questions, start=1))


def unsaved_of(actor: Actor, quiz: Quiz, form: str) -> tuple[QueryDict, datetime] | None:
    """Return what `actor` typed into a form and did not save, and when it was kept."""
    found = UnsavedForm.objects.filter(user=actor.pk, quiz=quiz, form=form).first()
    return (QueryDict(found.posted), found.saved_at) if found is not None else None


def form_of_question(lineage: str) -> str:
    """Return the name under which the form of a question keeps what is not saved."""
    return f"question-{lineage}"


def form_of_kind(kind: str) -> str:
    """Return the name under which the form of a new question keeps what is not saved."""
    return f"new-{kind}"


def desk_crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of self-checks, from their list down: (words, address) of each step."""
    first = (gettext("Self-checks"), reverse("learning:desk_quizzes"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def form_url(quiz: Quiz, form: str) -> str:
    """Return the page on which a form stands, by the name under which it keeps what is not saved.

    Raises `Question.DoesNotExist` for a name that no form of this self-check has.
    """
    if form == SETTINGS:
        return reverse("learning:desk_quiz", args=[quiz.token])
    for kind in QuestionKind.values:
        if form == form_of_kind(kind):
            return reverse("learning:add_question", args=[quiz.token, kind])
    question = Question.objects.get(quiz=quiz, lineage=form.removeprefix("question-"), replaced_at=None)
    return reverse("learning:edit_question", args=[question.lineage])
