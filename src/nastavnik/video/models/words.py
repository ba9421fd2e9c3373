"""The words of a film: a transcript for each language, its phrases with their seconds, what it was before; the school's glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.models.films import Video


class Transcript(models.Model):
    """What is said in a film, in one language.

    `version` grows with every change of it or of its cues. While words are recognised, `done_seconds` says how far it
    came: the cues up to there are kept, and a killed recognition goes on from there.

    Who knows the state of an earlier version asks for the cues whose own version is later, and for the removed ones; who
    knows one before `whole_version` takes everything anew.
    """

    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=12, default="ru")
    origin = models.CharField(max_length=12, choices=TranscriptOrigin.choices)
    state = models.CharField(max_length=12, choices=TranscriptState.choices, default=TranscriptState.READY)
    version = models.PositiveIntegerField(default=0)
    # [version, cue] of the cues that were removed last
    removed = models.JSONField(default=list, blank=True)
    whole_version = models.PositiveIntegerField(default=0)
    # the file that it was read from, or the recogniser's model
    source_name = models.CharField(max_length=255, blank=True)
    # of the film's source that its seconds belong to: another source makes them doubtful
    source_mark = models.CharField(max_length=80, blank=True)

    engine = models.CharField(max_length=20, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    done_seconds = models.FloatField(default=0.0)
    progressed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=250, blank=True)

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # nobody: a program did it
    changed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("transcript")
        constraints = (models.UniqueConstraint(fields=["video", "language"], name="transcript_once_in_language"),)

    def __str__(self) -> str:
        return f"{self.language} of {self.video_id}"


class Cue(models.Model):
    """A phrase: what is said from `seconds` to `end_seconds`. Its `pk` stays the same while it is edited."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="cues")
    seconds = models.FloatField()
    end_seconds = models.FloatField()
    text = models.TextField()
    # of each recognised word of `text`, in their order: [begin, end, confidence 0..1]; nothing where they are not known
    words = models.JSONField(default=list, blank=True)
    # a paragraph of the transcript begins here
    begins_paragraph = models.BooleanField(default=False)
    # of the transcript, when this phrase was changed last: who saves over an older one is told (`services.cues`)
    version = models.PositiveIntegerField(default=1)
    # how it was at its last few versions, so that two people's changes can be joined; of each its
    # version, seconds, end_seconds, text, begins_paragraph
    earlier = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("phrase")
        ordering = ("seconds", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="cue_not_negative"),
            models.CheckConstraint(condition=models.Q(end_seconds__gte=models.F("seconds")), name="cue_ends_after"),
        )
        indexes = (models.Index(fields=["transcript", "seconds"], name="cue_of_transcript"),)

    def __str__(self) -> str:
        return self.text


class TranscriptVersion(models.Model):
    """A transcript as it stood before something was done to it; it can be brought back."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    # what was done to it then, in the words of the journal
    verb = models.CharField(max_length=60)
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    # the cues: [seconds, end_seconds, text, words, begins_paragraph]
    cues = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["transcript", "number"], name="transcript_version_once"),)

    def __str__(self) -> str:
        return f"{self.number} of {self.transcript_id}"


class GlossaryTerm(models.Model):
    """A word as the school writes it, how recognisers mishear it, and what else people call it."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    term = models.CharField(_("how it is written"), max_length=120)
    # misheard forms, each replaced by `term`
    variants = models.JSONField(_("how it is misheard"), default=list, blank=True)
    # other words for the same: whoever looks for one finds the other too
    synonyms = models.JSONField(_("other words for it"), default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("word of the glossary")
        constraints = (models.UniqueConstraint(fields=["school", "term"], name="glossary_term_once"),)

    def __str__(self) -> str:
        return self.term
