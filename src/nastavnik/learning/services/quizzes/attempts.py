"""Answering a self-check: begun, answered bit by bit, handed in. Sending anything twice changes nothing."""

import math
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from nastavnik.core.events import publish
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.events import AttemptFinished, QuizPassed
from nastavnik.learning.models import Answer, Attempt, Option, Question, Quiz, QuizImport, UnsavedForm
from nastavnik.learning.permissions import can_see_attempt, can_take_quiz
from nastavnik.learning.selectors.quizzes.answers import Given, in_order_of
from nastavnik.learning.selectors.quizzes.grading import share_of
from nastavnik.learning.services import completion
from nastavnik.learning.services.quizzes.readers import tell_readers
from nastavnik.learning.services.quizzes.refusals import AttemptOver, AttemptsUsed, QuizEmpty, TooManyAttempts
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

LARGEST_SEED = 2**31
MOST_ATTEMPTS_A_DAY = 50
DAY = timedelta(days=1)
# points are sums of shares: what differs by less is the machine's own
ROUNDING = 1e-9


@transaction.atomic
def begin_attempt(*, actor: Actor, quiz_id: int, now: datetime) -> Attempt:
    """Begin an attempt, or return the one that is open. Raises `AttemptsUsed`, `QuizEmpty`, `TooManyAttempts`."""
    quizzes = Quiz.objects.select_for_update(of=("self",))
    quiz = quizzes.select_related("lesson__school", "lesson__cycle__programme__school").get(pk=quiz_id)
    if not isinstance(actor, User) or not can_take_quiz(actor, quiz):
        raise PermissionDenied
    attempts = Attempt.objects.filter(quiz=quiz, user=actor)
    opened = attempts.filter(finished_at=None).first()
    if opened is not None:
        return opened
    last = attempts.aggregate(last=Max("number"))["last"] or 0
    _check_may_begin(quiz, actor, last, now)
    return _begin(quiz, actor, last + 1, now)


def _check_may_begin(quiz: Quiz, user: User, last: int, now: datetime) -> None:
    if quiz.attempts_allowed is not None and last >= quiz.attempts_allowed:
        raise AttemptsUsed
    if Attempt.objects.filter(user=user, started_at__gt=now - DAY).count() >= MOST_ATTEMPTS_A_DAY:
        raise TooManyAttempts


def _begin(quiz: Quiz, user: User, number: int, now: datetime) -> Attempt:
    questions = list(Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None).order_by("position", "pk"))
    if not questions:
        raise QuizEmpty
    seed = secrets.randbelow(LARGEST_SEED)
    # from now on they are what she was asked: an edit makes their next versions
    Question.objects.filter(pk__in=[one.pk for one in questions], is_asked=False).update(is_asked=True)
    return Attempt.objects.create(
        quiz=quiz,
        user=user,
        number=number,
        seed=seed,
        question_ids=[one.pk for one in (in_order_of(seed, questions) if quiz.is_shuffled else questions)],
        pass_percent=quiz.pass_percent,
        started_at=now,
        most_points=sum(one.points for one in questions),
    )


@transaction.atomic
def save_answers(*, actor: Actor, attempt_id: int, changes: Mapping[int, Given], now: datetime) -> Sequence[int]:
    """Keep answers as they were given, by the numbers of their questions; return which were kept.

    An answer of which the film has said whether it is right stays as it is. Raises `AttemptOver`.
    """
    attempt = _locked(actor, attempt_id)
    if attempt.finished_at is not None:
        raise AttemptOver
    told = Answer.objects.filter(attempt=attempt).exclude(told_at=None).values_list("question_id", flat=True)
    kept = sorted((changes.keys() & set(attempt.question_ids)) - set(told))
    _write(attempt, {question_id: changes[question_id] for question_id in kept}, now)
    return kept


def _locked(actor: Actor, attempt_id: int) -> Attempt:
    """Return an attempt of the actor's own, locked, of a self-check that she may answer."""
    attempts = Attempt.objects.select_for_update(of=("self",))
    attempt = attempts.select_related("quiz__lesson__school", "quiz__lesson__cycle__programme__school").get(
        pk=attempt_id
    )
    if not can_see_attempt(actor, attempt) or not can_take_quiz(actor, attempt.quiz):
        raise PermissionDenied
    return attempt


