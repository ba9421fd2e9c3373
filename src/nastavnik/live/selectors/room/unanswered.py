"""Questions to speakers that nobody answered, for the lessons to come."""

from dataclasses import dataclass
from datetime import datetime

from nastavnik.live.enums import QuestionState
from nastavnik.live.models import LiveQuestion


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that everybody in the room saw and the speaker did not come to. `is_public`: so may everybody else."""

    id: int
    text: str
    # how many wanted an answer, whoever asked among them
    votes: int
    asked_at: datetime
    lesson_path: str
    is_public: bool


def unanswered_since(school_id: int, since: datetime, *, fewest_votes: int) -> list[UnansweredQuestion]:
    """Return the questions of broadcasts that are over to which nothing was said, without names; one query."""
    joined = "room__broadcast__lesson__cycle__programme"
    asked = LiveQuestion.objects.filter(
        state=QuestionState.OPEN, merged_into=None, votes__gte=fewest_votes, at__gte=since
    )
    over = asked.filter(room__broadcast__school=school_id, room__broadcast__finished_at__isnull=False)
    return [
        UnansweredQuestion(
            id=row.pk,
            text=row.text,
            votes=row.votes,
            asked_at=row.at,
            lesson_path=row.room.broadcast.lesson.path,
            is_public=row.room.broadcast.lesson.cycle.programme.is_public,
        )
        for row in over.select_related(joined).order_by("pk")
    ]
