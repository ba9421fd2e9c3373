"""Moments: the seconds of a film that answer somebody, and lists of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.video.models.films import Video


class MomentList(models.Model):
    """Moments that somebody put together; whoever has the address of a shared one may open it."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    is_shared = models.BooleanField(_("can be opened by whoever has the address"), default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # its owner may bring it back for a day
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list of moments")
        indexes = (models.Index(fields=["owner", "-changed_at"], name="moment_lists_of_owner"),)

    def __str__(self) -> str:
        return self.title


class Moment(models.Model):
    """A piece of a film from `seconds` to `end_seconds`, with the words said in it.

    `quote` is how it is found again when the film or its words change; one that cannot be found is flagged by `is_lost`.
    """

    token = TokenField()
    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    # where somebody collected it; an answer of a mentor keeps moments of its own
    collection = models.ForeignKey(MomentList, models.CASCADE, related_name="moments", null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    seconds = models.FloatField()
    end_seconds = models.FloatField()
    quote = models.TextField(blank=True)
    # of the transcript that was quoted
    language = models.CharField(max_length=12, blank=True)
    # of the film's source that its seconds belong to
    source_mark = models.CharField(max_length=80, blank=True)
    # when the quote was compared with the film's words
    checked_at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_lost = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moment")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="moment_not_negative"),
            models.CheckConstraint(condition=models.Q(end_seconds__gt=models.F("seconds")), name="moment_has_a_length"),
        )

    def __str__(self) -> str:
        return self.quote or f"{self.video_id} at {self.seconds}"
