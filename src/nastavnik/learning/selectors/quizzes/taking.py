"""The self-check of a lesson as somebody answers it, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.learning.models import Answer, Attempt, Option, Question, Quiz
from nastavnik.learning.permissions import can_see_quiz_statistics, can_take_quiz, quizzes_open_to
from nastavnik.learning.selectors.quizzes.results import ResultRow, result_row
from nastavnik.learning.selectors.quizzes.rows import QuestionRow, Showing, options_by_question, question_row
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.selectors import lesson_url

Asked = tuple[Question, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An attempt in the list of a person's own."""

    number: int
    url: str
    finished_at: datetime | None
    percent: int
    is_passed: bool
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class TakingPage:
    """An open attempt: everything its form shows."""

    rows: tuple[QuestionRow, ...]
    # for the form to be read with
    asked: tuple[Asked, ...]
    attempt: Attempt

    @property
    def answered(self) -> int:
        return sum(row.is_answered for row in self.rows)

    @property
    def missing(self) -> tuple[QuestionRow, ...]:
        """Return the questions of which something is not answered."""
        return tuple(row for row in self.rows if not row.is_answered)


@dataclass(frozen=True, slots=True)
class ResultPage:
    """An attempt that was handed in."""

    rows: tuple[ResultRow, ...]
    number: int
    percent: int
    points: float
    most_points: int
    pass_percent: int
    is_passed: bool
    unread: int

    @property
    def missing_percent(self) -> int:
        """Return how many per cent were missing to pass."""
        return max(self.pass_percent - self.percent, 0)


@dataclass(frozen=True, slots=True)
class QuizPage:
    """The page of a self-check: what it is, and an open attempt or the last one that was handed in."""

    quiz: Quiz
    lesson: Lesson
    lesson_url: str
    intro: SafeString
    questions: int
    url: str
    attempts: tuple[AttemptLine, ...]
    taking: TakingPage | None
    result: ResultPage | None
    # another attempt may be begun
    may_begin: bool

    @property
    def is_passed(self) -> bool:
        return any(line.is_passed for line in self.attempts)

    @property
    def best_percent(self) -> int:
        return max((line.percent for line in self.attempts if line.finished_at), default=0)

    @property
    def attempts_left(self) -> int | None:
        """Return how many attempts may still be begun; None: as many as she likes."""
        allowed = self.quiz.attempts_allowed
        return None if allowed is None else max(allowed - len(self.attempts), 0)


def quiz_page(actor: Actor, school: School, slug: str, number: int | None = None) -> QuizPage:
    """Return the self-check of a lesson as `actor` has it before her; `number`: with this finished attempt of hers.

    Raises `Quiz.DoesNotExist` for who may not answer it, `Attempt.DoesNotExist` for no such attempt.
    """
    quiz = quiz_to_take(actor, school, slug)
    attempts = list(_attempts_of(actor, quiz))
    opened = next((one for one in attempts if one.finished_at is None), None) if number is None else None
    shown = _finished(attempts, number) if opened is None else None
    left = quiz.attempts_allowed is None or len(attempts) < quiz.attempts_allowed
    is_open = any(one.finished_at is None for one in attempts)
    # what is right is told when nothing can be won by it any more
    is_told_all = any(one.passed_at for one in attempts) or not (left or is_open)
    return QuizPage(
        quiz=quiz,
        lesson=quiz.lesson,
        lesson_url=lesson_url(slug),
        intro=render_markdown(quiz.intro),
        questions=len(opened.question_ids) if opened is not None else _count(quiz),
        url=reverse("learning:quiz", args=[slug]),
        attempts=tuple(_line(one, slug) for one in attempts if one.finished_at is not None),
        taking=taking_page(opened, quiz) if opened is not None else None,
        result=result_page(shown, slug, is_told_all=is_told_all) if shown is not None else None,
        may_begin=left and not is_open,
    )


def quiz_to_take(actor: Actor, school: School, slug: str) -> Quiz:
    """Return the published self-check of a lesson. Raises `Quiz.DoesNotExist` for who may not answer it."""
    quizzes = quizzes_open_to(actor, school).select_related("lesson__school", "lesson__cycle__programme")
    return quizzes.get(lesson__slug=slug)


def _attempts_of(actor: Actor, quiz: Quiz) -> QuerySet[Attempt]:
    return Attempt.objects.filter(quiz=quiz, user=actor.pk).order_by("number")


def _finished(attempts: Sequence[Attempt], number: int | None) -> Attempt | None:
    finished = [one for one in attempts if one.finished_at is not None]
    if number is None:
        return finished[-1] if finished else None
    found = next((one for one in finished if one.number == number), None)
    if found is None:
        raise Attempt.DoesNotExist
    return found


def _count(quiz: Quiz) -> int:
    return Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None).count()


def _line(attempt: Attempt, slug: str) -> AttemptLine:
    return AttemptLine(
        number=attempt.number,
        url=reverse("learning:quiz_attempt", args=[slug, attempt.number]),
        finished_at=attempt.finished_at,
        percent=attempt.percent,
        is_passed=attempt.passed_at is not None,
        is_waiting=attempt.unread > 0,
    )


