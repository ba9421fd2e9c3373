"""Answers in own words: read by a mentor or an author, marked, with a word back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.learning.models import Answer, Attempt
from nastavnik.learning.permissions import can_read_answer
from nastavnik.learning.services.quizzes.attempts import count
from nastavnik.learning.services.quizzes.refusals import NotWaiting
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.people.services.notices import notify
from nastavnik.programme.permissions import place_of

WHOLE_PERCENT = 100


@transaction.atomic
def mark_answer(*, actor: Actor, answer_id: int, percent: int, reply: str, now: datetime) -> Answer:
    """Mark an answer in own words by a share of its points, with a word to whose it is; she is told.

    An answer that was marked may be marked anew; what was passed by it stays passed. Raises `NotWaiting`.
    """
    answer = Answer.objects.select_related("question").get(pk=answer_id)
    answer.attempt = _locked(answer)
    if not isinstance(actor, User) or not can_read_answer(actor, answer):
        raise PermissionDenied
    if answer.attempt.finished_at is None or not answer.given:
        raise NotWaiting
    share = percent / WHOLE_PERCENT
    if answer.read_at is not None and (answer.share, answer.reply) == (share, reply):
        return answer
    answer.share, answer.reply, answer.is_waiting = share, reply, False
    answer.read_by, answer.read_at = actor, now
    answer.save(update_fields=["share", "reply", "is_waiting", "read_by", "read_at"])
    count(answer.attempt, now)
    journal.record(actor=actor, verb="answer marked", subject=answer.attempt.quiz, now=now, answer=answer.token)
    _tell(answer, now)
    return answer


def _locked(answer: Answer) -> Attempt:
    attempts = Attempt.objects.select_for_update(of=("self",))
    joined = attempts.select_related("quiz__lesson__school", "quiz__lesson__cycle__programme__school")
    return joined.get(pk=answer.attempt_id)


def _tell(answer: Answer, now: datetime) -> None:
    attempt, quiz = answer.attempt, answer.attempt.quiz
    lesson, school = quiz.lesson, quiz.lesson.school
    notify(
        user_ids=[attempt.user_id],
        kind=NoticeKind.LEARNING,
        template="learning/notices/answer_read",
        context={
            "lesson": lesson.title,
            "question": str(answer.question),
            "reply": answer.reply,
            "percent": attempt.percent,
            "is_passed": attempt.passed_at is not None,
        },
        link=school.address_of(f"{lesson.path}quiz/{attempt.number}/"),
        key=f"answer-read-{answer.token}-{now:%Y%m%d%H%M%S}",
        place=place_of(school),
        now=now,
    )
