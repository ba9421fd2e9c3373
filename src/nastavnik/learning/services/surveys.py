"""What people say of a lesson, once and without a name unless they sign it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.learning.models import SurveyAnswer, SurveyReceipt
from nastavnik.learning.permissions import can_check_in
from nastavnik.learning.selectors.surveys import is_survey_open
from nastavnik.learning.services.refusals import AlreadyAnswered, SurveyNotOpen
from nastavnik.live.selectors import presence
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of a lesson; marks from 1 to 5."""

    usefulness: int
    clarity: int
    will_use: str
    next_themes: str


@transaction.atomic
def answer_survey(
    *, actor: User, school: School, lesson_id: int, opinion: Opinion, is_signed: bool, now: datetime
) -> None:
    """Take an answer; it keeps the name of who gave it only when she signs it.

    That she has answered is kept apart, and nothing leads from the one to the other; so nothing is journalled either.
    Raises `SurveyNotOpen`, `AlreadyAnswered`, `Lesson.DoesNotExist`.
    """
    lesson = Lesson.objects.select_related("school", "cycle__programme").get(pk=lesson_id, school=school)
    if not can_check_in(actor, lesson):
        raise Lesson.DoesNotExist
    if not is_survey_open(lesson, is_aired=presence.airing_of(lesson.pk) is not None, now=now):
        raise SurveyNotOpen
    _receipt, is_first = SurveyReceipt.objects.get_or_create(lesson=lesson, user=actor)
    if not is_first:
        raise AlreadyAnswered
    SurveyAnswer.objects.create(
        lesson=lesson,
        user=actor if is_signed else None,
        usefulness=opinion.usefulness,
        clarity=opinion.clarity,
        will_use=opinion.will_use,
        next_themes=opinion.next_themes,
    )


def forget_person(*, user_id: int) -> None:
    """Take a person's name off what she said of lessons; the words stay, as if she had never signed them."""
    SurveyAnswer.objects.filter(user=user_id).update(user=None)
