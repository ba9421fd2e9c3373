"""Answers in own words that wait to be read, and one of them with everything its reader needs."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.learning.permissions import answers_read_by, can_read_answers
from nastavnik.learning.selectors.quizzes.results import moment_times, moment_url
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MOST_SHOWN = 100
WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An answer that waits to be read."""

    url: str
    name: str
    lesson: str
    question: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An answer with its question, to be marked."""

    id: int
    token: str
    name: str
    library: str
    lesson: str
    question: SafeString
    explanation: SafeString
    given: str
    points: int
    moment_url: str
    moment_times: str
    finished_at: datetime | None
    # what was said already
    percent: int | None
    reply: str
    reader: str


def waiting_answers(actor: Actor, school: School) -> tuple[list[WaitingLine], int]:
    """Return the answers that wait longest, and how many wait. Raises `PermissionDenied` for who reads none."""
    if not can_read_answers(actor, school):
        raise PermissionDenied
    waiting = answers_read_by(actor, school).filter(is_waiting=True)
    rows = waiting.select_related("attempt__user", "attempt__quiz__lesson", "question").order_by(
        "attempt__finished_at", "pk"
    )
    lines = [
        WaitingLine(
            url=reverse("learning:read_answer", args=[one.token]),
            name=one.attempt.user.full_name,
            lesson=one.attempt.quiz.lesson.title,
            question=str(one.question),
            finished_at=one.attempt.finished_at,
        )
        for one in rows[:MOST_SHOWN]
    ]
    return lines, waiting.count()


def answer_page(actor: Actor, school: School, token: str) -> AnswerPage:
    """Return an answer that was handed in, to be read by `actor`. Raises `Answer.DoesNotExist`."""
    answers = answers_read_by(actor, school).exclude(attempt__finished_at=None).filter(given__isnull=False)
    joined = answers.select_related("attempt__user__library", "attempt__quiz__lesson", "question", "read_by")
    answer = joined.get(token=token)
    person, question, lesson = answer.attempt.user, answer.question, answer.attempt.quiz.lesson
    return AnswerPage(
        id=answer.pk,
        token=answer.token,
        name=person.full_name,
        library=str(person.library or ""),
        lesson=lesson.title,
        question=render_markdown(question.text),
        explanation=render_markdown(question.explanation),
        given=str(answer.given),
        points=question.points,
        moment_url=moment_url(question, lesson.slug),
        moment_times=moment_times(question),
        finished_at=answer.attempt.finished_at,
        percent=round(answer.share * WHOLE_PERCENT) if answer.share is not None else None,
        reply=answer.reply,
        reader=str(answer.read_by) if answer.read_by is not None else "",
    )


def next_waiting_url(actor: Actor, school: School) -> str:
    """Return where the next answer is read; nothing when none waits."""
    waiting = answers_read_by(actor, school).filter(is_waiting=True).order_by("attempt__finished_at", "pk")
    token = waiting.values_list("token", flat=True).first()
    return reverse("learning:read_answer", args=[token]) if token else ""
