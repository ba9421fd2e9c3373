"""What people say of a lesson, once and without a name unless they sign it."""

from nastavnik.learning.models import SurveyAnswer


def forget_person(*, user_id: int) -> None:
    """Take a person's name off what she said of lessons; the words stay, as if she had never signed them."""
    SurveyAnswer.objects.filter(user=user_id).update(user=None)