def taking_page(attempt: Attempt, quiz: Quiz) -> TakingPage:
    """Return the form of an open attempt; three queries."""
    asked, answers = _asked(attempt), _answers(attempt)
    showing = Showing(attempt.seed, is_mixed=quiz.are_options_shuffled)
    rows = tuple(
        question_row(question, options, number, showing, answers.get(question.pk))
        for number, (question, options) in enumerate(asked, start=1)
    )
    return TakingPage(rows=rows, asked=asked, attempt=attempt)


def result_page(attempt: Attempt, slug: str, *, is_told_all: bool) -> ResultPage:
    """Return an attempt that was handed in; three queries."""
    answers = _answers(attempt)
    rows = tuple(
        result_row(question, options, number, answers[question.pk], slug, is_told_all=is_told_all)
        for number, (question, options) in enumerate(_asked(attempt), start=1)
        if question.pk in answers
    )
    return ResultPage(
        rows=rows,
        number=attempt.number,
        percent=attempt.percent,
        points=round(attempt.points, 2),
        most_points=attempt.most_points,
        pass_percent=attempt.pass_percent,
        is_passed=attempt.passed_at is not None,
        unread=attempt.unread,
    )


def _asked(attempt: Attempt) -> tuple[Asked, ...]:
    """Return the questions of an attempt with their options, in the order in which they are asked."""
    questions = Question.objects.in_bulk(attempt.question_ids)
    options = options_by_question(questions.values())
    return tuple((questions[key], options[key]) for key in attempt.question_ids if key in questions)


def _answers(attempt: Attempt) -> dict[int, Answer]:
    answers = Answer.objects.filter(attempt=attempt).select_related("read_by")
    return {one.question_id: one for one in answers}


@dataclass(frozen=True, slots=True)
class StopPage:
    """A question that the film asks when it comes to its second."""

    row: QuestionRow
    asked: Asked
    slug: str
    seed: int
    url: str
    # what was said about the answer, once it was
    result: ResultRow | None


def stops_page(actor: Actor, school: School, slug: str, second: int) -> tuple[StopPage, ...]:
    """Return the questions that the film asks `actor` at a second and that she has not answered yet.

    None for who has handed her last attempt in and not begun anew: nobody is stopped twice for the same question. Raises
    `Quiz.DoesNotExist` for who may not answer.
    """
    quiz = quiz_to_take(actor, school, slug)
    attempts = list(_attempts_of(actor, quiz))
    opened = next((one for one in attempts if one.finished_at is None), None)
    if opened is None:
        return () if attempts else tuple(_new_stops(quiz, slug, second))
    taking = taking_page(opened, quiz)
    return tuple(
        _stop(row, asked, slug, opened.seed)
        for row, asked in zip(taking.rows, taking.asked, strict=True)
        if asked[0].at_second == second and not row.is_begun
    )


def _new_stops(quiz: Quiz, slug: str, second: int) -> list[StopPage]:
    """Return the questions of a second for somebody who has not begun: her attempt begins with her first answer."""
    current = Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None, at_second=second)
    questions = list(current.order_by("position", "pk"))
    options = options_by_question(questions)
    showing = Showing(0, is_mixed=quiz.are_options_shuffled)
    return [
        _stop(question_row(one, options[one.pk], number, showing), (one, options[one.pk]), slug, 0)
        for number, one in enumerate(questions, start=1)
    ]


def _stop(row: QuestionRow, asked: Asked, slug: str, seed: int) -> StopPage:
    url = reverse("learning:quiz_stop_answer", args=[slug, row.token])
    return StopPage(row=row, asked=asked, slug=slug, seed=seed, url=url, result=None)


def stop_to_answer(actor: Actor, school: School, slug: str, token: str) -> tuple[Quiz, Question, Sequence[Option]]:
    """Return a question of the film to which an answer comes. Raises `Question.DoesNotExist`."""
    quiz = quiz_to_take(actor, school, slug)
    question = Question.objects.get(quiz=quiz, token=token, at_second__isnull=False)
    return quiz, question, options_by_question([question])[question.pk]


def told_row(answer: Answer, question: Question, options: Sequence[Option], slug: str) -> ResultRow:
    """Return what the film says about an answer at once: whether it is right, not what is; the attempt still goes on."""
    return result_row(question, options, 1, answer, slug, is_told_all=False)


def question_picture(actor: Actor, school: School, token: str) -> Question:
    """Return a question whose picture `actor` may see: she may answer it, or see it at the desk."""
    questions = Question.objects.select_related("quiz__lesson__school", "quiz__lesson__cycle__programme__school")
    question = questions.exclude(picture="").get(token=token, quiz__lesson__school=school)
    is_asked_her = isinstance(actor, User) and can_take_quiz(actor, question.quiz)
    if not is_asked_her and not can_see_quiz_statistics(actor, question.quiz):
        raise Question.DoesNotExist
    return question
