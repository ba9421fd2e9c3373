"""Which questions were answered when: chapters of the recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nastavnik.live.enums import PUBLIC_QUESTIONS
from nastavnik.live.models import Broadcast, LiveQuestion, Part
from nastavnik.live.permissions import can_enter_room
from nastavnik.live.selectors.timeline import parts_of, second_of, shown_second
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question that the speaker answered from `at` on; `answered_at` is None while the end was not marked."""

    text: str
    at: datetime
    answered_at: datetime | None


def answered_questions(broadcast_id: int) -> list[AnsweredQuestion]:
    """Return the questions of a broadcast that were answered on air, in the order of their answers."""
    questions = LiveQuestion.objects.filter(room__broadcast=broadcast_id, answering_at__isnull=False)
    rows = questions.order_by("answering_at", "pk").values_list("text", "answering_at", "answered_at")
    return [AnsweredQuestion(text, at, answered_at) for text, at, answered_at in rows if at is not None]


@dataclass(frozen=True, slots=True)
class AnswerInFilm:
    """A question that everybody saw and the speaker answered; where its answer is in the film that recorded it.

    `seconds` is None where there is no recording, or the answer was cut off; `end_seconds` also while nobody marked the end.
    """

    text: str
    video_id: int | None
    seconds: float | None
    end_seconds: float | None


def answers_of_lesson(lesson_id: int) -> list[AnswerInFilm]:
    """Return the questions of a lesson that were answered on air, in the order of their answers and without names; two queries."""
    asked = LiveQuestion.objects.filter(room__broadcast__lesson=lesson_id, answering_at__isnull=False)
    rows = list(
        asked.filter(state__in=PUBLIC_QUESTIONS).select_related("room__broadcast").order_by("answering_at", "pk")
    )
    recorded = {row.room.broadcast_id for row in rows if row.room.broadcast.finished_at is not None}
    parts: dict[int, list[Part]] = {}
    for part in Part.objects.filter(broadcast__in=recorded).order_by("number"):
        parts.setdefault(part.broadcast_id, []).append(part)
    return [_in_film(row, row.room.broadcast, parts.get(row.room.broadcast_id, [])) for row in rows]


def _in_film(question: LiveQuestion, broadcast: Broadcast, parts: Sequence[Part]) -> AnswerInFilm:
    begin, end = (
        shown_second(parts, broadcast, at) if parts and at is not None else None
        for at in (question.answering_at, question.answered_at)
    )
    if begin is None or begin < 0:
        return AnswerInFilm(question.text, broadcast.video_id, None, None)
    return AnswerInFilm(question.text, broadcast.video_id, begin, end)


def answer_address(actor: Actor, school: School, token: str) -> str:
    """Return the address within the school at which a question is answered, for whoever may enter its room.

    It is looked up as it is followed: a recording that was cut since shows the answer at another second. Without an answer
    or a recording it is the lesson. Raises `LiveQuestion.DoesNotExist`.
    """
    joined = ("room__broadcast__school", "room__broadcast__lesson__cycle__programme", "merged_into")
    questions = LiveQuestion.objects.select_related("room__broadcast__lesson__school", *joined)
    question = questions.get(token=token, room__broadcast__school=school)
    if not can_enter_room(actor, question.room):
        raise LiveQuestion.DoesNotExist
    broadcast = question.room.broadcast
    parts, at = parts_of(broadcast), (question.merged_into or question).answering_at
    address = school.address_of(broadcast.lesson.path)
    return f"{address}?t={int(second_of(parts, broadcast, at))}" if parts and at else address
