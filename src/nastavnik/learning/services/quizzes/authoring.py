"""Self-checks at the desk: made, set, published, copied, taken away and brought back."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from nastavnik.core import journal
from nastavnik.core.memory import forget_all
from nastavnik.learning.models import Option, Question, Quiz
from nastavnik.learning.permissions import can_edit_quiz, can_edit_quizzes_of
from nastavnik.learning.services import completion
from nastavnik.learning.services.quizzes.refusals import AlreadyPublished, ChangedMeanwhile, QuizEmpty
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson

TITLE_LENGTH = 200


class QuizFields(TypedDict, total=False):
    """What an author sets; `attempts_allowed` is None for as many as she likes."""

    title: str
    intro: str
    pass_percent: int
    attempts_allowed: int | None
    is_shuffled: bool
    are_options_shuffled: bool


@transaction.atomic
def create_quiz(*, actor: Actor, lesson_id: int, now: datetime, **fields: Unpack[QuizFields]) -> Quiz:
    """Make a self-check of a lesson; nobody but its authors sees it before it is published."""
    lesson = Lesson.objects.select_related("school", "cycle__programme__school").get(pk=lesson_id)
    if not can_edit_quizzes_of(actor, lesson):
        raise PermissionDenied
    quiz = Quiz.objects.create(lesson=lesson, updated_at=now, **fields)
    journal.record(actor=actor, verb="quiz made", subject=quiz, now=now)
    return quiz


@transaction.atomic
def edit_quiz(*, actor: Actor, quiz_id: int, version: int, now: datetime, **fields: Unpack[QuizFields]) -> Quiz:
    """Change the settings; attempts that are begun keep theirs. Raises `ChangedMeanwhile`."""
    quiz = locked_quiz(actor, quiz_id)
    wanted: dict[str, Any] = {**fields}
    changed = [name for name, value in wanted.items() if getattr(quiz, name) != value]
    if not changed:
        return quiz
    if quiz.version != version:
        raise ChangedMeanwhile
    for name in changed:
        setattr(quiz, name, wanted[name])
    save_quiz(quiz, changed, now)
    journal.record(actor=actor, verb="quiz changed", subject=quiz, now=now, fields=changed)
    return quiz


@transaction.atomic
def publish_quiz(*, actor: Actor, quiz_id: int, now: datetime) -> Quiz:
    """Let learners answer it. Raises `QuizEmpty`, `AlreadyPublished`."""
    quiz = locked_quiz(actor, quiz_id)
    # the lesson is locked, so that of two at once one is refused and not broken off by the database
    Lesson.objects.select_for_update(of=("self",)).get(pk=quiz.lesson_id)
    others = Quiz.objects.filter(lesson=quiz.lesson_id, is_published=True, removed_at=None).exclude(pk=quiz.pk)
    if others.exists():
        raise AlreadyPublished
    if not current_questions(quiz).exists():
        raise QuizEmpty
    return _show(quiz, actor, now, is_published=True)


@transaction.atomic
def unpublish_quiz(*, actor: Actor, quiz_id: int, now: datetime) -> Quiz:
    """Take it off; what was answered is kept, and goes on where it stopped when it is published again."""
    return _show(locked_quiz(actor, quiz_id), actor, now, is_published=False)


def _show(quiz: Quiz, actor: Actor, now: datetime, *, is_published: bool) -> Quiz:
    if quiz.is_published == is_published:
        return quiz
    quiz.is_published = is_published
    save_quiz(quiz, ["is_published"], now)
    journal.record(actor=actor, verb="quiz published" if is_published else "quiz taken off", subject=quiz, now=now)
    completion.settle_lesson_soon(lesson_id=quiz.lesson_id)
    return quiz


@transaction.atomic
def remove_quiz(*, actor: Actor, quiz_id: int, now: datetime) -> Quiz:
    """Take a self-check away, off its lesson too; `restore_quiz` brings it back, not published."""
    quiz = _show(locked_quiz(actor, quiz_id), actor, now, is_published=False)
    if quiz.removed_at is None:
        quiz.removed_at = now
        save_quiz(quiz, ["removed_at"], now)
        journal.record(actor=actor, verb="quiz removed", subject=quiz, now=now)
    return quiz


@transaction.atomic
def restore_quiz(*, actor: Actor, quiz_id: int, now: datetime) -> Quiz:
    """Bring a removed self-check back, with its questions and answers."""
    quiz = locked_quiz(actor, quiz_id)
    if quiz.removed_at is not None:
        quiz.removed_at = None
        save_quiz(quiz, ["removed_at"], now)
        journal.record(actor=actor, verb="quiz restored", subject=quiz, now=now)
    return quiz


@transaction.atomic
def duplicate_quiz(*, actor: Actor, quiz_id: int, now: datetime) -> Quiz:
    """Make a copy with all questions and without answers, for the same lesson, not published."""
    source = locked_quiz(actor, quiz_id)
    names = ("intro", "pass_percent", "attempts_allowed", "is_shuffled", "are_options_shuffled")
    title = gettext("%(title)s (copy)") % {"title": source.title[: TITLE_LENGTH - 20]}
    copy = Quiz.objects.create(
        lesson=source.lesson, title=title, updated_at=now, **{name: getattr(source, name) for name in names}
    )
    for question in current_questions(source):
        copy_question(question, copy, question.position)
    journal.record(actor=actor, verb="quiz copied", subject=copy, now=now, source=source.token)
    return copy


def copy_question(question: Question, quiz: Quiz, position: int) -> Question:
    """Make a copy of a question in a self-check; its picture is the same file."""
    names = ("kind", "text", "points", "explanation", "moment_seconds", "moment_end_seconds", "at_second")
    pictures = ("picture", "picture_alt", "picture_width", "picture_height")
    fields = {name: getattr(question, name) for name in (*names, *pictures)}
    copy = Question.objects.create(quiz=quiz, position=position, **fields)
    options = list(Option.objects.filter(question=question).order_by("pk"))
    for option in options:
        option.pk, option.question = None, copy
    Option.objects.bulk_create(options)
    return copy


def current_questions(quiz: Quiz) -> Any:
    """Return the questions that attempts begun now are asked, in their order."""
    return Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None).order_by("position", "pk")


def locked_quiz(actor: Actor, quiz_id: int) -> Quiz:
    """Return a self-check locked for a change by `actor`, its lesson and school joined."""
    quizzes = Quiz.objects.select_for_update(of=("self",))
    quiz = quizzes.select_related("lesson__school", "lesson__cycle__programme__school").get(pk=quiz_id)
    if not can_edit_quiz(actor, quiz):
        raise PermissionDenied
    return quiz


def save_quiz(quiz: Quiz, fields: list[str], now: datetime) -> None:
    """Save the named fields with the next version, and let the page of the lesson be read anew."""
    quiz.version += 1
    quiz.updated_at = now
    quiz.save(update_fields=[*fields, "version", "updated_at"])
    transaction.on_commit(forget_all)
