"""Questions of a self-check: added, changed, put in order, copied, taken away and brought back.

Whatever changes a question holds the lock of its self-check, as does whoever begins an attempt: so a question is either
changed before it is asked, or its next version is made.
"""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from nastavnik.core import journal
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.questions import Item
from nastavnik.learning.exchange.rules import MOST_QUESTIONS, faults_of
from nastavnik.learning.models import Option, Question, Quiz
from nastavnik.learning.selectors.quizzes.items import item_of
from nastavnik.learning.services.quizzes.authoring import copy_question, current_questions, locked_quiz, save_quiz
from nastavnik.learning.services.quizzes.pictures import forget_picture, keep_picture, read_picture
from nastavnik.learning.services.quizzes.refusals import ChangedMeanwhile, QuestionUnclear, TooManyQuestions
from nastavnik.people.permissions import Actor
from nastavnik.video.models import Video

# The numbers of these options must not tell in which order they were written.
MIXED_KINDS = frozenset({QuestionKind.ORDER, QuestionKind.MATCH})
NO_PICTURE: dict[str, Any] = {"picture": "", "picture_alt": "", "picture_width": 0, "picture_height": 0}


@transaction.atomic
def add_question(*, actor: Actor, quiz_id: int, item: Item, now: datetime) -> Question:
    """Add a question at the end. Raises `QuestionUnclear`, `TooManyQuestions`, `PictureNotKnown`, `PictureTooLarge`."""
    quiz = locked_quiz(actor, quiz_id)
    _check(item)
    position = next_position(quiz)
    question = _write(Question(quiz=quiz, kind=item.kind, position=position), item)
    save_quiz(quiz, [], now)
    journal.record(actor=actor, verb="question added", subject=quiz, now=now, question=question.lineage)
    return question


@transaction.atomic
def edit_question(*, actor: Actor, lineage: str, version: int, item: Item, now: datetime) -> Question:
    """Change a question; of one that was asked the next version is made, and answers to this one keep their meaning.

    An `item.image` without content is the picture that is there, with other words. Raises as `add_question`, and
    `ChangedMeanwhile`.
    """
    question = locked_question(actor, lineage)
    _check(item)
    if _is_same(question, item):
        return question
    if question.version != version:
        raise ChangedMeanwhile
    if question.is_asked:
        question = _next_version(question, now)
    old_picture = question.picture.name or ""
    question.version += 1
    question = _write(question, item)
    if question.picture.name != old_picture:
        forget_picture(old_picture)
    save_quiz(question.quiz, [], now)
    journal.record(actor=actor, verb="question changed", subject=question.quiz, now=now, question=lineage)
    return question


def _check(item: Item) -> None:
    faults = faults_of(item)
    if faults:
        raise QuestionUnclear(faults)


def _is_same(question: Question, item: Item) -> bool:
    has_new_picture = item.image is not None and bool(item.image.content)
    return not has_new_picture and item_of(question, Option.objects.filter(question=question)) == item


def _next_version(question: Question, now: datetime) -> Question:
    """Put the next version of a question in its place; it is like it until it is written."""
    Question.objects.filter(pk=question.pk).update(replaced_at=now)
    copy = copy_question_row(question)
    copy.save()
    return copy


def copy_question_row(question: Question) -> Question:
    """Return a row like a question's, of the same lineage, that is not saved and was never asked."""
    names = ("quiz", "lineage", "kind", "text", "position", "version", "removed_at", *NO_PICTURE)
    return Question(**{name: getattr(question, name) for name in names})


def _write(question: Question, item: Item) -> Question:
    """Save what an author wrote into a question that was never asked."""
    names = ("text", "points", "explanation", "moment_seconds", "moment_end_seconds", "at_second")
    for name in names:
        setattr(question, name, getattr(item, name))
    for name, value in _picture_of(question, item).items():
        setattr(question, name, value)
    question.save()
    question.options.all().delete()
    options = [
        Option(
            question=question,
            position=position,
            text=one.text,
            match=one.match,
            is_right=one.is_right,
            tolerance=one.tolerance,
            feedback=one.feedback,
        )
        for position, one in enumerate(item.choices, start=1)
    ]
    if question.kind in MIXED_KINDS:
        random.Random(secrets.token_bytes(16)).shuffle(options)  # noqa: S311 -- seeded by what nobody can guess
    Option.objects.bulk_create(options)
    return question


