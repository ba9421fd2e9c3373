"""Which questions were answered when: chapters of the recording."""

from dataclasses import dataclass
from datetime import datetime

from nastavnik.live.models import LiveQuestion


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
