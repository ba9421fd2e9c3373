"""What was asked in the room of a lesson and answered on air."""

from nastavnik.live.models import LiveQuestion
from nastavnik.programme.models import Lesson


def questions_asked(lesson: Lesson) -> list[str]:
    """Return the questions in the order of their answers, without the names of those who asked; one query."""
    answered = LiveQuestion.objects.filter(room__broadcast__lesson=lesson, answering_at__isnull=False)
    return list(answered.order_by("answering_at", "pk").values_list("text", flat=True))
