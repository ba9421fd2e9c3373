"""Those who read answers in own words are told that some wait, once a day for each self-check."""

from datetime import datetime

from nastavnik.learning.models import Attempt
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.services.notices import notify
from nastavnik.programme.models import LessonSpeaker
from nastavnik.programme.permissions import place_of

READING_ROLES = (Role.MENTOR, Role.METHODIST)
QUEUE = "/desk/quizzes/answers/"


def tell_readers(attempt: Attempt, now: datetime) -> None:
    """Tell mentors and methodists of the school, and who holds the lesson, that answers wait; never whose attempt it is."""
    lesson = attempt.quiz.lesson
    place = place_of(lesson.school)
    roles = RoleAssignment.objects.filter(place_kind=place.kind, place_id=place.id, role__in=READING_ROLES)
    speakers = LessonSpeaker.objects.filter(lesson=lesson, speaker__user__isnull=False)
    readers = {*roles.values_list("user_id", flat=True), *speakers.values_list("speaker__user_id", flat=True)}
    notify(
        user_ids=readers - {attempt.user_id},
        kind=NoticeKind.DESK,
        template="learning/notices/answers_wait",
        context={"lesson": lesson.title},
        link=lesson.school.address_of(QUEUE),
        key=f"answers-wait:{attempt.quiz.token}:{now:%Y-%m-%d}",
        place=place,
        now=now,
    )