def _picture_of(question: Question, item: Item) -> dict[str, Any]:
    if item.image is None:
        return NO_PICTURE
    if not item.image.content:
        return {"picture_alt": item.image.alt} if question.picture else NO_PICTURE
    picture = read_picture(item.image.content)
    return {
        "picture": keep_picture(picture),
        "picture_alt": item.image.alt,
        "picture_width": picture.width,
        "picture_height": picture.height,
    }


@transaction.atomic
def order_questions(*, actor: Actor, quiz_id: int, lineages: Sequence[str], now: datetime) -> None:
    """Put the questions in this order; attempts that are begun keep theirs."""
    quiz = locked_quiz(actor, quiz_id)
    questions = {one.lineage: one for one in current_questions(quiz)}
    moved = [questions[lineage] for lineage in lineages if lineage in questions]
    for position, question in enumerate(moved, start=1):
        question.position = position
    Question.objects.bulk_update(moved, ["position"])
    save_quiz(quiz, [], now)
    journal.record(actor=actor, verb="questions put in order", subject=quiz, now=now)


@transaction.atomic
def duplicate_question(*, actor: Actor, lineage: str, now: datetime) -> Question:
    """Make a copy of a question at the end of its self-check. Raises `TooManyQuestions`."""
    question = locked_question(actor, lineage)
    copy = copy_question(question, question.quiz, next_position(question.quiz))
    save_quiz(question.quiz, [], now)
    journal.record(actor=actor, verb="question added", subject=question.quiz, now=now, question=copy.lineage)
    return copy


@transaction.atomic
def remove_question(*, actor: Actor, lineage: str, now: datetime) -> Question:
    """Take a question away: attempts begun from now on are not asked it. `restore_question` brings it back."""
    question = locked_question(actor, lineage)
    if question.removed_at is None:
        question.removed_at = now
        question.save(update_fields=["removed_at"])
        save_quiz(question.quiz, [], now)
        journal.record(actor=actor, verb="question removed", subject=question.quiz, now=now, question=lineage)
    return question


@transaction.atomic
def restore_question(*, actor: Actor, lineage: str, now: datetime) -> Question:
    """Bring a removed question back where it stood. Raises `TooManyQuestions`."""
    question = locked_question(actor, lineage)
    if question.removed_at is not None:
        next_position(question.quiz)
        question.removed_at = None
        question.save(update_fields=["removed_at"])
        save_quiz(question.quiz, [], now)
        journal.record(actor=actor, verb="question restored", subject=question.quiz, now=now, question=lineage)
    return question


@transaction.atomic
def move_moments(*, video_id: int, by_seconds: float) -> int:
    """Let the seconds that questions name follow a film of their lesson, whose new source begins earlier or later.

    Of all versions: a second is where something is said, not what was asked. Returns of how many questions. Not safe to
    repeat: `coverage_sweeps.follow_shifts` sees to it that each shift is followed once.
    """
    lesson_id = Video.objects.values_list("lesson_id", flat=True).get(pk=video_id)
    shift = round(by_seconds)
    named = Q(moment_seconds__isnull=False) | Q(at_second__isnull=False)
    questions = list(Question.objects.select_for_update().filter(named, quiz__lesson=lesson_id))
    for question in questions:
        question.moment_seconds = _moved(question.moment_seconds, shift)
        question.at_second = _moved(question.at_second, shift)
        end = _moved(question.moment_end_seconds, shift)
        question.moment_end_seconds = end if end and end > (question.moment_seconds or 0) else None
    Question.objects.bulk_update(questions, ["moment_seconds", "moment_end_seconds", "at_second"])
    return len(questions)


def _moved(second: int | None, shift: int) -> int | None:
    return max(second + shift, 0) if second is not None else None


def next_position(quiz: Quiz) -> int:
    """Return the place of a question that is added at the end. Raises `TooManyQuestions`."""
    questions = current_questions(quiz)
    if questions.count() >= MOST_QUESTIONS:
        raise TooManyQuestions
    return int(questions.aggregate(last=Max("position"))["last"] or 0) + 1


def locked_question(actor: Actor, lineage: str) -> Question:
    """Return the current version of a question, its self-check locked for a change by `actor`."""
    quiz_id = Question.objects.get(lineage=lineage, replaced_at=None).quiz_id
    quiz = locked_quiz(actor, quiz_id)
    # once more under the lock: it may have got a next version meanwhile
    question = Question.objects.get(lineage=lineage, replaced_at=None)
    question.quiz = quiz
    return question
