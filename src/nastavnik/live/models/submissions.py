"""What is asked for at a portal by hand before a broadcast is shown there: when, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.live.enums import PortalState
from nastavnik.live.models.broadcasts import Channel
from nastavnik.programme.models import Lesson


class SubmissionRule(models.Model):
    """How a channel wants to be asked. A channel without a rule follows its kind (`selectors.submissions.LEAD_DAYS`)."""

    channel = models.OneToOneField(Channel, models.CASCADE, primary_key=True, related_name="submission_rule")
    # 0: nobody has to be asked
    lead_days = models.PositiveSmallIntegerField(_("days before the lesson"))
    # of the portal's export, which is only read; sealed by core.sealing
    sealed_key = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.lead_days} days for {self.channel_id}"


class Submission(models.Model):
    """A lesson that was submitted to a channel, or is not to be; without a row it still waits for somebody."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="submissions")
    asked_at = models.DateTimeField(null=True, blank=True)
    # when the lesson begins as the portal was told; nothing where that was not kept yet
    told_starts_at = models.DateTimeField(null=True, blank=True)
    # the lesson does not go there
    skipped_at = models.DateTimeField(null=True, blank=True)
    # under which the portal knows it
    portal_id = models.CharField(_("number of the event at the portal"), max_length=40, blank=True)
    page_url = models.URLField(_("page of the event at the portal"), blank=True)
    state = models.CharField(max_length=10, choices=PortalState.choices, default=PortalState.UNKNOWN)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["lesson", "channel"], name="submission_once"),
            models.CheckConstraint(
                condition=models.Q(asked_at=None) | models.Q(skipped_at=None), name="submission_asked_or_skipped"
            ),
            models.CheckConstraint(
                condition=models.Q(told_starts_at=None) | models.Q(asked_at__isnull=False),
                name="submission_told_when_asked",
            ),
        )

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} at {self.channel_id}"
