"""What was asked in the room of a lesson and answered on air."""

from nastavnik.live.models import Broadcast
from nastavnik.live.selectors.room.answers import answered_questions
from nastavnik.programme.models import Lesson


def questions_asked(lesson: Lesson) -> list[str]:
    """Return the questions in the order of their answers, without the names of those who asked; two queries."""
    broadcast = Broadcast.objects.filter(lesson=lesson).only("pk").first()
    return [one.text for one in answered_questions(broadcast.pk)] if broadcast else []
