"""What people say of a lesson, and, apart from it, who has said something."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import User
from nastavnik.programme.models import Lesson

MARKS = (MinValueValidator(1), MaxValueValidator(5))
MOST_CHARACTERS = 2000


def random_number() -> int:
    """Return a number of a row that tells nothing of when it was written."""
    return secrets.randbelow(2**53 - 1) + 1


class SurveyAnswer(models.Model):
    """An answer. It has no time and a number out of order, so that nothing but a name given on purpose tells whose it is."""

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    # only of who signs it
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    usefulness = models.PositiveSmallIntegerField(_("how useful it was"), validators=MARKS)
    clarity = models.PositiveSmallIntegerField(_("how clear it was"), validators=MARKS)
    will_use = models.TextField(_("what I will use"), max_length=MOST_CHARACTERS, blank=True)
    next_themes = models.TextField(_("what the next lessons should be about"), max_length=MOST_CHARACTERS, blank=True)

    class Meta:
        verbose_name = _("answer to a survey")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(usefulness__range=(1, 5), clarity__range=(1, 5)), name="survey_marks_1_to_5"
            ),
        )

    def __str__(self) -> str:
        return f"{self.usefulness} and {self.clarity} for {self.lesson_id}"


class SurveyReceipt(models.Model):
    """Somebody has answered the survey of a lesson; nothing here tells what, or when."""

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lesson", "user"], name="survey_receipt_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} of {self.lesson_id}"
