"""What the branches of the demonstration have learnt: who came to the lessons of the year, and what was said of them."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from nastavnik.learning.services import attendance, check_ins, surveys
from nastavnik.learning.services.check_ins import AtScreen
from nastavnik.learning.services.surveys import Opinion
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import read
from nastavnik.programme.models import Lesson, School

# Of seven lessons one branch comes to all, others to fewer; of the people each misses every fifth.
OUT_OF, COMES = 7, (5, 7, 6, 2, 5, 4, 7, 1)
MISSES = 5
# of those who came, every third says what it was good for
ANSWERS = 3
ANSWERED_AFTER = timedelta(hours=3)
GUESTS = 3


@dataclass(slots=True)
class Branches:
    """The people of the branches, who come to lessons together; the first of a branch sits at the keyboard."""

    school: School
    methodist: User
    people: dict[int, list[User]]

    @classmethod
    def of(cls, school: School, methodist: User, staff: list[User]) -> "Branches":
        """Return the staff of the network by their libraries."""
        people: dict[int, list[User]] = {}
        for user in staff:
            if user.library_id is not None:
                people.setdefault(user.library_id, []).append(user)
        return cls(school, methodist, people)

    def gather(self, lesson: Lesson, number: int) -> None:
        """Let the branches come to an announced lesson, the `number`-th of the year, each before its screen."""
        assert lesson.starts_at is not None
        for place, (first, *others) in enumerate(self.people.values()):
            if (5 * place + 3 * number) % OUT_OF < COMES[place % len(COMES)]:
                here = [user.pk for index, user in enumerate(others) if (index + place + number) % MISSES]
                guests = (place + number) % GUESTS
                check_ins.check_in(
                    actor=first,
                    school=self.school,
                    lesson_id=lesson.pk,
                    at_screen=AtScreen(people=1 + len(here) + guests, user_ids=here, names=()),
                    now=lesson.starts_at,
                )

    def look_back(self, lesson: Lesson) -> None:
        """Count who was at a lesson that was held, and let some of them say what it was good for."""
        assert lesson.ends_at is not None
        attendance.count_attendance(lesson_id=lesson.pk, now=lesson.ends_at)
        opinions = read("learning")["opinions"]
        turn = count(lesson.pk)
        for people in self.people.values():
            number = next(turn)
            if number % ANSWERS == 0:
                surveys.answer_survey(
                    actor=people[0],
                    school=self.school,
                    lesson_id=lesson.pk,
                    opinion=Opinion(**opinions[number // ANSWERS % len(opinions)]),
                    is_signed=False,
                    now=lesson.ends_at + ANSWERED_AFTER,
                )
