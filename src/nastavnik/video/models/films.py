"""A film of a lesson (or of the school's shelf), what it is made of, and where each viewer stopped."""

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School
from nastavnik.video.enums import (
    STATES_IN_WORK,
    STATES_TO_RETRY,
    Access,
    ChapterKind,
    RefusalCode,
    RenditionKind,
    StepName,
    VideoState,
    WarningCode,
)


class Video(models.Model):
    """A film: its place in the school, its source file, and the build that is shown now.

    `build` names the published folder `<media>/<token>/<build>/`; it is empty until the film plays for the first time
    and changes as a whole, so that people who are watching an older build are not disturbed.
    """

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(
        Lesson, models.SET_NULL, verbose_name=_("lesson"), related_name="+", null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=250)
    access = models.CharField(_("who may watch"), max_length=10, choices=Access.choices, default=Access.OPEN)
    state = models.CharField(_("state"), max_length=10, choices=VideoState.choices, default=VideoState.QUEUED)
    build = models.CharField(max_length=22, blank=True)
    has_poster = models.BooleanField(default=False)
    has_strip = models.BooleanField(default=False)

    duration_seconds = models.FloatField(_("length, seconds"), null=True, blank=True)
    # of the picture as it is shown: turned, with square points; empty when there is sound only
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    has_sound = models.BooleanField(default=True)
    # of a broadcast: viewers are kept as near to the present as the picture allows
    is_low_latency = models.BooleanField(default=False)
    # a person changed the chapters: none are proposed any more unless she asks for it
    has_edited_chapters = models.BooleanField(default=False)

    # where the source lies, relative to the data folder: first where it arrived, then among the originals; the recording of a
    # broadcast has none until its pieces have been put together
    source_path = models.CharField(max_length=200, blank=True)
    source_name = models.CharField(_("file"), max_length=255, blank=True)
    source_bytes = models.BigIntegerField(_("size, bytes"), default=0)

    refusal = models.CharField(max_length=20, choices=RefusalCode.choices, blank=True)
    warning = models.CharField(max_length=20, choices=WarningCode.choices, blank=True)
    # every start of processing takes the next number; writes of an earlier attempt are refused
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    seconds_left = models.PositiveIntegerField(null=True, blank=True)
    progressed_at = models.DateTimeField(null=True, blank=True)

    created_by = models.ForeignKey(
        User, models.SET_NULL, verbose_name=_("uploaded by"), related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()
    playable_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("film")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=VideoState.REFUSED) ^ models.Q(refusal=""), name="video_refusal_has_a_code"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[VideoState.PLAYABLE, VideoState.READY, VideoState.RECORDING])
                | ~models.Q(build=""),
                name="video_playable_has_a_build",
            ),
            models.CheckConstraint(
                condition=~models.Q(source_path="") | ~models.Q(build=""), name="video_has_a_source_or_a_build"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="video_percent_to_100"),
        )
        indexes = (
            models.Index(fields=["lesson", "removed_at"], name="video_of_lesson"),
            models.Index(fields=["school", "-created_at"], name="video_of_school"),
            models.Index(fields=["state"], name="video_state"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def source_mark(self) -> str:
        """What tells its present source from another: slides and words that were found in another one may be at wrong seconds."""
        return Path(self.source_path).stem[-80:] or "recording"

    @property
    def is_playable(self) -> bool:
        """Whether there is something to watch, whatever processing is doing."""
        return bool(self.build)

    @property
    def has_picture(self) -> bool:
        """Whether there is a moving picture; a lesson of sound alone shows its cover."""
        return self.width is not None

    @property
    def is_in_work(self) -> bool:
        """Whether processing goes on or will begin by itself."""
        return self.state in STATES_IN_WORK

    @property
    def is_on_air(self) -> bool:
        """Whether its files are still growing with a broadcast."""
        return self.state == VideoState.RECORDING

    @property
    def can_be_retried(self) -> bool:
        """Whether a person may ask to process it once more."""
        return self.state in STATES_TO_RETRY


class Rendition(models.Model):
    """A quality of a film: one file with byte ranges and its playlist in the build's folder."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="renditions")
    build = models.CharField(max_length=22)
    # the file's name without its ending: `v720.m3u8`, `v720.mp4`
    name = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=RenditionKind.choices)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    codecs = models.CharField(max_length=60)
    # bits a second of the heaviest segment, without the sound that is played beside a picture
    bandwidth = models.PositiveIntegerField()
    bytes = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["video", "build", "name"], name="rendition_once_in_build"),)

    def __str__(self) -> str:
        return f"{self.video_id}/{self.build}/{self.name}"


class Chapter(models.Model):
    """A place of a film that has a name; it lasts until the next one begins."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="chapters")
    seconds = models.FloatField()
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(max_length=10, choices=ChapterKind.choices)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(seconds__gte=0), name="chapter_not_negative"),)
        indexes = (models.Index(fields=["video", "seconds"], name="chapter_of_video"),)

    def __str__(self) -> str:
        return self.title


class RetiredBuild(models.Model):
    """A published folder that is not (or not yet) the one shown; people may still be watching it. A sweep deletes it."""

    video_token = models.CharField(max_length=22)
    build = models.CharField(max_length=22)
    retired_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["video_token", "build"], name="retired_build_once"),)

    def __str__(self) -> str:
        return f"{self.video_token}/{self.build}"


class SourceShift(models.Model):
    """A film got another source: what was at second s of it is at s + `by_seconds`. Kept, so that apps above follow each surely, and once."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    by_seconds = models.FloatField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.video_id} by {self.by_seconds} s"


class ProcessingStep(models.Model):
    """A step of a film's processing: when it was done, what it found, where its files wait, and what ffmpeg said."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=10, choices=StepName.choices)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)
    # of the scratch folder of the film, until the build is published
    folder = models.CharField(max_length=40, blank=True)
    log = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["video", "name"], name="step_once_in_video"),)

    def __str__(self) -> str:
        return f"{self.name} of {self.video_id}"


class Upload(models.Model):
    """A film on its way here. How much has arrived is the size of its file, told by nobody else."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    # the film whose source file this upload will replace
    replaces = models.ForeignKey(Video, models.CASCADE, related_name="+", null=True, blank=True)
    # the film that came of it, once the whole file had arrived
    video = models.ForeignKey(Video, models.SET_NULL, related_name="+", null=True, blank=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=255)
    length = models.BigIntegerField(_("size, bytes"))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(length__gte=0), name="upload_length_not_negative"),)
        indexes = (models.Index(fields=["expires_at"], name="upload_expires"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class WatchPosition(models.Model):
    """Where a person stopped watching."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    seconds = models.FloatField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "video"], name="watch_position_once"),
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="watch_position_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} at {self.seconds} of {self.video_id}"
