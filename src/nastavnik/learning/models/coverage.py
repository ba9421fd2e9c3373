"""Which seconds of a film were really played, and by whom."""

from django.db import models

from nastavnik.people.models import User
from nastavnik.video.models import SourceShift, Video


class WatchCoverage(models.Model):
    """What a person has played of a film, a bit for each second; seeking over a second is not playing it.

    Merged by OR, so that reports may come twice, late, in pieces and in any order. Written by `services.coverage` alone,
    many at once and without instances of this class.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    # second n is bit n % 8 of byte n // 8
    seconds = models.BinaryField(default=b"")
    # how many bits are set
    watched_seconds = models.PositiveIntegerField(default=0)
    # up to when the person's own time has been used up by what she says she played (`watching.pace`): seconds since 1970,
    # because it is read and written with every report
    paid_until = models.FloatField()
    first_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # `watched_seconds` as it was when it was last asked whether the lesson counts
    settled_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "video"], name="watch_coverage_once"),)
        indexes = (
            models.Index(fields=["video"], name="watch_coverage_of_film"),
            models.Index(
                fields=["updated_at"],
                name="watch_coverage_unsettled",
                condition=~models.Q(settled_seconds=models.F("watched_seconds")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.watched_seconds} s of {self.video_id} by {self.user_id}"


class WatchPace(models.Model):
    """Up to when a person's own time has been used up by what she says she played of all films together (`watching.pace`)."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+", primary_key=True)
    # in seconds since 1970
    paid_until = models.FloatField()

    def __str__(self) -> str:
        return f"{self.user_id} until {self.paid_until}"


class FollowedShift(models.Model):
    """What people have played of a film, and the questions about it, have followed its new source. Written with them, so that it is done once."""

    shift = models.OneToOneField(SourceShift, models.CASCADE, related_name="+", primary_key=True)
    followed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"shift {self.shift_id}"