def _write(attempt: Attempt, answers: Mapping[int, Given], now: datetime) -> None:
    Answer.objects.bulk_create(
        [Answer(attempt=attempt, question_id=key, given=given, saved_at=now) for key, given in answers.items()],
        update_conflicts=True,
        unique_fields=["attempt", "question"],
        update_fields=["given", "saved_at"],
    )


@transaction.atomic
def answer_in_film(*, actor: Actor, attempt_id: int, question_id: int, given: Given, now: datetime) -> Answer:
    """Keep the answer to a question that the film asked, and say at once whether it is right: from then on it stays.

    What was said already is said again. Raises `AttemptOver`, `Question.DoesNotExist`.
    """
    save_answers(actor=actor, attempt_id=attempt_id, changes={question_id: given}, now=now)
    question = Question.objects.get(pk=question_id)
    answer = Answer.objects.filter(attempt=attempt_id, question=question_id).first()
    if answer is None:
        raise Question.DoesNotExist
    if answer.told_at is None and given is not None and question.kind != QuestionKind.OPEN:
        answer.share, answer.told_at = share_of(question.kind, _options_of([question])[question.pk], given), now
        answer.save(update_fields=["share", "told_at"])
    return answer


@transaction.atomic
def finish_attempt(*, actor: Actor, attempt_id: int, now: datetime) -> Attempt:
    """Hand an attempt in: what is known to be right or wrong is counted, the rest waits to be read."""
    attempt = _locked(actor, attempt_id)
    if attempt.finished_at is not None:
        return attempt
    questions = list(Question.objects.filter(pk__in=attempt.question_ids))
    # a question without an answer gets a row too: it is counted as left out
    _write(attempt, dict.fromkeys(_left_out(attempt), None), now)
    answers = {one.question_id: one for one in Answer.objects.filter(attempt=attempt)}
    options = _options_of(questions)
    for question in questions:
        answer = answers[question.pk]
        answer.share = share_of(question.kind, options[question.pk], answer.given)
        answer.is_waiting = answer.share is None
    Answer.objects.bulk_update(answers.values(), ["share", "is_waiting"])
    attempt.finished_at = now
    publish(AttemptFinished(user_id=attempt.user_id, quiz_id=attempt.quiz_id, attempt_id=attempt.pk))
    count(attempt, now)
    if attempt.unread:
        tell_readers(attempt, now)
    return attempt


def _left_out(attempt: Attempt) -> list[int]:
    answered = set(Answer.objects.filter(attempt=attempt).values_list("question_id", flat=True))
    return [question_id for question_id in attempt.question_ids if question_id not in answered]


def _options_of(questions: Iterable[Question]) -> dict[int, list[Option]]:
    """Return the options of questions in their order, by the numbers of the questions."""
    found: dict[int, list[Option]] = {question.pk: [] for question in questions}
    for option in Option.objects.filter(question__in=found).order_by("position"):
        found[option.question_id].append(option)
    return found


def count(attempt: Attempt, now: datetime) -> None:
    """Add up a locked attempt that was handed in, and let it count when it is passed. What was passed once stays passed."""
    rows = list(Answer.objects.filter(attempt=attempt).values_list("share", "question__points"))
    attempt.points = math.fsum((share or 0.0) * points for share, points in rows)
    attempt.unread = sum(share is None for share, _points in rows)
    attempt.percent = math.floor(100 * attempt.points / attempt.most_points + ROUNDING)
    is_new = attempt.passed_at is None and attempt.percent >= attempt.pass_percent
    if is_new:
        attempt.passed_at = now
    attempt.save(update_fields=["finished_at", "points", "unread", "percent", "passed_at"])
    if is_new:
        publish(QuizPassed(user_id=attempt.user_id, quiz_id=attempt.quiz_id, attempt_id=attempt.pk))
        completion.settle(user_id=attempt.user_id, lesson_id=attempt.quiz.lesson_id, now=now)


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take away what somebody answered, and what she wrote and did not save."""
    Attempt.objects.filter(user=user_id).delete()
    UnsavedForm.objects.filter(user=user_id).delete()
    QuizImport.objects.filter(user=user_id).delete()
