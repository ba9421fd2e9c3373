"""A film as one file, made for whoever manages it and kept for a while."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import User
from nastavnik.video.enums import TakeawayProblem, TakeawayState
from nastavnik.video.models.films import Video


class Takeaway(models.Model):
    """The MP4 of a film with its chapters, as somebody asked for it last; a sweep deletes it with its file."""

    video = models.OneToOneField(Video, models.CASCADE, related_name="takeaway")
    state = models.CharField(max_length=10, choices=TakeawayState.choices, default=TakeawayState.WAITING)
    # a published folder of the film's, as builds are: in it there is this file alone
    folder = models.CharField(max_length=22, blank=True)
    bytes = models.PositiveBigIntegerField(_("size, bytes"), default=0)
    problem = models.CharField(max_length=10, choices=TakeawayProblem.choices, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    # made, or given up
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("film to take away")

    def __str__(self) -> str:
        return f"takeaway of {self.video_id}"
