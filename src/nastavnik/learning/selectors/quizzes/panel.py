"""The self-check on the page of its lesson: what everybody sees of it, and how far a person is."""

from dataclasses import dataclass
from datetime import datetime

# A person's standing with the self-check of a lesson, to be joined into the query of the lesson's page. One row at most.
# Takes the person's and the lesson's number: `LEFT JOIN (STANDING) AS standing ON 1 = 1`.
STANDING = """
SELECT MAX(CASE WHEN finished_at IS NOT NULL THEN percent END) AS best_percent,
       MIN(passed_at) AS passed_at,
       MAX(number) AS attempts,
       MAX(CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END) AS is_open,
       MAX(CASE WHEN unread > 0 THEN 1 ELSE 0 END) AS is_waiting
FROM learning_attempt WHERE user_id = %s
    AND quiz_id = (SELECT id FROM learning_quiz WHERE lesson_id = %s AND is_published AND removed_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class QuizCard:
    """The published self-check of a lesson, the same for everybody."""

    id: int
    token: str
    title: str
    questions: int
    pass_percent: int
    attempts_allowed: int | None
    # the seconds of the film at which it asks something, in their order
    stops: tuple[int, ...]

    @property
    def stops_words(self) -> str:
        """Return the stops as the player reads them."""
        return " ".join(str(second) for second in self.stops)


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """How far a person is with the self-check of a lesson; the columns of `STANDING`, in their order."""

    best_percent: int | None = None
    # a text where the database has no type for moments
    passed_at: datetime | str | None = None
    attempts: int | None = None
    is_open: int | None = None
    is_waiting: int | None = None

    @property
    def is_begun(self) -> bool:
        """Tell whether there is an attempt of any kind."""
        return bool(self.attempts)

    @property
    def is_passed(self) -> bool:
        """Tell whether it is passed."""
        return self.passed_at is not None
