"""Letters of a methodist to those who lag behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import Programme

MOST_CHARACTERS = 4000


class Nudge(models.Model):
    """A letter as the methodist wrote it, with words in braces that are filled in for each reader."""

    token = TokenField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=MOST_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of a methodist")

    def __str__(self) -> str:
        return self.subject


class Nudged(models.Model):
    """Somebody who gets a letter, at most one a day."""

    nudge = models.ForeignKey(Nudge, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # the day by the school's clock
    day = models.DateField()
    # it stands among her notices, and in the outbox where she wants letters
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "day"], name="nudged_once_a_day"),)
        indexes = (models.Index(fields=["nudge"], name="nudged_waiting", condition=models.Q(told_at=None)),)

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"
