"""The mentor's queue, and the methodist's overview of questions, mentors, themes and rules."""

from typing import Any

from django.utils import timezone

from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from tests.architecture.access.words import DESK, RUN, Answer, Row, get, post, who
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, ThemeFactory
from tests.people.factories import UserFactory, grant

MENTOR = who("mentor", others=Answer.FORBIDDEN)

QUEUE: tuple[Row, ...] = (
    get("mentoring:queue", MENTOR),
    get("mentoring:own_profile", MENTOR),
    get("mentoring:hand_over", MENTOR, "routed_question"),
    get("mentoring:decline", MENTOR, "routed_question"),
    get("mentoring:desk_consultations", DESK),
    get("mentoring:desk_consultations_all", DESK),
    get("mentoring:routing", RUN, "routed_question"),
    post("mentoring:take_away", RUN, "routed_question", "answering_mentor"),
    get("mentoring:mentors", RUN),
    get("mentoring:mentor", RUN, "answering_mentor"),
    get("mentoring:themes", RUN),
    post("mentoring:order_themes", RUN),
    get("mentoring:theme", RUN, "question_theme"),
    post("mentoring:retire_theme", RUN, "question_theme"),
    post("mentoring:restore_theme", RUN, "question_theme"),
    get("mentoring:rules", RUN),
    post("mentoring:add_day", RUN),
    # a day is no row: whoever names it means her own school's
    post("mentoring:remove_day", RUN, "own_day", is_shared=True),
)


def things_of_queue(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a question of somebody else that the mentor of the world has, and a colleague of hers has too."""
    theme = ThemeFactory(school=school)
    asker, colleague = UserFactory(), UserFactory()
    grant(asker, Role.LEARNER, place_of(school))
    grant(colleague, Role.MENTOR, place_of(school))
    question = ConsultationFactory(school=school, asker=asker, theme=theme, waiting=True)
    for mentor in (people["mentor"], colleague):
        AssignmentFactory(consultation=question, mentor=mentor)
    return {
        "routed_question": question.token,
        "answering_mentor": colleague.token,
        "question_theme": theme.token,
        "own_day": f"{timezone.now():%Y-%m-%d}",
    }
