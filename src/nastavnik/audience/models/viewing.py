"""What the school's own page counts by itself. Written by `services.viewing` alone, many reports in one transaction.

Who watched is a number made with a salt: a guest's salt lives a day, so nobody can be followed from one day to the next.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import ViewerKind
from nastavnik.programme.models import School
from nastavnik.video.models import Video


class DaySalt(models.Model):
    """The salt of a day; thrown away when the day is over everywhere."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class Viewing(models.Model):
    """A player that was opened and played: from the first seconds on one row, which grows as it is played."""

    # of the pass that the player was given
    key = models.BigIntegerField(primary_key=True)
    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_index=False)
    video = models.ForeignKey(Video, models.CASCADE, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=ViewerKind.choices)
    viewer = models.BigIntegerField()
    day = models.DateField()
    began_at = models.DateTimeField()
    is_live = models.BooleanField(default=False)
    # shown in a frame of another site
    is_embedded = models.BooleanField(default=False)
    # played, repeats too
    seconds = models.PositiveIntegerField(default=0)
    # it was played long enough to be a view
    is_view = models.BooleanField(default=False)
    # the last minute of a broadcast in which it was playing, since 1970
    live_minute = models.BigIntegerField(default=0)
    # which of its page's reports was counted last: none is counted twice
    last_report = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("viewing")
        indexes = (models.Index(fields=["video", "day"], name="viewings_of_film"),)

    def __str__(self) -> str:
        return f"{self.seconds} s of {self.video_id}"


class DayViews(models.Model):
    """The sum of a day's viewings of a film by one sort of viewers."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.PositiveSmallIntegerField(choices=ViewerKind.choices)
    is_live = models.BooleanField(default=False)
    views = models.PositiveBigIntegerField(default=0)
    # of views: in a frame of another site
    embedded_views = models.PositiveBigIntegerField(default=0)
    # of views: the first of a viewer on that day
    unique_viewers = models.PositiveBigIntegerField(default=0)
    # the first of a viewer ever; of a guest, who is another every day, the same as `unique_viewers`
    new_viewers = models.PositiveBigIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("views of a day")
        constraints = (models.UniqueConstraint(fields=["video", "day", "kind", "is_live"], name="day_views_once"),)

    def __str__(self) -> str:
        return f"{self.views} of {self.video_id} on {self.day}"


class MonthViews(models.Model):
    """The sum of `DayViews` of a month, written with them: a report of years asks for months, and for days at its ends alone."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+", db_index=False)
    # its first day
    month = models.DateField()
    kind = models.PositiveSmallIntegerField(choices=ViewerKind.choices)
    is_live = models.BooleanField(default=False)
    views = models.PositiveBigIntegerField(default=0)
    new_viewers = models.PositiveBigIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("views of a month")
        constraints = (models.UniqueConstraint(fields=["video", "month", "kind", "is_live"], name="month_views_once"),)

    def __str__(self) -> str:
        return f"{self.views} of {self.video_id} in {self.month:%Y-%m}"


class DayViewer(models.Model):
    """Somebody has viewed a film: on this day, or ever (`day` is 1970-01-01)."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    viewer = models.BigIntegerField()

    class Meta:
        verbose_name = _("viewer of a day")
        constraints = (models.UniqueConstraint(fields=["video", "day", "viewer"], name="day_viewer_once"),)

    def __str__(self) -> str:
        return f"{self.video_id} on {self.day}"


class MinuteViews(models.Model):
    """How many players showed a broadcast in a minute of it."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+", db_index=False)
    # minutes since 1970
    minute = models.BigIntegerField()
    screens = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("screens of a minute")
        constraints = (models.UniqueConstraint(fields=["video", "minute"], name="minute_views_once"),)

    def __str__(self) -> str:
        return f"{self.screens} at {self.minute}"


class Retention(models.Model):
    """How often each stretch of a film was played: where people go away, and what they play again."""

    video = models.OneToOneField(Video, models.CASCADE, related_name="+", primary_key=True)
    # views that are in it
    views = models.PositiveBigIntegerField(default=0)
    # the width of a stretch
    seconds = models.PositiveIntegerField()
    # unsigned numbers of four bytes, the lowest first
    plays = models.BinaryField(default=b"")
    # number of the last `video.SourceShift` that it follows, or that was there before it
    last_shift = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.views} of {self.video_id}"
